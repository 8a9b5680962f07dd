import Foundation
import Testing

@testable import PaymentFlows

@Suite struct ReceiptPageTests {
  @Test func runsFromRightToLeftOnItsPaper() throws {
    let page = Receipt(try attempt()).html(.persian, width: .narrow)
    #expect(page.hasPrefix("<!DOCTYPE html>\n<html lang=\"fa\" dir=\"rtl\">"))
    #expect(page.contains("@page { size: 58mm auto; margin: 0 }"))
    #expect(page.contains("<span>مبلغ</span> <span><bdi>۱٬۵۰۰٬۰۰۰ ریال</bdi></span>"))
    #expect(page.contains("<span>تاریخ</span> <span><bdi dir=\"ltr\">۱۴۰۱/۰۵/۳۰</bdi></span>"))
    let english = Receipt(try attempt()).html(.english, width: .full)
    #expect(english.contains("<html lang=\"en\" dir=\"ltr\">") && english.contains("size: 80mm auto"))
  }

  /// Nothing is fetched, no script runs, and it is well formed.
  @Test(arguments: Receipt.Language.allCases)
  func standsAlone(language: Receipt.Language) throws {
    var receipt = Receipt(try group())
    receipt.applicant = "<script>alert('\"&')</script>"
    receipt.office = ["A&B <b>"]
    let code = CodeMatrix(side: 2, modules: [true, false, false, true])
    let page = receipt.html(language) { _ in code }
    #expect(!page.contains("<script") && !page.contains("http") && !page.contains("url("))
    #expect(page.contains("&lt;script&gt;alert(&#39;&quot;&amp;&#39;)&lt;/script&gt;"))
    #expect(page.contains("<p class=\"heading\"><bdi>A&amp;B &lt;b&gt;</bdi></p>"))
    #expect(page.contains("viewBox=\"-4 -4 10 10\"") && page.contains("d=\"M0,0h1v1h-1zM1,1h1v1h-1z\""))
    let body = try #require(
      page.components(separatedBy: "<main>").last?.components(separatedBy: "</main>").first)
    #expect(tagsAreBalanced(body))
  }

  @Test func aCodeIsASquare() {
    #expect(CodeMatrix(side: 2, modules: [true]) == nil && CodeMatrix(side: 0, modules: []) == nil)
    #expect(CodeMatrix(side: 2, modules: [false, true, false, false])?[1, 0] == true)
  }

  private func tagsAreBalanced(_ text: String) -> Bool {
    var open: [Substring] = []
    for tag in text.matches(of: /<(\/?)(\w+)[^>]*?(\/?)>/) {
      if tag.2 == "hr" || !tag.3.isEmpty { continue }
      if tag.1.isEmpty { open.append(tag.2) } else if open.popLast() != tag.2 { return false }
    }
    return open.isEmpty
  }
}

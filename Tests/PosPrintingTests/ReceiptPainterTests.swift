import Foundation
import PaymentFlows
import PosProtocol
import Testing

@testable import PosPrinting

/// A payment of some lines that stands, with a tracking number.
private func receipt(lines: Int = 1) throws -> Receipt {
  let line = Receipt.Line(
    amount: try #require(Amount(minorUnits: 1000)), purpose: "کارمزد", billID: "1234567810199")
  var receipt = Receipt(
    .receipt, amount: try #require(Amount(minorUnits: UInt64(lines) * 1000)), currency: .irr,
    time: Date(timeIntervalSince1970: 1_661_078_854))
  receipt.lines = Array(repeating: line, count: lines)
  receipt.tracking = "000701"
  return receipt
}

#if Printing
  @Suite struct ReceiptPainterTests {
    private let printer = ReceiptPainter(.persian, width: .narrow)

    @Test func everyWidthHasItsDots() throws {
      for width in Receipt.Width.allCases {
        let raster = try ReceiptPainter(.english, width: width).raster(try receipt())
        #expect(raster.width == width.rawValue * 12)
        let rows = (0..<raster.height).filter { row in (0..<raster.width).contains { raster[$0, row] } }
        #expect(rows.count > raster.height / 3 && rows.count < raster.height)
      }
    }

    /// Ink stays inside the margins: nothing is cut off at a side.
    @Test(arguments: Receipt.Language.allCases)
    func nothingIsCutOff(language: Receipt.Language) throws {
      var long = try receipt()
      long.applicant = String(repeating: "Counter Office ", count: 6) + "دفتر پیشخوان"
      long.reference = String(repeating: "0123456789", count: 8)
      let raster = try ReceiptPainter(language, width: .narrow).raster(long)
      let sides = [0, 1, 2, raster.width - 3, raster.width - 2, raster.width - 1]
      #expect((0..<raster.height).allSatisfy { row in !sides.contains { raster[$0, row] } })
      #expect((0..<raster.width).allSatisfy { !raster[$0, 0] && !raster[$0, raster.height - 1] })
    }

    @Test func theSameSlipIsTheSameBytes() throws {
      #expect(try printer.png(receipt()) == printer.png(receipt()))
      let pdf = try printer.pdf(receipt())
      #expect(pdf == (try printer.pdf(receipt())))
      #expect(Array(pdf.prefix(5)) == Array("%PDF-".utf8))
      #expect(Array(try printer.png(receipt()).prefix(4)) == [0x89, 0x50, 0x4E, 0x47])
    }

    /// The finder patterns of a QR code of version 1; what it says is read by zbar in scripts/receipt-judge.
    @Test func theCodeHasItsCorners() throws {
      let code = try #require(ReceiptPainter.code("000701"))
      #expect(code.side == 21)
      for (left, top) in [(0, 0), (14, 0), (0, 14)] {
        #expect(
          (0..<7).allSatisfy { code[left + $0, top] && code[left, top + $0] && code[left + $0, top + 6] })
        #expect(!code[left + 1, top + 1] && code[left + 3, top + 3])
      }
      #expect(ReceiptPainter.code("") == nil)
      #expect(ReceiptPainter.code(String(repeating: "x", count: 5000)) == nil)
    }

    @Test func onlyAPaymentThatStandsHasACode() throws {
      var undone = try receipt()
      let height = try printer.raster(undone).height
      undone.kind = .declined
      #expect(try printer.raster(undone).height < height - 100)
    }

    @Test func aSlipThatIsTooLongForAPictureIsAPageStill() throws {
      let long = try receipt(lines: 600)
      do throws(PrintingError) {
        _ = try printer.png(long)
        Issue.record("it was drawn")
      } catch {
        guard case .tooLong(let dots) = error else { throw error }
        #expect(dots > 32_767 && error.message.contains("\(dots) dots"))
      }
      #expect(try printer.pdf(long).count > 1000)
    }
  }
#else
  @Suite struct ReceiptPainterTests {
    @Test func withoutTheTraitItSaysWhatToDo() throws {
      let printer = ReceiptPainter(.persian)
      #expect(!ReceiptPainter.isInThisBuild && ReceiptPainter.code("000701") == nil)
      #expect(throws: PrintingError.notInThisBuild) { try printer.png(receipt()) }
      #expect(throws: PrintingError.notInThisBuild) { try printer.pdf(receipt()) }
      #expect(throws: PrintingError.notInThisBuild) { try printer.escpos(receipt()) }
      #expect(PrintingError.notInThisBuild.message.contains("trait Printing"))
    }
  }
#endif

import Testing

@testable import PaymentFlows

/// How often check digits miss a slip, counted against theory.
///
/// A check digit that is made from a sum modulo 11 has ten values for eleven remainders, so two remainders
/// share one. Let a slip change the sum by Δ. No weight is divisible by 11, so Δ is never 0 modulo 11 for one
/// wrong digit, and for two digits that changed places it is 0 only where their weights are equal. Otherwise
/// a slip is missed only if it leads from one of the two remainders to the other: that is 2 remainders of 11,
/// and then one difference of the ten that two unequal digits can have modulo 11. 2/11 × 1/10: **1 slip of
/// 55 is missed**.
private struct Scheme: Sendable, CustomTestStringConvertible {
  var name: String
  /// Of the digits before the check digit, from the left.
  var weights: [Int]
  /// What is added to every sum.
  var constant = 0
  /// The two remainders that share a check digit.
  var merged: Set<Int>
  var check: @Sendable ([Int]) -> Int

  var testDescription: String { name }

  func remainder(_ digits: [Int]) -> Int {
    zip(weights, digits).reduce(constant) { $0 + $1.0 * $1.1 } % 11
  }

  /// By theory alone.
  func isMissed(_ before: [Int], _ after: [Int]) -> Bool {
    let (old, new) = (remainder(before), remainder(after))
    return old == new || merged == [old, new]
  }
}

private let schemes = [
  Scheme(
    name: "bill", weights: [7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2], merged: [0, 1],
    check: { BillDigits.check($0) }),
  Scheme(
    name: "payment", weights: [3, 2, 7, 6, 5, 4, 3, 2], merged: [0, 1], check: { BillDigits.check($0) }),
  Scheme(
    name: "national ID", weights: [10, 9, 8, 7, 6, 5, 4, 3, 2], merged: [1, 10],
    check: { NationalID.check($0) }),
  // The tenth digit shifts all ten, so it counts 230 times more; the shift of two is the constant.
  Scheme(
    name: "legal ID", weights: [29, 27, 23, 19, 17, 29, 27, 23, 19, 247], constant: 460, merged: [0, 10],
    check: { LegalID.check($0) }),
]

/// SplitMix64, so that a failing run is the same again.
private struct Dice {
  var state: UInt64

  mutating func digits(_ count: Int) -> [Int] { (0..<count).map { _ in Int(next() % 10) } }

  private mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

@Suite struct CheckDigitTests {
  /// All positions, all nine other digits: missed exactly where theory says, and one of 55 in all.
  @Test(arguments: schemes.indices)
  func aWrongDigitIsMissedAsOftenAsTheorySays(index: Int) {
    let scheme = schemes[index]
    var (dice, missed, slips, wrong) = (Dice(state: 1), 0, 0, 0)
    for _ in 0..<1500 {
      let digits = dice.digits(scheme.weights.count)
      let check = scheme.check(digits)
      for position in digits.indices {
        for digit in 0...9 where digit != digits[position] {
          var slip = digits
          slip[position] = digit
          let isMissed = scheme.check(slip) == check
          slips += 1
          missed += isMissed ? 1 : 0
          wrong += isMissed == scheme.isMissed(digits, slip) ? 0 : 1
        }
      }
    }
    #expect(wrong == 0)
    #expect(isNear(missed, slips, oneOf: 55), "\(missed) of \(slips)")
  }

  /// All pairs of positions: those of equal weight are always missed, the others one time in 55.
  @Test(arguments: schemes.indices)
  func aSwapIsMissedAsOftenAsTheorySays(index: Int) {
    let scheme = schemes[index]
    var (dice, missed, slips, wrong) = (Dice(state: 2), 0, 0, 0)
    for _ in 0..<1500 {
      let digits = dice.digits(scheme.weights.count)
      let check = scheme.check(digits)
      for left in digits.indices {
        for right in digits.indices where right > left && digits[left] != digits[right] {
          var slip = digits
          slip.swapAt(left, right)
          let isMissed = scheme.check(slip) == check
          wrong += isMissed == scheme.isMissed(digits, slip) ? 0 : 1
          guard (scheme.weights[left] - scheme.weights[right]) % 11 != 0 else {
            wrong += isMissed ? 0 : 1
            continue
          }
          slips += 1
          missed += isMissed ? 1 : 0
        }
      }
    }
    #expect(wrong == 0)
    #expect(isNear(missed, slips, oneOf: 55), "\(missed) of \(slips)")
  }

  /// Two check digits watch each digit of a bill. A slip passes both only if it is the right difference for
  /// both weights v and w: for v = w, and for v + w = 11 (then with opposite signs). Of the (2/11)² pairs of
  /// remainders half have the right signs, and one difference of ten fits: 1 of 605. Elsewhere: never.
  @Test func aWrongDigitOnABillIsHardlyEverMissed() throws {
    var (dice, missed, slips) = (Dice(state: 3), 0, 0)
    for _ in 0..<700 {
      let (bill, payment) = Self.bill(&dice)
      for position in 0..<(bill.count + payment.count) {
        for digit in 0...9 {
          var slip = bill + payment
          // A payment ID that begins with a zero is a shorter one, with other weights.
          guard slip[position] != digit, position != bill.count || digit != 0 else { continue }
          slip[position] = digit
          let isMissed =
            (try? Bill(
              billID: slip.prefix(13).map(String.init).joined(),
              paymentID: slip.dropFirst(13)
                .map(String.init).joined())) != nil
          let canBeMissed = Self.canBeMissed(position)
          #expect(!isMissed || canBeMissed, "\(bill) \(payment) \(position) \(digit)")
          slips += canBeMissed ? 1 : 0
          missed += isMissed ? 1 : 0
        }
      }
    }
    #expect(isNear(missed, slips, oneOf: 605, within: 0.4), "\(missed) of \(slips)")
  }

  /// 97 is prime and 10 has order 96 modulo it: no wrong digit and no swap is missed, anywhere.
  @Test func nothingIsMissedInAnIBAN() {
    var dice = Dice(state: 4)
    for _ in 0..<50 {
      let account = dice.digits(22)
      let check = 98 - IBAN.remainder([0, 0] + account)
      let digits = [check / 10, check % 10] + account
      #expect(IBAN.remainder(digits) == 1)
      for left in digits.indices {
        for digit in 0...9 where digit != digits[left] {
          var slip = digits
          slip[left] = digit
          #expect(IBAN.remainder(slip) != 1)
        }
        for right in digits.indices where digits[left] != digits[right] {
          var slip = digits
          slip.swapAt(left, right)
          #expect(IBAN.remainder(slip) != 1)
        }
      }
    }
  }

  /// Luhn sees every wrong digit, and of neighbours that changed places all but 0 and 9.
  @Test func luhnMissesNineAndZero() {
    var dice = Dice(state: 5)
    for _ in 0..<50 {
      let head = dice.digits(15)
      let digits = head + [(0...9).first { Luhn.isSatisfied(by: head + [$0]) } ?? 0]
      for position in digits.indices {
        for digit in 0...9 where digit != digits[position] {
          var slip = digits
          slip[position] = digit
          #expect(!Luhn.isSatisfied(by: slip))
        }
        guard position > 0, digits[position] != digits[position - 1] else { continue }
        var slip = digits
        slip.swapAt(position, position - 1)
        #expect(Luhn.isSatisfied(by: slip) == ([digits[position], digits[position - 1]].sorted() == [0, 9]))
      }
    }
  }

  private func isNear(_ count: Int, _ all: Int, oneOf: Int, within: Double = 0.2) -> Bool {
    abs(Double(count * oneOf) / Double(all) - 1) < within
  }

  /// A bill of 13 digits with a payment ID of 9 that begins with no zero.
  private static func bill(_ dice: inout Dice) -> (bill: [Int], payment: [Int]) {
    var bill = dice.digits(12)
    bill[11] = max(1, bill[11])
    bill.append(BillDigits.check(bill))
    var payment = dice.digits(7)
    payment[0] = max(1, payment[0])
    payment.append(BillDigits.check(payment))
    payment.append(BillDigits.check(bill + payment))
    return (bill, payment)
  }

  /// Whether both weights of a position of 13 + 9 digits are equal or add up to 11. Check digits themselves
  /// are never missed: nothing else may change with them.
  private static func canBeMissed(_ position: Int) -> Bool {
    guard position != 12, position < 20 else { return false }
    let own = position < 12 ? 2 + (11 - position) % 6 : 2 + (19 - position) % 6
    let both = 2 + (20 - position) % 6
    return own == both || own + both == 11
  }
}

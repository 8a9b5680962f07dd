internal import Foundation

// How a mutant is chosen, and what it does. This file is part of the build of all mutants alone.

/// The number of the mutant that this process is; -1: none.
let chosenMutant = Int(ProcessInfo.processInfo.environment["MUTANT"] ?? "") ?? -1

/// A file with a byte for each mutant, set when its place is reached.
nonisolated(unsafe) private let trace: UnsafeMutablePointer<UInt8>? = {
  guard let path = ProcessInfo.processInfo.environment["MUTANT_TRACE"] else { return nil }
  let descriptor = open(path, O_RDWR)
  let size = Int(lseek(descriptor, 0, SEEK_END))
  let place = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0)
  return place?.assumingMemoryBound(to: UInt8.self)
}()

func mutantIs(_ number: Int) -> Bool {
  trace?[number] = 1
  return chosenMutant == number
}

func mutantNumber<Value: Numeric>(_ number: Int, _ value: Value) -> Value {
  mutantIs(number) ? value + 1 : value
}

func mutantFlip(_ number: Int, _ value: Bool) -> Bool { mutantIs(number) != value }

func mutantCase<Value: CaseIterable & Equatable>(_ number: Int, _ value: Value) -> Value {
  guard mutantIs(number) else { return value }
  let all = Array(Value.allCases)
  return all[((all.firstIndex(of: value) ?? 0) + 1) % all.count]
}

func mutantList<Value>(_ numbers: [Int], _ values: [Value]) -> [Value] {
  var values = values
  for (index, number) in numbers.enumerated() where mutantIs(number) { values.remove(at: index) }
  return values
}

func mutantText(_ text: String, _ others: (Int, String)...) -> String {
  var result = text
  for (number, other) in others where mutantIs(number) { result = other }
  return result
}

// Verdicts and acts of the tables, so that each can become another.

extension ReversalMachine.Action: CaseIterable {
  public static var allCases: [Self] { [.attempt, .wait, .handOver, .finish, .giveUp, .nothing] }
}

extension DayTable.Act: CaseIterable {
  public static var allCases: [Self] { [.none, .close, .ask] }
}

extension TicketTable.Verdict: CaseIterable {
  public static var allCases: [Self] { [.unchanged, .notAnswered, .closed] }
}

extension SignInTable.Verdict: CaseIterable {
  public static var allCases: [Self] {
    [.countAndCheck, .checkNobody, .locked, .lockedAnew, .refused, .signedIn, .signedInAndRehash]
  }
}

extension FlowAct: CaseIterable {
  public static var allCases: [Self] {
    [.none, .check, .charge, .lookUp, .ask, .print, .reprint, .inquire, .show]
  }
}

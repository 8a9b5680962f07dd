import Foundation
import PaymentFlows
import PosDriver
import PosProtocol
import PosTransport

/// What other layers' errors mean for the exit status.
extension Complaint {
  /// - Parameter outcome: what is known of the attempt; it decides before the error does.
  init(_ error: PaymentError, outcome: Outcome, in lang: Language) {
    let status: ExitStatus
    switch outcome {
    case .approved: status = .approved
    case .declined: status = .declined
    case .unknown: status = .unknown
    case .notSent: status = Self.status(ofUnsent: error)
    }
    if case .reader(let cause) = error {
      self.init(status, error.name, cause.text(in: lang))
    } else {
      self.init(status, error.name, lang == .english ? error.message : error.persianMessage)
    }
  }

  /// An error before there was an attempt.
  init(_ error: PaymentError, in lang: Language) { self.init(error, outcome: .notSent, in: lang) }

  init(_ error: JournalError, path: String) {
    let message = Language.current == .english ? error.message : error.persianMessage
    self.init(
      Self.isForbidden(path) ? .noPermission : .journal, error.name,
      "\(LedgerAddress.shown(path)): \(message)")
  }

  init(_ error: BillError) { self.init(.wrongData, error.name, error.message) }

  private static func status(ofUnsent error: PaymentError) -> ExitStatus {
    switch error {
    case .keyReused, .orderPaid, .notOpen, .notReversible, .reversed, .receiptTaken, .noSuchReversal:
      .wrongData
    case .orderUnresolved, .readerUnresolved, .reversalPending: .unresolved
    case .journal: .journal
    case .reader(.transport(.noPermission)): .noPermission
    case .reader, .readerBusy: .unreachable
    case .keyBusy, .otherReader, .deadline, .contradiction, .unresolved: .unknown
    }
  }

  /// Whether the file, or where it would be made, is there and closed to this user.
  private static func isForbidden(_ path: String) -> Bool {
    let folder = URL(filePath: path).deletingLastPathComponent().path
    let target = access(path, F_OK) == 0 ? path : folder
    return access(target, R_OK | W_OK) != 0 && errno == EACCES
  }
}

extension ReaderError {
  /// What went wrong and what to do, on one line.
  func text(in lang: Language) -> String {
    let explanation = ReaderTexts.explanation(self, lang.texts)
    return "\(explanation.message) \(explanation.advice)"
  }
}

extension TransportError {
  /// The same of a line that could not be opened.
  var text: String { ReaderError.transport(self).text(in: .english) }
}

import Logging
import Store

/// What a server writes into its log: a closed set, whose parts are numbers, codes and names.
///
/// There is no case with a text that a client sent, so that no message, password or token can get into a log, also by
/// mistake. The one name is that of an account, which `AccountName` only takes from the accounts that there are.
enum ServerEvent {
  case listening(at: ListenAddress, encrypted: Bool, limited: Bool)
  case certificateRead
  case certificateRefused(TLSProblem)
  case connectionOpened(Int, from: ClientAddress)
  case connectionClosed(Int, ConnectionEnd, seconds: Double, messages: Int)
  case connectionRefused(Doorkeeper.Reason, from: ClientAddress)
  case full(connections: Int)
  case upgradeRefused(UpgradeRefusal, from: ClientAddress)
  /// Requests come through a proxy that is not known as one; said once.
  case untrustedProxy(ClientAddress)
  case logInFailed(AccountName?)
  case slowReader(Int)
  /// The system's clock is far ahead of where it was, and is not followed.
  case clockStepped(seconds: Double)
  case slowCommit(seconds: Double)
  case storeFailed(StoreError)
  /// A snapshot was not written; the turns go on.
  case snapshotFailed(StoreError)
  /// What is older than what is kept is still there.
  case tidyingFailed(StoreError)
  /// The database takes no commits; the server answers what only looks.
  case readsOnly
  case writesAgain
  case draining
  case stopped

  var level: Logger.Level {
    switch self {
    case .connectionOpened, .connectionClosed, .connectionRefused: .debug
    case .listening, .upgradeRefused, .logInFailed: .info
    case .slowReader, .draining, .stopped, .writesAgain, .certificateRead: .notice
    case .full, .slowCommit, .snapshotFailed, .tidyingFailed, .untrustedProxy, .clockStepped: .warning
    case .storeFailed, .readsOnly, .certificateRefused: .error
    }
  }

  var message: Logger.Message {
    switch self {
    case .listening: "listening"
    case .certificateRead: "the certificate was read again"
    case .certificateRefused: "the certificate could not be read again; the earlier one stays in use"
    case .connectionOpened: "connection opened"
    case .connectionClosed: "connection closed"
    case .connectionRefused: "connection refused"
    case .full: "all connections that there may be are open; others are refused until some close"
    case .upgradeRefused: "upgrade refused"
    case .untrustedProxy:
      "requests come through a proxy that is not trusted, so all its clients share one address's limits; see --trusted-proxy"
    case .logInFailed: "log-in failed"
    case .slowReader: "slow reader closed"
    case .slowCommit: "slow commit"
    case .clockStepped:
      "the system's clock jumped ahead and is not followed; if it is right now, restart the server"
    case .storeFailed: "the database failed"
    case .snapshotFailed: "a snapshot failed; the server will try again"
    case .tidyingFailed: "the journal could not be cut; the server will try again"
    case .readsOnly: "nothing can be written; only commands that read are carried out"
    case .writesAgain: "writing again"
    case .draining: "draining"
    case .stopped: "stopped"
    }
  }

  var fields: Logger.Metadata {
    switch self {
    case .listening(let address, let encrypted, let limited):
      [
        "at": "\(address)", "tls": .stringConvertible(encrypted),
        "limits": limited ? "on" : "off",
      ]
    case .connectionOpened(let number, let address):
      ["connection": .stringConvertible(number), "address": "\(address)"]
    case .connectionClosed(let number, let end, let seconds, let messages):
      [
        "connection": .stringConvertible(number), "by": "\(end.by)", "code": "\(end.code)",
        "seconds": .stringConvertible(seconds), "messages": .stringConvertible(messages),
      ]
    case .connectionRefused(let reason, let address):
      ["limit": "\(reason.rawValue)", "address": "\(address)"]
    case .upgradeRefused(let reason, let address):
      ["reason": "\(reason.rawValue)", "address": "\(address)"]
    case .full(let connections): ["connections": .stringConvertible(connections)]
    case .untrustedProxy(let address): ["address": "\(address)"]
    case .logInFailed(let account): account.map { ["user": "\($0)"] } ?? [:]
    case .slowReader(let number): ["connection": .stringConvertible(number)]
    case .slowCommit(let seconds), .clockStepped(let seconds): ["seconds": .stringConvertible(seconds)]
    case .storeFailed(let error), .snapshotFailed(let error), .tidyingFailed(let error):
      ["error": "\(error.logged)"]
    case .certificateRefused(let problem): ["problem": "\(problem)"]
    case .readsOnly, .writesAgain, .draining, .stopped, .certificateRead: [:]
    }
  }
}

/// The name of an account that exists. What somebody typed as a name may be a password in the wrong field, so that a name
/// that no account has is not logged.
struct AccountName: CustomStringConvertible, Sendable {
  let description: String

  /// - Parameter registered: A name as the engine keeps it.
  init(registered: String) { description = registered }
}

extension StoreError {
  /// The error without what SQLite said about it, which might quote what was to be stored.
  fileprivate var logged: String {
    switch self {
    case .directoryMissing, .notADatabase, .foreignDatabase, .newerSchema, .readOnly, .locked, .moved,
      .clockBehind, .full, .journalBroken, .otherBehaviour, .newerFormat, .stateMissing, .journalEndsEarly:
      description
    case .cannotOpen(let path, _): StoreError.cannotOpen(path: path, detail: "…").description
    case .corrupt: StoreError.corrupt(detail: "…").description
    case .contradiction: StoreError.contradiction(detail: "…").description
    case .failed(let code, _): StoreError.failed(code: code, detail: "…").description
    }
  }
}

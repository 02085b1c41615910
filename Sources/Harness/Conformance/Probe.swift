import Client
import Engine
import ScenarioLanguage
import Wire

/// What a check in Swift has of the server that is checked.
package final class Probe {
  let server: WireServer
  private var lastName = 0
  private let serial: String

  init(of server: WireServer) {
    self.server = server
    var random = SystemRandomNumberGenerator()
    serial = String(random.next() % 2_176_782_336, radix: 36)
  }

  /// A name that nobody on the server has, for a user or a room.
  func name(_ base: String) -> String {
    lastName += 1
    return "\(base)\(lastName)-\(serial)"
  }

  /// A connection to `/ws`, whose greeting has been read.
  func connect(
    headers: [(name: String, value: String)] = [], at place: Place = Place()
  ) throws(ScenarioFailure) -> BlockingConnection {
    try attempt(at: place) { () throws(WebSocketError) in
      let connection = try server.connection(
        to: server.endpoint, headers: headers, subprotocol: "verbatim.v1")
      _ = try connection.next()
      return connection
    }
  }

  /// Does what talks to the server; that it cannot be talked to is a failure.
  func attempt<Value>(
    at place: Place = Place(), _ body: () throws(WebSocketError) -> Value
  ) throws(ScenarioFailure) -> Value {
    do throws(WebSocketError) {
      return try body()
    } catch {
      server.note(error)
      throw failure(error.message, at: place)
    }
  }

  /// Does what only the operator can; where that fails the check has not come to what it is about.
  func arrange<Value>(
    at place: Place = Place(), _ body: () throws(StageFailure) -> Value
  ) throws(ScenarioFailure) -> Value {
    do throws(StageFailure) {
      return try body()
    } catch {
      throw ScenarioFailure(kind: .setup, message: error.message, origin: place.origin)
    }
  }

  /// Why a check failed.
  func failure(
    _ message: String, expected: String? = nil, came: String? = nil, at place: Place = Place()
  ) -> ScenarioFailure {
    var failure = ScenarioFailure(
      kind: came == nil ? .missing : .mismatch, message: message, origin: place.origin)
    if let expected { failure.details.append(.init(label: "expected", text: expected)) }
    if let came { failure.details.append(.init(label: "came", text: came)) }
    return failure
  }

  /// A line of the suite itself, for reports.
  struct Place {
    let file: String
    let line: Int

    init(file: String = #fileID, line: Int = #line) {
      self.file = "Sources/" + file
      self.line = line
    }

    var origin: Origin { Origin(span: SourceSpan(path: file, line: line, column: 1, length: 1)) }
  }
}

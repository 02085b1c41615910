import Relay
import Wire

/// What becomes of a frame.
enum Passage {
  /// It goes on, as the hook left it.
  case pass
  case drop
  case double
  /// It goes on behind the next frame of its connection.
  case late
  /// These go on in its place.
  case become([Frame])
}

/// What is wrong with the server while one defect is planted: hooks on what passes.
///
/// It is made anew whenever the server is reset, so that a defect can keep what it has to remember in variables of its closure.
/// All hooks run on the proxy's event loop. How to say things is told at `Defect`.
final class Faults {
  typealias Hook = (inout Frame, Line) -> Passage
  typealias Change = (inout Frame, Line) -> Void
  typealias Condition = (Frame, Line) -> Bool

  /// What is known of the server and of everyone connected to it.
  let world: World
  private(set) var commandHooks: [(types: [String], hook: Hook)] = []
  private(set) var eventHooks: [(types: [String], hook: Hook)] = []
  private(set) var tutorialHooks: [(types: [String], hook: Hook)] = []
  private(set) var textHooks: [([UInt8], Line) -> [UInt8]?] = []
  private(set) var clientFrameHooks: [(inout RawFrame, Line) -> Bool] = []
  private(set) var serverFrameHooks: [(inout RawFrame, Line) -> Bool] = []
  private(set) var requestHooks: [(inout String, Line) -> Void] = []
  private(set) var answerHooks: [(inout HTTPAnswer, Line) -> Void] = []
  private(set) var cutHooks: [(Line) -> Void] = []
  private(set) var limits: [(name: String, value: Int)] = []
  /// Whether a client's frames and messages are passed on only when they are complete.
  var holdsMessages = false

  init(_ world: World) { self.world = world }

  /// Whether the bytes of clients have to be looked at before they may pass.
  var readsClients: Bool {
    holdsMessages || !commandHooks.isEmpty || !textHooks.isEmpty || !clientFrameHooks.isEmpty
  }

  /// A hook that changes frames, which go on.
  private static func passing(_ change: @escaping Change) -> Hook {
    { frame, line in
      change(&frame, line)
      return .pass
    }
  }

  /// A hook that answers commands, which do not go on where there is an answer.
  private static func answering(by body: @escaping (Frame, Line) -> Frame?) -> Hook {
    { frame, line in
      guard var answer = body(frame, line) else { return .pass }
      answer["re"] = frame["id"]
      line.tell(answer)
      return .drop
    }
  }

  // MARK: - Commands, on their way in

  /// Decides about commands of these types, or of all; typed lines are seen as the commands that they mean.
  func command(_ types: String..., hook: @escaping Hook) { commandHooks.append((types, hook)) }

  /// Changes commands of these types, or of all.
  func editCommand(_ types: String..., change: @escaping Change) {
    commandHooks.append((types, Self.passing(change)))
  }

  /// Answers commands of these types in the server's place wherever the body gives an answer, and keeps them from the server.
  func answer(_ types: String..., by body: @escaping (Frame, Line) -> Frame?) {
    commandHooks.append((types, Self.answering(by: body)))
  }

  /// Refuses commands of these types where the condition holds.
  func refuse(
    _ types: String..., with code: String, when condition: @escaping Condition = { _, _ in true }
  ) {
    commandHooks.append((types, Self.answering { condition($0, $1) ? .error(code) : nil }))
  }

  /// Replaces the bytes of any message of a client, also of one that is no frame; nil leaves it as it is.
  func text(hook: @escaping ([UInt8], Line) -> [UInt8]?) { textHooks.append(hook) }

  /// Changes `line` commands as they were typed.
  func editTyped(change: @escaping Change) {
    text { text, line in
      guard let json = try? JSON.parse(text), json["type"] == "line"
      else {
        return nil
      }
      var frame = Frame(json)
      change(&frame, line)
      return frame.json == json ? nil : frame.json.bytes
    }
  }

  /// Replaces typed lines that begin with this, in any case.
  func editTyped(_ beginning: String, change: @escaping (String) -> String) {
    editTyped { frame, _ in
      guard let line = frame.text("line"), line.lowercased().hasPrefix(beginning) else { return }
      frame["line"] = .string(change(line))
    }
  }

  /// Changes how many frames a client that resumes a session says it has received.
  func editReceived(_ change: @escaping (_ received: Int64, _ session: String) -> Int64) {
    editCommand("login") { frame, _ in
      guard var point = frame["resume"], let received = point["received"]?.number else { return }
      point.set("received", .integer(change(received, point["session"]?.text ?? "")))
      frame["resume"] = point
    }
  }

  // MARK: - Events, on their way out

  /// Decides about events of these types, or of all.
  func event(_ types: String..., hook: @escaping Hook) { eventHooks.append((types, hook)) }

  /// Changes events of these types, or of all.
  func editEvent(_ types: String..., change: @escaping Change) {
    eventHooks.append((types, Self.passing(change)))
  }

  /// Keeps events of these types from the client where the condition holds.
  func drop(_ types: String..., when condition: @escaping Condition = { _, _ in true }) {
    eventHooks.append((types, { frame, line in condition(frame, line) ? .drop : .pass }))
  }

  /// Sends events of these types a second time where the condition holds.
  func double(_ types: String..., when condition: @escaping Condition = { _, _ in true }) {
    eventHooks.append((types, { frame, line in condition(frame, line) ? .double : .pass }))
  }

  /// Sends what the body gives to others, when such an event passes.
  func copy(
    _ types: String..., to receivers: @escaping (Frame, Line) -> [Line],
    as change: @escaping (Frame) -> Frame = { $0 }
  ) {
    let tell: Change = { frame, line in
      for receiver in receivers(frame, line) { receiver.tell(change(frame)) }
    }
    eventHooks.append((types, Self.passing(tell)))
  }

  /// Has a refusal of these commands look as if they had worked.
  func accept(
    _ commands: String..., despite code: String,
    when condition: @escaping Condition = { _, _ in true }
  ) {
    event("error") { frame, line in
      guard frame.text("code") == code, let cause = line.cause(of: frame),
        commands.isEmpty || commands.contains(cause.type), condition(frame, line)
      else { return .pass }
      return .become([.success(of: cause, on: line)])
    }
  }

  /// Refuses with another code than the right one.
  func rename(
    _ code: String, to other: String, when condition: @escaping Condition = { _, _ in true }
  ) {
    editEvent("error") { frame, line in
      if frame.text("code") == code, condition(frame, line) { frame["code"] = .string(other) }
    }
  }

  /// Decides about what goes to the tutorials' clients, whose frames on `/ws/notification/` have no type.
  func tutorial(_ types: String..., hook: @escaping Hook) { tutorialHooks.append((types, hook)) }

  /// Changes what goes to the tutorials' clients.
  func editTutorial(_ types: String..., change: @escaping Change) {
    tutorialHooks.append((types, Self.passing(change)))
  }

  // MARK: - Connections

  /// Decides about each frame of WebSockets that a client sends; false keeps it from the server.
  func clientFrame(hook: @escaping (inout RawFrame, Line) -> Bool) { clientFrameHooks.append(hook) }

  /// Decides about each frame of WebSockets that the server sends; false keeps it from the client.
  func serverFrame(hook: @escaping (inout RawFrame, Line) -> Bool) { serverFrameHooks.append(hook) }

  /// Closes with another code than the right one.
  func renameClose(_ code: UInt16, to other: UInt16) {
    serverFrame { frame, _ in
      if frame.code == code { frame.code = other }
      return true
    }
  }

  /// Changes the head of a client's request.
  func request(change: @escaping (inout String, Line) -> Void) { requestHooks.append(change) }

  /// Changes what HTTP answers.
  func httpAnswer(change: @escaping (inout HTTPAnswer, Line) -> Void) { answerHooks.append(change) }

  /// Does something when a client's connection ends without a goodbye, before the server can notice.
  func cut(hook: @escaping (Line) -> Void) { cutHooks.append(hook) }

  // MARK: - The server

  /// Keeps another limit than `hello` tells.
  func limit(_ name: String, _ value: Int = 1_000_000_000) { limits.append((name, value)) }
}

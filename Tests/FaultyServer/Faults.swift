import Relay
import Server
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
  private(set) var configurationHooks: [(inout ServerConfiguration) -> Void] = []
  private(set) var limits: [(name: String, value: Int)] = []
  /// Whether a client's frames and messages are passed on only when they are complete.
  var holdsMessages = false

  init(_ world: World) { self.world = world }

  /// Whether the bytes of clients have to be looked at before they may pass.
  var readsClients: Bool {
    holdsMessages || !commandHooks.isEmpty || !textHooks.isEmpty || !clientFrameHooks.isEmpty
  }

  // MARK: - Commands, on their way in

  /// Decides about commands of these types, or of all; typed lines are seen as the commands that they mean.
  func command(_ types: String..., hook: @escaping Hook) { commandHooks.append((types, hook)) }

  /// Changes commands of these types, or of all.
  func editCommand(_ types: String..., change: @escaping (inout Frame, Line) -> Void) {
    commandHooks.append(
      (
        types,
        { frame, line in
          change(&frame, line)
          return .pass
        }
      ))
  }

  /// Answers commands of these types in the server's place wherever the body gives an answer, and keeps them from the server.
  func answer(_ types: String..., by body: @escaping (Frame, Line) -> Frame?) {
    commandHooks.append(
      (
        types,
        { frame, line in
          guard var answer = body(frame, line) else { return .pass }
          answer["re"] = frame["id"]
          line.tell(answer)
          return .drop
        }
      ))
  }

  /// Refuses commands of these types where the condition holds.
  func refuse(
    _ types: String..., with code: String, when condition: @escaping (Frame, Line) -> Bool = { _, _ in true }
  ) {
    commandHooks.append(
      (
        types,
        { frame, line in
          guard condition(frame, line) else { return .pass }
          var refusal = Frame.error(code)
          refusal["re"] = frame["id"]
          line.tell(refusal)
          return .drop
        }
      ))
  }

  /// Replaces the bytes of any message of a client, also of one that is no frame; nil leaves it as it is.
  func text(hook: @escaping ([UInt8], Line) -> [UInt8]?) { textHooks.append(hook) }

  /// Changes `line` commands as they were typed.
  func editTyped(change: @escaping (inout Frame, Line) -> Void) {
    text { text, line in
      guard let json = try? JSON.parse(text, maximumBytes: .max, maximumDepth: 64), json["type"] == "line"
      else {
        return nil
      }
      var frame = Frame(json)
      change(&frame, line)
      return frame.json == json ? nil : frame.json.bytes
    }
  }

  // MARK: - Events, on their way out

  /// Decides about events of these types, or of all.
  func event(_ types: String..., hook: @escaping Hook) { eventHooks.append((types, hook)) }

  /// Changes events of these types, or of all.
  func editEvent(_ types: String..., change: @escaping (inout Frame, Line) -> Void) {
    eventHooks.append(
      (
        types,
        { frame, line in
          change(&frame, line)
          return .pass
        }
      ))
  }

  /// Keeps events of these types from the client where the condition holds.
  func drop(_ types: String..., when condition: @escaping (Frame, Line) -> Bool = { _, _ in true }) {
    eventHooks.append((types, { frame, line in condition(frame, line) ? .drop : .pass }))
  }

  /// Sends events of these types a second time where the condition holds.
  func double(_ types: String..., when condition: @escaping (Frame, Line) -> Bool = { _, _ in true }) {
    eventHooks.append((types, { frame, line in condition(frame, line) ? .double : .pass }))
  }

  /// Sends what the body gives to others, when such an event passes.
  func copy(
    _ types: String..., to receivers: @escaping (Frame, Line) -> [Line],
    as change: @escaping (Frame) -> Frame = { $0 }
  ) {
    eventHooks.append(
      (
        types,
        { frame, line in
          for receiver in receivers(frame, line) { receiver.tell(change(frame)) }
          return .pass
        }
      ))
  }

  /// Has a refusal of these commands look as if they had worked.
  func accept(
    _ commands: String..., despite code: String,
    when condition: @escaping (Frame, Line) -> Bool = { _, _ in true }
  ) {
    eventHooks.append(
      (
        ["error"],
        { frame, line in
          guard frame.text("code") == code, let cause = line.cause(of: frame),
            commands.isEmpty || commands.contains(cause.type), condition(frame, line)
          else { return .pass }
          return .become([.success(of: cause, on: line)])
        }
      ))
  }

  /// Refuses with another code than the right one.
  func rename(
    _ code: String, to other: String, when condition: @escaping (Frame, Line) -> Bool = { _, _ in true }
  ) {
    editEvent("error") { frame, line in
      if frame.text("code") == code, condition(frame, line) { frame["code"] = .string(other) }
    }
  }

  /// Decides about what goes to the tutorials' clients, whose frames on `/ws/notification/` have no type.
  func tutorial(_ types: String..., hook: @escaping Hook) { tutorialHooks.append((types, hook)) }

  /// Changes what goes to the tutorials' clients.
  func editTutorial(_ types: String..., change: @escaping (inout Frame, Line) -> Void) {
    tutorialHooks.append(
      (
        types,
        { frame, line in
          change(&frame, line)
          return .pass
        }
      ))
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

  /// Starts the server with other settings.
  func configure(change: @escaping (inout ServerConfiguration) -> Void) { configurationHooks.append(change) }
}

import Engine
import Wire

/// A command of an operator's connection, which no session may give: it is the server's business, not the engine's.
enum ControlRequest {
  /// Lets virtual time pass: all of it, or up to the first instant at which something falls due.
  case advanceClock(milliseconds: Int64, isStep: Bool)
  /// Answers when the server has nothing left to do.
  case settle
  /// Forgets everything, and goes on with these limits.
  case reset(Limits)
  /// Makes an account without a password, and a token for it.
  case provision(user: String, bot: Bool)
  /// Looks at or changes accounts, rooms and messages, as `AdminRequest` has it.
  case administer(JSON)
  /// Copies the database into a file on the server's machine.
  case backup(path: String)
  /// Takes away for good what came before, and what was deleted.
  case prune

  /// The request in a frame, or nil where its type is that of no control command.
  init?(_ frame: JSON) throws(Refusal) {
    guard case .string(let type)? = frame["type"] else { return nil }
    switch type {
    case "clock_advance":
      guard case .integer(let milliseconds)? = frame["milliseconds"], milliseconds >= 0 else {
        throw Refusal(.badFrame, "`milliseconds` must be an integer from 0.", field: "milliseconds")
      }
      self = .advanceClock(milliseconds: milliseconds, isStep: frame["step"] == .bool(true))
    case "settle": self = .settle
    case "reset": self = .reset(try Self.limits(in: frame))
    case "provision":
      guard case .string(let user)? = frame["user"] else {
        throw Refusal(.badFrame, "`user` must be a text.", field: "user")
      }
      self = .provision(user: user, bot: frame["bot"] == .bool(true))
    case "administer":
      guard let request = frame["request"] else {
        throw Refusal(.badFrame, "`request` must say what is to be done.", field: "request")
      }
      self = .administer(request)
    case "backup":
      guard case .string(let path)? = frame["path"], path.hasPrefix("/") else {
        throw Refusal(.badFrame, "`path` must be an absolute path on the server's machine.", field: "path")
      }
      self = .backup(path: path)
    case "prune": self = .prune
    case _: return nil
    }
  }

  /// The default limits, but for those that the frame names.
  private static func limits(in frame: JSON) throws(Refusal) -> Limits {
    var limits = Limits()
    guard let given = frame["limits"], given != .null else { return limits }
    guard case .object(let members) = given else {
      throw Refusal(.badFrame, "`limits` must be an object of numbers.", field: "limits")
    }
    for member in members {
      guard case .integer(let value) = member.value else {
        throw Refusal(.badFrame, "The limit \(member.name) must be an integer.", field: "limits")
      }
      do throws(LimitSetting.Problem) {
        try LimitSetting(name: member.name, value: Int(clamping: value)).apply(to: &limits)
      } catch {
        throw Refusal(.badFrame, error.message, field: "limits")
      }
    }
    return limits
  }
}

/// The answers to control commands.
struct ControlReply {
  /// The id of the command that is answered.
  let re: String?

  var ok: [UInt8] { bytes("ok", []) }

  func provisioned(_ user: String, token: String) -> [UInt8] {
    bytes("provisioned", [.init("user", .string(user)), .init("token", .string(token))])
  }

  func advanced(byMilliseconds distance: Int64) -> [UInt8] {
    bytes("advanced", [.init("milliseconds", .integer(distance))])
  }

  func administered(_ answer: JSON) -> [UInt8] {
    bytes("administered", [.init("answer", answer)])
  }

  func error(_ refusal: Refusal) -> [UInt8] {
    FrameEncoder(configuration: Configuration()).encode(.error(refusal), re: re)
  }

  private func bytes(_ type: String, _ members: [JSON.Member]) -> [UInt8] {
    var frame = [JSON.Member("type", .string(type))]
    if let re { frame.append(.init("re", .string(re))) }
    return JSON.object(frame + members).bytes
  }
}

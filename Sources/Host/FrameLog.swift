package import Engine
import Glibc
import Synchronization
import Wire

/// Writes down the frames that this process receives and sends as a server, so that another program can check them.
///
/// It is there only where `VERBATIM_FRAME_LOG` names a folder, and has a file there for each process. Passwords, tokens and
/// the names of sessions are replaced; other texts are written as they are. A line is an object:
///
/// - `channel`: which vocabulary it is, named as the channels of the AsyncAPI document;
/// - `received`: whether a client sent it;
/// - `host`: which server of the process it was, since their connections are numbered alike;
/// - `refusal` and `field`, of what could not be read: why;
/// - `frame`: the frame, absent where it is no JSON that is accepted;
/// - `problem`, where there is no `frame`: why it is no JSON, and where.
package final class FrameLog: Sendable {
  /// Whose vocabulary a frame is of.
  package enum Channel: String, Sendable {
    case verbatim
    case tutorialChat
    case tutorialNotification
    case `operator`

    /// The channel of frames that look like this.
    init(_ shape: Dialect.Shape) {
      switch shape {
      case .verbatim: self = .verbatim
      case .tutorialChat: self = .tutorialChat
      case .tutorialNotification: self = .tutorialNotification
      }
    }
  }

  /// The log that the environment asks for, or nil where it asks for none.
  package static let ofProcess: FrameLog? = getenv("VERBATIM_FRAME_LOG").flatMap {
    FrameLog(folder: String(cString: $0))
  }

  private let file: Int32
  private let hosts = Atomic(0)

  /// A log in a folder, or nil where it cannot be written to.
  init?(folder: String) {
    let path = "\(folder)/frames-\(getpid()).jsonl"
    file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard file >= 0 else {
      let reason = String(cString: strerror(errno))
      let line = "VERBATIM_FRAME_LOG: no frames are logged; \(path) cannot be opened: \(reason)\n"
      _ = Array(line.utf8).withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
      return nil
    }
  }

  /// A number for a server that begins.
  func numberOfNextHost() -> Int { hosts.add(1, ordering: .relaxed).newValue }

  /// A client's frame, and why it could not be read, where that is so.
  package func note(received bytes: [UInt8], on channel: Channel, host: Int = 0, refusal: Refusal? = nil) {
    write(
      bytes, on: channel, host: host,
      [.truth("received", true)] + .optional("refusal", refusal?.code.rawValue)
        + .optional("field", refusal?.field))
  }

  /// A frame of the server.
  package func note(sent bytes: [UInt8], on channel: Channel, host: Int = 0) {
    write(bytes, on: channel, host: host, [.truth("received", false)])
  }

  private func write(_ bytes: [UInt8], on channel: Channel, host: Int, _ members: [JSON.Member]) {
    var line = [JSON.Member.text("channel", channel.rawValue), .number("host", host)] + members
    do {
      let frame = try JSON.parse(bytes)
      line.append(.init("frame", Self.withoutSecrets(frame)))
    } catch {
      line.append(.text("problem", error.description))
    }
    let text = JSON.object(line).bytes + [UInt8(ascii: "\n")]
    // One call appends one line, whichever threads and processes write.
    _ = text.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
  }

  private static func withoutSecrets(_ json: JSON) -> JSON {
    switch json {
    case .null, .bool, .integer, .number, .string: json
    case .array(let elements): .array(elements.map(withoutSecrets))
    case .object(let members):
      .object(
        members.map { member in
          guard case .string = member.value, FrameCatalog.secretNames.contains(member.name) else {
            return .init(member.name, withoutSecrets(member.value))
          }
          return .init(member.name, .string("…"))
        })
    }
  }
}

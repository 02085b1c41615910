import Bots
import Engine
import Host
package import Wire

/// A frame as a client received it, read once for all who received it.
package final class Received {
  /// The frame's JSON.
  package let json: JSON
  /// The event's type, or an empty text where the frame has none.
  package let type: String
  /// The length of the frame in bytes.
  let bytes: Int
  /// What the frame is to a client's session, found out once for all who receive it.
  let part: SessionPart

  /// What a frame is to the session of the client that receives it.
  enum SessionPart {
    /// The greeting, which is not counted.
    case greeting
    /// The beginning of a session, or of its next connection.
    case beginning
    /// One of the frames that a session counts.
    case counted
    /// A frame that is not counted, since it is never sent again.
    case passing
    /// The end of the connection, which is no frame.
    case end

    init(ofType type: String) {
      self =
        switch type {
        case "hello": .greeting
        case "ready": .beginning
        case "closed": .end
        case "typing": .passing
        case _: .counted
        }
    }
  }

  /// What the frame means to a bot, found out once for all bots that receive it.
  lazy var meaning = FrameMeaning(fields)
  /// The command that the frame answers.
  lazy var re: String? = fields.re
  /// The frame, read by its fields.
  package var fields: ServerFrame { ServerFrame(json) }

  /// A frame of the server in this process, which is JSON.
  convenience init(_ frame: Frame, reader: JSONReader) {
    do {
      try self.init(frame.bytes, reader: reader)
    } catch {
      preconditionFailure("the server sent what is no JSON: \(error)")
    }
  }

  /// A frame as it came from somewhere.
  package init(_ frame: [UInt8], reader: JSONReader) throws(JSONError) {
    json = try reader.read(frame)
    type = ServerFrame(json).typeName ?? ""
    part = SessionPart(ofType: type)
    bytes = frame.count
  }

  /// The closing of a connection, which a scenario sees as an event of the harness: `closed code=4500`.
  ///
  /// - Parameter code: 1006 stands for an end without a goodbye (RFC 6455, section 7.4.1).
  package init(closed code: UInt16) {
    type = "closed"
    part = .end
    json = .frame(type, ("code", .integer(Int64(code))))
    bytes = 0
  }
}

/// A frame in a client's inbox.
package struct Arrival {
  /// The place among all arrivals, so that an order between clients can be checked. Arrivals whose order is not known
  /// share one place.
  package let serial: Int
  package let frame: Received
  /// The place in the transcript, where one is written.
  let entry: Int?
}

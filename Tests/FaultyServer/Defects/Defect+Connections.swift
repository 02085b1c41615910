import Relay
import Wire

extension Defect {
  static let connections: [Defect] = [
    Defect("CONN-1", "Greets nobody.") { f in f.drop("hello") },
    Defect("CONN-1b", "Tells in its greeting no limits.") { f in
      f.editEvent("hello") { frame, _ in frame["limits"] = nil }
    },
    Defect("CONN-2", "Takes a goodbye for a broken network, and keeps the session.") { f in
      f.clientFrame { frame, line in
        guard frame.opcode == RawFrame.close else { return true }
        line.write(RawFrame(closing: frame.code ?? 1000, isMasked: false).bytes, toClient: true)
        line.cut()
        return false
      }
    },
    Defect("CONN-3", "Takes a broken network for a goodbye, and ends the session.") { f in
      f.cut { line in line.write(RawFrame(closing: 1000, isMasked: true).bytes, toClient: false) }
    },
    Defect("CONN-4", "Never tires of frames that cannot be read.") { f in f.limit("bad_frames") },
    Defect("CONN-5", "Lets any number of bytes wait for a client that does not read.") { f in
      f.limit("send_queue_bytes")
    },
    Defect("CONN-6", "Lets a user have any number of sessions.") { f in f.limit("sessions_per_user") },
    Defect("CONN-6b", "Ends the oldest of too many sessions, and leaves its connection open.") { f in
      f.serverFrame { frame, _ in frame.code != 4507 }
    },
    Defect("CONN-8", "Answers a ping without its time.") { f in
      f.editEvent("pong") { frame, _ in frame["now"] = nil }
    },
    Defect("CONN-9", "Lets a connection stay a guest's for ever.") { f in f.limit("login_seconds", 0) },
    Defect("CONN-10", "Carries out what follows a log-in while the password is still being checked.") { f in
      var deciding: Set<ObjectIdentifier> = []
      let slow = ["register", "login", "set_password"]
      f.refuse(with: "auth_required") { frame, line in
        !slow.contains(frame.type) && deciding.contains(ObjectIdentifier(line))
      }
      f.editCommand("register", "login", "set_password") { _, line in deciding.insert(ObjectIdentifier(line))
      }
      f.editEvent("ready", "error", "ok") { _, line in deciding.remove(ObjectIdentifier(line)) }
    },
    Defect("CONN-11", "Pings nobody, and gives up nobody.") { f in
      f.serverFrame { frame, line in
        guard frame.opcode == RawFrame.ping else { return true }
        line.write(RawFrame(RawFrame.pong, frame.payload, isMasked: true).bytes, toClient: false)
        return false
      }
    },
    Defect("CONN-12", "Tells others of a message after the pong that they ask for next.") { f in
      f.event("chat_message") { frame, line in frame.text("user") == line.user ? .pass : .late }
    },
  ]

  static let webSockets: [Defect] = [
    Defect("WS-1", "Refuses a WebSocket without a word of JSON.") { f in
      f.httpAnswer { answer, _ in
        if answer.status >= 400 { (answer.body, answer.headers) = ("no", [("Content-Type", "text/plain")]) }
      }
    },
    Defect("WS-2", "Answers what is no request, or comes too late, as if the server were to blame.") { f in
      f.httpAnswer { answer, _ in if [400, 408, 431].contains(answer.status) { answer.status = 500 } }
    },
    Defect("WS-3", "Reads frames that are not masked, or have reserved bits.") { f in
      f.clientFrame { frame, _ in
        frame.isMasked = true
        frame.first &= 0x8f
        frame.isShortest = true
        return frame.opcode <= 2 || (8...10).contains(frame.opcode)
      }
    },
    Defect("WS-4", "Ignores control frames that are fragmented or too long.") { f in
      f.clientFrame { frame, _ in !frame.isControl || frame.isFinal && frame.payload.count <= 125 }
    },
    Defect("WS-5", "Makes sense of fragments that are out of order.") { f in
      f.clientFrame { frame, line in
        if line.partial == nil, frame.opcode == RawFrame.continuation { frame.opcode = RawFrame.text }
        if line.partial != nil, frame.opcode == RawFrame.text { frame.opcode = RawFrame.continuation }
        return true
      }
    },
    Defect("WS-6", "Reads a text that is not UTF-8, with question marks.") { f in
      f.text { bytes, _ in
        String(validating: bytes, as: UTF8.self) == nil
          ? Array(String(decoding: bytes, as: UTF8.self).utf8) : nil
      }
      f.clientFrame { frame, _ in
        if frame.code != nil { frame.payload = Array(frame.payload.prefix(2)) }
        return true
      }
    },
    Defect("WS-7", "Reads a binary message as a text.") { f in
      f.clientFrame { frame, _ in
        if frame.opcode == RawFrame.binary { frame.opcode = RawFrame.text }
        return true
      }
    },
    Defect("WS-8", "Closes for a message that is too long as for a wrong frame.") { f in
      f.renameClose(1009, to: 1002)
    },
    Defect("WS-9", "Answers every goodbye with 1000.") { f in
      f.serverFrame { frame, line in
        if frame.opcode == RawFrame.close, line.isGoodbyeSaid {
          frame = RawFrame(closing: 1000, isMasked: false)
        }
        return true
      }
    },
    Defect("WS-10", "Loses a ping that comes between the fragments of a message.") { f in
      f.clientFrame { frame, line in frame.opcode != RawFrame.ping || line.partial == nil }
    },
    Defect("WS-11", "Waits for the rest of a message for ever.") { f in f.holdsMessages = true },
    Defect("WS-12", "Pings a silent client, and never gives it up.") { f in
      f.serverFrame { frame, line in
        if frame.opcode == RawFrame.ping {
          line.write(RawFrame(RawFrame.pong, frame.payload, isMasked: true).bytes, toClient: false)
        }
        return true
      }
    },
    Defect("WS-13", "Loses another connection when one breaks the rules.") { f in
      f.serverFrame { frame, line in
        if let code = frame.code, (1002...1009).contains(code) {
          f.world.clients.first { $0 !== line }?.cut()
        }
        return true
      }
    },
    Defect("WS-14", "Confirms no subprotocol to who offers one, so that browsers and strict clients leave.") {
      f in
      f.request { head, _ in head = head.replacing(/Sec-WebSocket-Protocol: [^\r]*\r\n/, with: "") }
    },
    Defect("WS-15", "Pings nobody who sends something of their own accord.") { f in
      var talked: [ObjectIdentifier: ContinuousClock.Instant] = [:]
      f.clientFrame { _, line in
        talked[ObjectIdentifier(line)] = ContinuousClock.now
        return true
      }
      f.serverFrame { frame, line in
        guard frame.opcode == RawFrame.ping, let last = talked[ObjectIdentifier(line)] else { return true }
        return last + .milliseconds(700) < ContinuousClock.now
      }
    },
  ]
}

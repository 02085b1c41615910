import Wire

extension Defect {
  /// What a reader of JSON says of a client's text.
  private static func problem(of text: [UInt8]) -> JSONError.Problem? {
    do throws(JSONError) {
      _ = try JSON.parse(text, maximumBytes: .max, maximumDepth: 500)
      return nil
    } catch {
      return error.problem
    }
  }

  private static let ping = Array(#"{"type":"ping"}"#.utf8)

  /// The names of the fields that some command has.
  private static let knownFields = Set(
    (FrameCatalog.commandFields + FrameCatalog.commands.flatMap(\.fields)).map(\.name))

  static let frames: [Defect] = [
    Defect("FRAME-1", "Reads a frame that begins with a byte-order mark.") { f in
      f.text { text, _ in text.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(text.dropFirst(3)) : nil }
    },
    Defect("FRAME-1b", "Ignores what follows the first JSON text of a frame.") { f in
      f.text { text, _ in problem(of: text) == .expected(.endOfText) ? ping : nil }
    },
    Defect("FRAME-2", "Reads an object that has one name twice.") { f in
      f.text { text, _ in if case .duplicateName? = problem(of: text) { ping } else { nil } }
    },
    Defect("FRAME-2b", "Reads half of a surrogate pair.") { f in
      f.text { text, _ in problem(of: text) == .loneSurrogate ? ping : nil }
    },
    Defect("FRAME-3", "Takes frames of any length.") { f in f.limit("frame_bytes", 10_000_000) },
    Defect("FRAME-4", "Takes frames of any depth.") { f in f.limit("json_depth", 500) },
    Defect("FRAME-5", "Calls JSON that is no object no JSON.") { f in
      f.rename("bad_frame", to: "bad_json") { frame, line in line.cause(of: frame)?.type == "" }
    },
    Defect("FRAME-6", "Ignores a command that it does not know.") { f in
      f.drop("error") { frame, _ in frame.text("code") == "unknown_type" }
    },
    Defect("FRAME-7", "Does not say which field is wrong.") { f in
      f.editEvent("error") { frame, _ in if frame.text("code") == "bad_frame" { frame["field"] = nil } }
    },
    Defect("FRAME-8", "Brings a number that is out of its range into it.") { f in
      f.editCommand { frame, _ in
        for name in ["after", "before", "limit", "seq"] {
          guard let number = frame.number(name) else { continue }
          frame[name] = .integer(
            min(max(number, name == "after" ? 0 : 1), Int64(FrameCatalog.largestInteger)))
        }
      }
    },
    Defect("FRAME-9", "Refuses a command that has a field which it does not know.") { f in
      f.refuse(with: "bad_frame") { frame, _ in
        guard case .object(let members) = frame.json else { return false }
        return members.contains { !knownFields.contains($0.name) }
      }
    },
    Defect("FRAME-10", "Refuses a field that is null.") { f in
      f.refuse(with: "bad_frame") { frame, _ in
        guard case .object(let members) = frame.json else { return false }
        return members.contains { $0.value == .null }
      }
    },
    Defect("FRAME-11", "Answers a command twice.") { f in f.double { frame, _ in frame.re != nil } },
    Defect("FRAME-11b", "Forgets which command it refuses.") { f in
      f.editEvent("error") { frame, _ in frame["re"] = nil }
    },
    Defect("FRAME-12", "Says nothing of a failure that has no id.") { f in
      f.drop("error") { frame, _ in frame.re == nil }
    },
    Defect("FRAME-12b", "Confirms commands that have no id.") { f in
      f.editCommand("create_room", "leave") { frame, line in
        if frame["id"] == nil { line.tell(Frame("ok")) }
      }
    },
    Defect("FRAME-13", "Takes an id of any length.") { f in f.limit("id_characters") },
    Defect("FRAME-14", "Tells times in seconds.") { f in
      f.editEvent { frame, _ in
        for name in ["at", "now"] {
          if let time = frame.text(name) { frame[name] = .string(time.prefix(19) + "Z") }
        }
      }
    },
  ]

  static let errors: [Defect] = [
    Defect("ERR-1", "Gives no message for people.") { f in
      f.editEvent("error") { frame, _ in frame["message"] = nil }
    },
    Defect("ERR-1b", "Refuses with codes of its own.") { f in
      f.editEvent("error") { frame, _ in
        frame["code"] = .string("E_" + (frame.text("code") ?? "").uppercased())
      }
    },
    Defect("ERR-2", "Makes the room of a command that it refuses.") { f in
      f.editEvent("error") { frame, line in
        guard let cause = line.cause(of: frame), let user = line.user else { return }
        line.ask(
          Frame(
            "create_room", ["room": .string(cause.text("room").flatMap { $0.isEmpty ? nil : $0 } ?? user)]))
      }
    },
    Defect("ERR-2b", "Counts a message that it refuses.") { f in
      var refused: [String: Int64] = [:]
      f.editEvent("error") { frame, line in
        guard let cause = line.cause(of: frame), cause.type == "chat_message" else { return }
        refused[cause.text("room") ?? "", default: 0] += 1
      }
      f.editEvent("ack", "chat_message") { frame, _ in frame.add(refused.values.reduce(0, +), to: "seq") }
    },
    Defect("ERR-3", "Hangs up on whoever makes a mistake.") { f in
      f.event("error") { frame, line in
        line.tell(frame)
        line.close(1008)
        return .drop
      }
    },
    Defect("ERR-4", "Gives up where it cannot write.") { f in f.rename("unavailable", to: "internal") },
  ]
}

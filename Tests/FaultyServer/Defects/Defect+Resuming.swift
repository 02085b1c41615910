import Relay
import Wire

extension Defect {
  static let resuming: [Defect] = [
    Defect("RES-1", "Loses the first frame that a resumed session missed.") { f in
      var resumed: Set<ObjectIdentifier> = []
      f.editEvent("ready") { frame, line in
        if frame["resumed"] == true { resumed.insert(ObjectIdentifier(line)) }
      }
      f.drop(
        "user_list", "chat_message", "private_message", "ack", "timer", "ok", "user_join", "user_leave",
        "presence"
      ) { _, line in
        resumed.remove(ObjectIdentifier(line)) != nil
      }
    },
    Defect("RES-1b", "Sends the first frame that a resumed session missed twice.") { f in
      var resumed: Set<ObjectIdentifier> = []
      f.double { frame, line in
        guard frame.type != "hello" else { return false }
        let isFirst = frame.type != "ready" && resumed.remove(ObjectIdentifier(line)) != nil
        if frame["resumed"] == true { resumed.insert(ObjectIdentifier(line)) }
        return isFirst
      }
    },
    Defect("RES-2", "Counts `ready` as a frame of the session.") { f in
      f.editReceived { received, _ in received > 0 ? received - 1 : received }
    },
    Defect("RES-3", "Forgets all sessions when it starts again.") { f in
      var known: Set<String> = []
      f.editEvent("ready") { _, line in known.insert(line.session ?? "") }
      f.editCommand("login") { frame, _ in
        if f.world.isRestarted, !known.contains(frame["resume"]?["session"]?.text ?? "") {
          frame["resume"] = nil
        }
      }
    },
    Defect("RES-4", "Tells the others that a user who resumes has joined.") { f in
      f.editEvent("ready") { frame, line in
        guard frame["resumed"] == true, let user = line.user else { return }
        for room in line.rooms { f.world.tell("user_join", of: user, in: room) }
      }
    },
    Defect("RES-5", "Says that a session was resumed when it was not.") { f in
      f.editEvent("ready") { frame, line in
        if line.cause(of: frame)?["resume"] != nil { frame["resumed"] = true }
      }
    },
    Defect("RES-5b", "Refuses whoever comes back too late.") { f in
      f.event("ready") { frame, line in
        guard line.cause(of: frame)?["resume"] != nil, frame["resumed"] == false else { return .pass }
        return .become([.error("forbidden")])
      }
    },
    Defect("RES-6", "Lets any number of frames wait for a session that was cut.") { f in
      f.limit("resume_frames")
    },
    Defect("RES-6b", "Lets any number of bytes wait for a session that was cut.") { f in
      f.limit("send_queue_bytes")
    },
    Defect("RES-7", "Lets in whoever knows the secret name of a session.") { f in
      var logIns: [String: Frame] = [:]
      f.editEvent("ready") { frame, line in
        guard let session = frame.text("session"), var logIn = line.cause(of: frame) else { return }
        logIn["type"] = "login"
        if logIns[session] == nil { logIns[session] = logIn }
      }
      f.editCommand("login") { frame, _ in
        guard let resume = frame["resume"], var logIn = logIns[resume["session"]?.text ?? ""] else { return }
        logIn["resume"] = resume
        logIn["id"] = frame["id"]
        frame = logIn
      }
    },
    Defect("RES-8", "Leaves the old connection of a session open that is resumed on another.") { f in
      f.serverFrame { frame, _ in frame.code != 4506 }
    },
    Defect("RES-8b", "Closes the old connection of a session without saying why.") { f in
      f.renameClose(4506, to: 1000)
    },
    Defect("RES-9", "Resumes from a frame that it never sent.") { f in
      var sent: [String: Int64] = [:]
      f.editEvent { frame, line in
        if let session = line.session, frame.type != "hello", frame.type != "ready" {
          sent[session, default: 0] += 1
        }
      }
      f.editReceived { received, session in min(received, sent[session] ?? received) }
    },
    Defect("RES-10", "Resumes a session without a frame that it has forgotten, and says nothing of the gap.")
    { f in
      var resumed: Set<ObjectIdentifier> = []
      f.editEvent("ready") { frame, line in
        guard line.cause(of: frame)?["resume"] != nil else { return }
        frame["resumed"] = true
        resumed.insert(ObjectIdentifier(line))
      }
      f.drop("user_list") { _, line in resumed.remove(ObjectIdentifier(line)) != nil }
    },
    Defect("RES-11", "Lets any number of bytes wait for all sessions together.") { f in
      f.limit("resume_bytes")
    },
    Defect("RES-12", "Lists only the sessions that are connected.") { f in
      f.editEvent("session_list") { frame, _ in
        frame.editList("sessions") { $0.removeAll { $0["online"] != true } }
      }
    },
    Defect("RES-12b", "Tells the secret name of a session in the list.") { f in
      f.editEvent("session_list") { frame, line in
        frame.editEach(of: "sessions") { session in
          if session["current"] == true { session.set("session_id", .string(line.session ?? "")) }
        }
      }
    },
    Defect("RES-13", "Ends no session but the one that is named.") { f in
      f.answer("end_sessions") { frame, _ in frame["session_id"] == nil ? Frame("ok") : nil }
    },
    Defect("RES-13b", "Says that it ended a session that is not there.") { f in
      f.accept("end_sessions", despite: "no_such_session")
    },
    Defect("RES-13c", "Ends a session with a code that lets its client come back.") { f in
      f.renameClose(4503, to: 4005)
    },
  ]

  static let bots: [Defect] = [
    Defect("BOT-1", "Finds bots as if they were people.") { f in
      f.editEvent("search") { frame, _ in
        if frame["in"] == "users" { frame.editEach(of: "results") { $0.set("bot", false) } }
      }
    },
    Defect("BOT-2", "Does not say that a bot said something.") { f in
      f.editEvent("chat_message", "private_message") { frame, _ in frame["bot"] = nil }
    },
    Defect("BOT-2b", "Does not say in a history what a bot said.") { f in
      f.editHistory { message, _ in message.set("bot", nil) }
    },
  ]
}

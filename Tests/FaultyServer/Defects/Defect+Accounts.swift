import Relay
import Wire

extension Defect {
  static let accounts: [Defect] = [
    Defect("AUTH-1", "Registers a user and gives no token.") { f in
      f.editEvent("ready") { frame, line in
        if line.cause(of: frame)?.type == "register" { frame["token"] = nil }
      }
    },
    Defect("AUTH-2", "Knows no tokens.") { f in
      f.refuse("login", with: "auth_failed") { frame, _ in frame["token"] != nil && frame["resume"] == nil }
    },
    Defect("AUTH-3", "Tells that there is no user of a name.") { f in
      f.editEvent("error") { frame, line in
        guard frame.text("code") == "auth_failed", let user = line.cause(of: frame)?.text("user"),
          !f.world.owners.values.contains(user)
        else { return }
        frame["message"] = .string("There is no user \(user).")
      }
    },
    Defect("AUTH-4", "Lets a guest speak, under a name that it makes up.") { f in
      f.editCommand("chat_message", "private_message") { _, line in
        guard line.user == nil, line.isVerbatim else { return }
        line.ask(Frame("register", ["user": .string(f.world.guestName()), "password": "open sesame"]))
      }
    },
    Defect("AUTH-5", "Takes a guest that logs in out of its rooms.") { f in
      f.editEvent("ready") { _, line in
        for room in line.rooms { line.ask(Frame("leave", ["room": .string(room)])) }
      }
    },
    Defect("AUTH-6", "Logs out all sessions of a user at once.") { f in
      f.editCommand("logout") { _, line in
        for other in f.world.lines(of: line.user) where other !== line { other.ask(Frame("logout")) }
      }
    },
    Defect("AUTH-6b", "Leaves a session that logged out in its rooms.") { f in
      // The others may be told before the one that logs out is answered.
      var leaving: Set<String> = []
      f.editCommand("logout") { _, line in
        if let user = line.user { leaving.insert(user) }
      }
      f.drop("user_leave") { frame, _ in leaving.contains(frame.text("user") ?? "") }
    },
    Defect("AUTH-7", "Goes on taking the old password.") { f in
      var changes: [String: (old: JSON, new: JSON)] = [:]
      f.editCommand("set_password") { frame, line in
        guard let user = line.user, let old = frame["old_password"], let new = frame["password"] else {
          return
        }
        changes[user] = (old, new)
      }
      f.editCommand("login") { frame, _ in
        guard let change = changes[frame.text("user") ?? ""], frame["password"] == change.old else { return }
        frame["password"] = change.new
      }
    },
    Defect("AUTH-8", "Lets a session that is logged in log in again.") { f in
      f.accept("login", "register", despite: "forbidden")
    },
    Defect("AUTH-9", "Believes the name in a frame.") { f in
      var forged: [String: JSON] = [:]
      f.editCommand { frame, _ in
        let names = ["user", "username", "sender", "from"]
        guard let text = frame.text("message"), let name = names.compactMap({ frame[$0] }).first else {
          return
        }
        forged[text] = name
      }
      let believe: (inout Frame, Line) -> Void = { frame, _ in
        guard let name = forged[frame.text("message") ?? ""] else { return }
        if frame["user"] != nil { frame["user"] = name }
        if frame["username"] != nil { frame["username"] = name }
      }
      f.editEvent("chat_message", "private_message", change: believe)
      f.editTutorial("chat_message", change: believe)
    },
    Defect("AUTH-10", "Takes a password of one byte.") { f in f.limit("password_bytes_at_least", 1) },
    Defect("AUTH-10b", "Takes a password of any length.") { f in f.limit("password_bytes", 1_000_000) },
    Defect("AUTH-11", "Leaves the other sessions alone when the password changes.") { f in
      var changes: [String: (old: JSON, new: JSON)] = [:]
      f.answer("set_password") { frame, line in
        guard let user = line.user, let old = frame["old_password"], let new = frame["password"] else {
          return nil
        }
        changes[user] = (old, new)
        return Frame("ok")
      }
      f.editCommand("login") { frame, _ in
        guard let change = changes[frame.text("user") ?? ""] else { return }
        frame["password"] = frame["password"] == change.new ? change.old : "no such password"
      }
    },
    Defect("AUTH-12", "Does not give the token that was asked for.") { f in
      f.editEvent("ready") { frame, line in if line.cause(of: frame)?.type == "login" { frame["token"] = nil }
      }
    },
    Defect("AUTH-13", "Goes on taking a token that is to be forgotten.") { f in
      f.editCommand("logout") { frame, _ in frame["forget"] = nil }
    },
    Defect("AUTH-14", "Does not look at the token of a request.") { f in
      f.request { head, line in
        guard !line.isOperator else { return }
        head = head.split(separator: "\r\n", omittingEmptySubsequences: false)
          .filter { !$0.lowercased().hasPrefix("authorization:") && !$0.lowercased().hasPrefix("cookie:") }
          .joined(separator: "\r\n")
      }
    },
    Defect("AUTH-14b", "Keeps a connection open whose token is not valid.") { f in
      f.serverFrame { frame, _ in frame.code != 4502 }
    },
    Defect("AUTH-15", "Does not resume on a connection that a token has logged in.") { f in
      f.refuse("login", with: "forbidden") { frame, line in frame["resume"] != nil && line.token != nil }
    },
    Defect("AUTH-16", "Keeps all tokens that were ever made.") { f in f.limit("tokens_per_user") },
    Defect("AUTH-17", "Lets tokens be good for ever.") { f in f.limit("token_seconds", 0) },
    Defect("AUTH-17b", "Forgets a token some time after it was made, however often it is used.") { f in
      var logIns: [String: Int] = [:]
      f.refuse("login", with: "auth_failed") { frame, _ in
        guard let token = frame.text("token") else { return false }
        logIns[token, default: 0] += 1
        return logIns[token, default: 0] > 1
      }
    },
    Defect("AUTH-18", "Keeps accounts that nobody uses.") { f in f.limit("unused_account_seconds", 0) },
    Defect("AUTH-19", "Lets everybody register.") { f in f.limit("registration", 2) },
    Defect("AUTH-20", "Does not look at the invitation.") { f in
      f.editCommand("register") { frame, _ in frame["invitation"] = nil }
    },
    Defect("AUTH-20b", "Takes no invitation twice, however many it is for.") { f in
      var taken: Set<String> = []
      f.refuse("register", with: "invitation_invalid") { frame, _ in
        frame.text("invitation").map { !taken.insert($0).inserted } ?? false
      }
    },
    Defect("AUTH-21", "Tells guests who is there.") { f in f.limit("guests", 2) },
    Defect("AUTH-22", "Lets guests read.") { f in f.limit("guests", 1) },
  ]

  static let names: [Defect] = [
    Defect("NAME-1", "Takes names of any length.") { f in
      f.limit("user_name_characters")
      f.limit("room_name_characters")
    },
    Defect("NAME-2", "Takes names that differ by case for two.") { f in
      f.accept("register", despite: "name_taken")
    },
    Defect("NAME-2b", "Does not know the second way to write a room's name.") { f in
      f.refuse("join", with: "no_such_room") { frame, _ in
        guard let room = frame.text("room") else { return false }
        return f.world.rooms.values.joined().contains { $0 != room && $0.lowercased() == room.lowercased() }
      }
    },
    Defect("NAME-3", "Takes white space and invisible characters out of names instead of refusing them.") {
      f in
      f.editCommand("register", "join", "create_room") { frame, _ in
        for name in ["user", "room"] {
          guard let text = frame.text(name) else { continue }
          let kept = text.unicodeScalars.filter {
            $0.properties.isAlphabetic || $0.properties.numericType != nil || $0 == "-"
          }
          frame[name] = .string(String(String.UnicodeScalarView(kept)))
        }
      }
    },
    Defect("NAME-4b", "Shows the sender of a message in another case than the name was registered in.") { f in
      f.editEvent("chat_message") { frame, _ in frame.lowercase("user") }
    },
    Defect("NAME-4c", "Shows the target of a private message in another case.") { f in
      f.editEvent("private_message_delivered") { frame, _ in frame.lowercase("target") }
    },
    Defect("NAME-4d", "Shows who leaves in another case.") { f in
      f.editEvent("user_leave") { frame, _ in frame.lowercase("user") }
    },
    Defect("NAME-4", "Writes all names small.") { f in
      f.editEvent { frame, _ in frame.lowercase("user", "room", "target", "with") }
    },
    Defect("NAME-5", "Lets somebody be called `Server`.") { f in
      f.accept("register", despite: "name_invalid") { frame, line in
        line.cause(of: frame)?.text("user")?.lowercased() == "server"
      }
    },
    Defect("NAME-6", "Takes a dotless i for an i.") { f in
      f.editCommand("register") { frame, _ in
        guard let user = frame.text("user") else { return }
        frame["user"] = .string(
          String(String.UnicodeScalarView(user.unicodeScalars.map { $0 == "\u{131}" ? "i" : $0 })))
      }
    },
    Defect("NAME-6b", "Does not fold a letter that becomes two.") { f in
      f.accept("register", despite: "name_taken") { frame, line in
        line.cause(of: frame)?.text("user")?.lowercased().contains("ss") == true
      }
    },
  ]
}

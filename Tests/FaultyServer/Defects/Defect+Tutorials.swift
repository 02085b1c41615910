import Wire

extension Defect {
  static let tutorials: [Defect] = [
    Defect("TUT-1", "Takes the room in a path as it is encoded.") { f in
      f.request { head, _ in
        guard head.hasPrefix("GET /ws/chat/") || head.hasPrefix("GET /ws/notification/") else { return }
        let end = head.firstIndex(of: "\r\n") ?? head.endIndex
        head =
          head[..<end].split(separator: "%", omittingEmptySubsequences: false).joined(separator: "%25")
          + head[end...]
      }
    },
    Defect("TUT-2", "Does not tell why a room's name is no name.") { f in
      f.tutorial { frame, _ in
        frame.text("code") == "name_invalid" || frame.saysFromServer("name") ? .drop : .pass
      }
    },
    Defect("TUT-3", "Shows the newest message first on connecting.") { f in
      f.editTutorial("user_list") { frame, _ in frame.editList("messages") { $0.reverse() } }
    },
    Defect("TUT-3b", "Lists the one who comes among those who were there before.") { f in
      f.editTutorial("user_list") { frame, line in
        if let user = line.user { frame.editList("users") { $0.append(.string(user)) } }
      }
    },
    Defect("TUT-4", "Does not tell those who come that they came.") { f in
      f.tutorial("user_join") { frame, line in frame.text("user") == line.user ? .drop : .pass }
    },
    Defect("TUT-5", "Says who spoke in the words of one tutorial only.") { f in
      f.editTutorial("chat_message") { frame, _ in frame["username"] = nil }
    },
    Defect("TUT-6", "Lets the field `username` say who spoke.") { f in
      var forged: [String: JSON] = [:]
      f.editCommand { frame, line in
        if !line.isVerbatim, let text = frame.text("message") {
          forged[text] = frame["username"] ?? frame["sender"]
        }
      }
      f.editTutorial { frame, _ in
        if let name = forged[frame.text("message") ?? ""] {
          (frame["user"], frame["username"]) = (name, name)
        }
        guard var inner = frame["message"], let name = forged[inner["message"]?.text ?? ""] else { return }
        inner.set("sender", name)
        frame["message"] = inner
      }
    },
    Defect("TUT-7", "Says a `/pm` aloud.") { f in
      f.editCommand { frame, line in
        if !line.isVerbatim, let text = frame.text("message"), text.hasPrefix("/pm") {
          frame["message"] = .string(" " + text)
        }
      }
    },
    Defect("TUT-8", "Ignores a `/pm` that has no text.") { f in
      f.command { frame, line in
        guard !line.isVerbatim, let text = frame.text("message"), text.hasPrefix("/pm") else { return .pass }
        return text.split(separator: " ").count < 3 ? .drop : .pass
      }
    },
    Defect("TUT-9", "Does not mark private messages for the notification tutorial.") { f in
      f.editTutorial { frame, _ in
        guard var inner = frame["message"], let text = inner["message"]?.text, text.hasPrefix("(private) ")
        else { return }
        inner.set("message", .string(String(text.dropFirst("(private) ".count))))
        frame["message"] = inner
      }
    },
    Defect("TUT-9b", "Sends the notification tutorial a list of users, which it cannot read.") { f in
      var begun: Set<ObjectIdentifier> = []
      f.tutorial { frame, line in
        guard frame.type.isEmpty, begun.insert(ObjectIdentifier(line)).inserted else { return .pass }
        return .become([Frame("user_list", ["users": []]), frame])
      }
    },
    Defect("TUT-10", "Tells errors to everybody in the tutorial's chat.") { f in
      f.editTutorial("chat_message") { frame, line in
        guard frame["code"] != nil else { return }
        for other in f.world.clients where other !== line && other.path == line.path { other.tell(frame) }
      }
    },
    Defect("TUT-10b", "Tells no codes of errors in the tutorial's chat.") { f in
      f.editTutorial("chat_message") { frame, _ in frame["code"] = nil }
    },
    Defect("TUT-11", "Does not tell a guest why it cannot speak.") { f in
      f.tutorial { frame, _ in
        frame.text("code") == "auth_required" || frame.saysFromServer("Log in") ? .drop : .pass
      }
    },
    Defect("TUT-12", "Keeps the sessions of tutorials' clients whose network breaks.") { f in
      f.cut { line in line.isKept = !line.isVerbatim }
    },
    Defect("TUT-13", "Leaves the empty list of messages out of frames.") { f in
      f.editTutorial("user_join", "user_leave", "private_message_delivered") { frame, _ in
        frame["messages"] = nil
      }
    },
  ]
}

extension Frame {
  /// Whether this is a message of the server in the notification tutorial's words, with a text like this one.
  fileprivate func saysFromServer(_ part: String) -> Bool {
    self["message"]?["sender"] == "server" && self["message"]?["message"]?.text?.contains(part) == true
  }
}

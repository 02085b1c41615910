import Wire

extension Defect {
  static let http: [Defect] = [
    Defect("HTTP-1", "Says over HTTP that a message was stored, and not where.") { f in
      f.httpAnswer { answer, _ in if answer.status == 201 { answer.body = "{}" } }
    },
    Defect("HTTP-2", "Answers over HTTP with 400, whatever was refused.") { f in
      f.httpAnswer { answer, _ in if answer.status > 400, answer.status < 500 { answer.status = 400 } }
    },
    Defect("HTTP-2b", "Does not say with 401 how to log in.") { f in
      f.httpAnswer { answer, _ in answer.remove("WWW-Authenticate") }
    },
    Defect("HTTP-3", "Tells of a join where somebody who is not in a room says something.") { f in
      f.event("chat_message") { frame, line in
        guard let user = frame.text("user"), let room = frame.text("room"),
          !f.world.clients.contains(where: { $0.user == user && $0.rooms.contains(room) })
        else { return .pass }
        return .become([Frame("user_join", ["room": .string(room), "user": .string(user)]), frame])
      }
    },
    Defect("HTTP-4", "Knows no keys over HTTP.") { f in
      f.request { head, _ in head = head.replacing("Idempotency-Key:", with: "Idempotency-Lock:") }
    },
    Defect("HTTP-5", "Lets anybody say anything over HTTP, however fast.") { f in
      f.httpAnswer { answer, _ in
        guard answer.status == 429 else { return }
        (answer.status, answer.body) = (201, #"{"type":"ack"}"#)
      }
    },
    Defect("HTTP-6", "Begins the events of a room, and sends none.") { f in
      f.httpAnswer { answer, _ in answer.remove("Cache-Control") }
    },
    Defect("HTTP-7", "Forgets which event a client has had.") { f in
      f.request { head, _ in head = head.replacing("Last-Event-ID:", with: "Last-Event:") }
    },
    Defect("HTTP-8", "Goes on sending events to whoever was kicked or banned.") { f in
      f.answer("kick", "ban") { _, _ in Frame("ok") }
    },
    Defect("HTTP-9", "Is silent for as long as a room is.") { f in f.limit("heartbeat_seconds", 1000) },
    Defect("HTTP-10", "Forgets the secrets of webhooks.") { f in
      f.request { head, _ in head = head.replacing("POST /hooks/", with: "POST /hooks/x") }
    },
    Defect("HTTP-11", "Lets pages of every site ask.") { f in
      f.request { head, _ in
        if !head.contains("Upgrade:") { head = head.replacing("\r\nOrigin: ", with: "\r\nX-Origin: ") }
      }
    },
    Defect("HTTP-12", "Keeps connections that nobody asked it to keep.") { f in
      f.request { head, _ in
        head = head.replacing(" HTTP/1.0\r\n", with: " HTTP/1.0\r\nConnection: keep-alive\r\n")
      }
    },
    Defect("HTTP-13", "Does not ask which host is meant.") { f in
      f.request { head, _ in
        if !head.contains("\r\nHost: ") {
          head = head.replacing(" HTTP/1.1\r\n", with: " HTTP/1.1\r\nHost: a\r\n")
        }
      }
    },
    Defect("HTTP-14", "Waits for a body that its client holds back.") { f in
      f.request { head, _ in head = head.replacing("Expect: 100-continue\r\n", with: "") }
    },
    Defect("HTTP-15", "Passes over a coding that it does not understand.") { f in
      f.request { head, _ in head = head.replacing("gzip, chunked", with: "chunked") }
    },
  ]
}

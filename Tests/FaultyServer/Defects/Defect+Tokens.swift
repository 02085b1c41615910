import Relay
import Wire

extension Defect {
  static let tokens: [Defect] = [
    Defect("TOK-1", "Lists only the token of the session that asks.") { f in
      f.editEvent("token_list") { frame, _ in
        frame.editList("tokens") { $0.removeAll { $0["current"] == nil } }
      }
    },
    Defect("TOK-1b", "Does not say which token is the session's own.") { f in
      f.editEvent("token_list") { frame, _ in
        frame.editEach(of: "tokens") { $0.set("current", nil) }
      }
    },
    Defect("TOK-2", "Says that a token is revoked, and leaves it.") { f in
      f.answer("revoke_token") { frame, _ in
        frame.text("token_id")?.utf8.count == 16 ? Frame("ok") : nil
      }
    },
    Defect("TOK-3", "Takes anything for the id of a token.") { f in
      f.accept("revoke_token", despite: "no_such_token")
    },
  ]
}

import Client
import Host
import LiveStage
import Wire

/// What clients see of an operator's tokens and accounts; no scenario has an operator.
extension Check {
  static let administration: [Check] =
    [
      Check(
        "administration/revoked_token", "A revoked token logs nobody in, and its sessions are closed",
        covers: "ADM-1"
      ) { probe throws(ProbeEnd) in
        let name = probe.name("echo")
        let (first, second) = (try probe.makeToken(for: name), try probe.makeToken(for: name))
        let (one, other) = (try probe.session(of: first), try probe.session(of: second))
        try probe.administer(.revokeToken(id: first.id))
        try one.isClosed(with: 4503, because: "when its token is revoked")
        try other.getsNothing()
        try probe.guest().isRefused(#""type":"login","token":"\#(first.text)""#, with: "auth_failed")
        try probe.session(of: second).getsNothing()
      },
      Check(
        "administration/revoked_resumed", "The token that a session was last resumed with is what counts",
        covers: "ADM-1", profiles: [.resume]
      ) { probe throws(ProbeEnd) in
        let name = probe.name("echo")
        let (first, second) = (try probe.makeToken(for: name), try probe.makeToken(for: name))
        let leaving = try probe.moved(from: first, to: second)
        let coming = try probe.moved(from: second, to: first)
        let away = try probe.session(of: first)
        try away.isCut()
        try probe.administer(.revokeToken(id: first.id))
        try coming.isClosed(with: 4503, because: "when the token that it was resumed with is revoked")
        try leaving.getsNothing()
        try probe.guest().asks(
          #""type":"login","token":"\#(second.text)",\#(away.resume)"#,
          gets: #"{"type":"ready","resumed":false}"#)
      },
      Check(
        "administration/deleted_user", "A deleted user is gone, and the name stays taken", covers: "ADM-5",
        "ADM-6"
      ) { probe throws(ProbeEnd) in
        let (room, alice) = try probe.room()
        let bob = try probe.registered("bob")
        try bob.joins(room)
        try bob.asks(
          #""type":"chat_message","room":"\#(room)","message":"bye""#, gets: #"{"type":"ack","seq":1}"#)
        try bob.asks(#""type":"private_message","to":"\#(alice.name)","message":"for you""#)
        try alice.forgetsAll()
        try probe.administer(.deleteUser(bob.name))
        try bob.isClosed(with: 4503, because: "when its user is deleted")
        try alice.gets(#"{"type":"user_leave","room":"\#(room)","user":"\#(bob.name)"}"#)
        try probe.guest().isRefused(bob.tokenLogIn, with: "auth_failed")
        let password = #""user":"\#(bob.name)","password":"\#(ProbeUser.password)""#
        try probe.guest().isRefused(#""type":"login",\#(password)"#, with: "auth_failed")
        try probe.guest().isRefused(#""type":"register",\#(password)"#, with: "name_taken")
        try alice.isRefused(
          #""type":"private_message","to":"\#(bob.name)","message":"are you there?""#, with: "no_such_user")
        guard probe.server.capabilities.contains("history") else { return }
        try alice.asks(
          #""type":"history","with":"\#(bob.name)""#,
          gets: #"{"messages":[{"seq":1,"user":"\#(bob.name)","message":"for you"}]}"#)
        try alice.asks(
          #""type":"history","room":"\#(room)""#,
          gets: #"{"messages":[{"seq":1,"user":"\#(bob.name)","message":"bye"}]}"#)
      },
      Check(
        "administration/deleted_user_search", "A search for users does not find a deleted one",
        covers: "ADM-6",
        profiles: [.search]
      ) { probe throws(ProbeEnd) in
        let (alice, bob) = (try probe.user("alice"), try probe.user("bob"))
        let search = #""type":"search","in":"users","query":"\#(bob.name)""#
        try alice.asks(search, gets: #"{"type":"search","results":[{"user":"\#(bob.name)"}]}"#)
        try probe.administer(.deleteUser(bob.name))
        try alice.asks(search, gets: #"{"type":"search","results":[]}"#)
      },
      Check(
        "administration/orphaned_room", "The room of a deleted owner goes to the oldest moderator",
        covers: "MOD-14",
        profiles: [.administration]
      ) { probe throws(ProbeEnd) in
        let (room, alice, bob) = try probe.roomOfTwo()
        let carol = try probe.user("carol", in: room)
        for user in [carol, bob] {
          try alice.asks(
            #""type":"set_role","room":"\#(room)","user":"\#(user.name)","role":"moderator""#,
            gets: #"{"type":"ok"}"#)
        }
        for user in [bob, carol] { try user.forgetsAll() }
        try probe.administer(.deleteUser(alice.name))
        for user in [bob, carol] {
          try user.gets(#"{"type":"role","room":"\#(room)","user":"\#(carol.name)","role":"owner"}"#)
        }
        let who = #""type":"who","room":"\#(room)""#
        try bob.asks(
          who, gets: #"{"type":"user_list","owner":"\#(carol.name)","moderators":["\#(bob.name)"]}"#)
        for user in [bob, carol] { try probe.administer(.deleteUser(user.name)) }
        let dora = try probe.user("dora")
        try dora.asks(who, gets: #"{"type":"user_list","owner":null,"moderators":null}"#)
      },
    ] + deletions
}

/// A token that an operator has made.
private struct MadeToken {
  let id: String
  let text: String
}

extension Probe {
  fileprivate func makeToken(for name: String) throws(ProbeEnd) -> MadeToken {
    let made = try administer(.createToken(user: name, bot: true, label: "conformance"))
    guard let id = made.text("id"), let text = made.text("token") else {
      throw obstacle("the operator gets no token for \(name): \(made.shown)")
    }
    return MadeToken(id: id, text: text)
  }

  fileprivate func session(of token: MadeToken) throws(ProbeEnd) -> ProbeUser {
    try session(token: token.text)
  }

  /// A session that one token began, and that was resumed with another.
  fileprivate func moved(from one: MadeToken, to other: MadeToken) throws(ProbeEnd) -> ProbeUser {
    let user = try session(of: one)
    try user.isCut()
    let again = try guest()
    try again.asks(
      #""type":"login","token":"\#(other.text)",\#(user.resume)"#, gets: #"{"type":"ready","resumed":true}"#)
    return again
  }
}

import Client
import Wire

/// Log-ins whose order, or whose connection, matters.
extension Check {
  static let logIns: [Check] = [
    Check("log_ins/in_order", "What follows a log-in waits for it, in order", covers: "CONN-10") {
      probe throws(ProbeEnd) in
      let (name, room) = (probe.name("alice"), probe.name("room"))
      let password = ProbeUser.password
      let alice = try probe.guest()
      try alice.sendsInOneGo([
        #""type":"register","user":"\#(name)","password":"\#(password)""#,
        #""type":"join","room":"\#(room)""#,
        #""type":"chat_message","room":"\#(room)","message":"hi""#,
        #""type":"set_password","old_password":"\#(password)","password":"battery staple""#,
        #""type":"chat_message","room":"\#(room)","message":"there""#,
      ])
      try alice.getsReplies([
        #"{"type":"ready","user":"\#(name)"}"#, #"{"type":"user_list","users":["\#(name)"]}"#,
        #"{"type":"ack","seq":1}"#, #"{"type":"ok"}"#, #"{"type":"ack","seq":2}"#,
      ])
      let again = try probe.guest()
      try again.sendsInOneGo([
        ProbeUser.passwordLogIn(name),
        ProbeUser.passwordLogIn(name, "battery staple"), #""type":"join","room":"\#(room)""#,
        #""type":"chat_message","room":"\#(room)","message":"again""#,
      ])
      try again.getsReplies([
        #"{"type":"error","code":"auth_failed"}"#, #"{"type":"ready","user":"\#(name)"}"#,
        #"{"type":"user_list"}"#, #"{"type":"ack","seq":3}"#,
      ])
    },
    Check(
      "log_ins/upgrade_token", "A token of the upgrade logs in, or ends the connection", covers: "AUTH-14"
    ) {
      probe throws(ProbeEnd) in
      let alice = try probe.user("alice")
      let tab = try probe.guest(token: alice.token)
      try tab.gets(#"{"type":"ready","user":"\#(alice.name)","re":null}"#)
      try tab.asks(#""type":"create_room","room":"\#(probe.name("room"))""#, gets: #"{"type":"ok"}"#)
      let other = try probe.guest(token: "made-up-\(alice.token ?? "")")
      try other.gets(#"{"type":"error","code":"auth_failed"}"#)
      try other.isClosed(with: 4502, because: "after a token that is not valid")
    },
    Check(
      "log_ins/upgrade_resume",
      "The session that a token of the upgrade began gives way to one that is resumed",
      covers: "AUTH-15", profiles: [.resume, .private]
    ) { probe throws(ProbeEnd) in
      let room = probe.name("room")
      let bob = try probe.user("bob", in: room)
      let alice = try probe.user("alice", in: room)
      try bob.forgetsAll()
      try alice.isCut()
      try bob.asks(#""type":"chat_message","room":"\#(room)","message":"one""#)
      // What comes meanwhile is for both sessions; the one that gives way has it for nobody.
      let back = try probe.guest(token: alice.token)
      try back.becomesReady()
      try bob.asks(#""type":"private_message","to":"\#(alice.name)","message":"psst""#)
      try back.gets(#"{"type":"private_message","message":"psst"}"#)
      try back.asks(alice.resuming, gets: #"{"type":"ready","user":"\#(alice.name)","resumed":true}"#)
      try back.gets(#"{"type":"chat_message","message":"one"}"#)
      try back.gets(#"{"type":"private_message","message":"psst"}"#)
      try back.asks(
        #""type":"chat_message","room":"\#(room)","message":"here""#, gets: #"{"type":"ack","seq":2}"#)
      try back.gets(#"{"type":"chat_message","seq":2}"#)
      try back.getsNothing()
      try bob.gets(#"{"type":"chat_message","seq":1}"#)
      try bob.gets(#"{"type":"chat_message","seq":2}"#)
      try bob.getsNothing()
    },
    Check(
      "log_ins/upgrade_new", "A session of the upgrade's token begins anew where none can be resumed",
      covers: "AUTH-15", profiles: [.resume]
    ) { probe throws(ProbeEnd) in
      let alice = try probe.user("alice")
      let tab = try probe.guest(token: alice.token)
      try tab.becomesReady()
      // It may even ask for itself, with the same user's token.
      let reply = try tab.asks(
        #"\#(tab.resuming),"token":"\#(alice.token ?? "")""#,
        gets: #"{"type":"ready","user":"\#(alice.name)","resumed":false}"#)
      guard let session = reply.text("session"), session != tab.session else {
        throw probe.failure("a session that began anew has no name of its own", came: reply.shown)
      }
      try tab.getsNothing()
    },
    Check(
      "log_ins/upgrade_late", "A session that has done something, or another user's, does not give way",
      covers: "AUTH-15", profiles: [.resume]
    ) { probe throws(ProbeEnd) in
      let (alice, bob) = (try probe.user("alice"), try probe.user("bob"))
      try bob.isCut()
      let tab = try probe.guest(token: alice.token)
      try tab.becomesReady()
      try tab.isRefused(#"\#(bob.resuming),"token":"\#(bob.token ?? "")""#, with: "forbidden")
      try tab.isRefused(alice.tokenLogIn, with: "forbidden")
      try tab.asks(#""type":"create_room","room":"\#(probe.name("room"))""#, gets: #"{"type":"ok"}"#)
      try alice.isCut()
      try tab.isRefused(alice.resuming, with: "forbidden")
      try tab.getsNothing()
    },
  ]
}

extension ProbeUser {
  /// The fields of the command that asks for this session, as far as it has come.
  fileprivate var resuming: String { #""type":"login",\#(resume)"# }

  fileprivate func sendsInOneGo(_ commands: [String]) throws(ProbeEnd) {
    for (index, fields) in commands.enumerated() { try sends(#"{"id":"go-\#(index)",\#(fields)}"#) }
  }

  /// The replies to what was sent in one go, in order; what else comes may stand between.
  fileprivate func getsReplies(_ patterns: [String]) throws(ProbeEnd) {
    for (index, pattern) in patterns.enumerated() { try getsReply("go-\(index)", pattern) }
  }
}

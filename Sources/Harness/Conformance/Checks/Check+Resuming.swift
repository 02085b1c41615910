import Wire

/// What a server may do about sessions that are resumed, and need not.
extension Check {
  static let resuming: [Check] = [
    Check(
      "resuming/confirmed", "Frames that were confirmed are sent again or not at all", covers: "RES-10"
    ) { probe throws(ProbeEnd) in
      let room = probe.name("room")
      let alice = try probe.user("alice")
      try alice.asks(#""type":"create_room","room":"\#(room)""#, gets: #"{"type":"ok"}"#)
      try alice.joins(room)
      try alice.asks(#""type":"ping","received":2"#, gets: #"{"type":"pong"}"#)
      try alice.isCut()
      let back = try probe.guest()
      let ready = try back.asks(
        #"\#(alice.tokenLogIn),"resume":{"session":"\#(alice.session)","received":1}"#)
      guard ready["resumed"] == .bool(true) else {
        guard ready.has(JSON.trusted(#"{"type":"ready","resumed":false}"#)) else {
          throw probe.failure("a session cannot be asked for", expected: "ready", came: ready.shown)
        }
        return
      }
      try back.gets(#"{"type":"user_list","room":"\#(room)"}"#)
      try back.gets(#"{"type":"pong"}"#)
    }
  ]
}

import Wire

/// The events of a room over HTTP.
extension Check {
  static let events: [Check] = [
    Check("events/live", "A room's events come as they happen, over HTTP", covers: "HTTP-6") {
      probe throws(ProbeEnd) in
      let (room, alice) = try probe.room()
      try alice.says(["before"], in: room)
      let bob = try probe.user("bob")
      let events = try ProbeEvents(of: room, for: bob, on: probe)
      try events.gets(#"{"type":"user_list","room":"\#(room)","seq":1}"#)
      try alice.gets(#"{"type":"user_join","user":"\#(bob.name)"}"#)
      try alice.says(["now"], in: room)
      try events.gets(#"{"type":"chat_message","room":"\#(room)","message":"now","seq":2}"#, id: "2")
      // What is not about the room is not among its events.
      try alice.asks(#""type":"create_room","room":"\#(probe.name("hall"))""#)
      let carol = try probe.user("carol", in: room)
      try events.gets(#"{"type":"user_join","user":"\#(carol.name)"}"#)
    },
    Check("events/missing", "There are no events of a room that is not there", covers: "HTTP-2") {
      probe throws(ProbeEnd) in
      let bob = try probe.user("bob")
      let room = probe.name("nowhere")
      try probe.asks("GET /rooms/\(room)/events", as: bob, gets: 404, #"{"code":"no_such_room"}"#)
      try bob.asks(#""type":"who","room":"\#(room)""#, gets: #"{"code":"no_such_room"}"#)
    },
    Check(
      "events/missed", "Events go on behind the last one that the client has", covers: "HTTP-7",
      profiles: [.history]
    ) { probe throws(ProbeEnd) in
      let (room, alice) = try probe.room()
      try alice.says((1...9).map { "\($0)" }, in: room)
      let bob = try probe.user("bob")
      let events = try ProbeEvents(of: room, for: bob, after: 4, on: probe)
      try events.gets(#"{"type":"user_list"}"#)
      for seq in 5...9 {
        try events.gets(#"{"type":"chat_message","message":"\#(seq)","seq":\#(seq)}"#, id: "\(seq)")
      }
      try alice.says(["10"], in: room)
      try events.gets(#"{"type":"chat_message","message":"10","seq":10}"#, id: "10")
    },
    Check(
      "events/kicked", "Events end where their user is kicked or banned", covers: "HTTP-8",
      profiles: [.moderation]
    ) { probe throws(ProbeEnd) in
      let (room, alice) = try probe.room()
      for (command, event, code) in [("kick", "user_kicked", 4504), ("ban", "user_banned", 4505)] {
        let bob = try probe.user("bob")
        let events = try ProbeEvents(of: room, for: bob, on: probe)
        try events.gets(#"{"type":"user_list"}"#)
        try alice.asks(
          #""type":"\#(command)","room":"\#(room)","user":"\#(bob.name)""#, gets: #"{"type":"ok"}"#)
        try events.gets(#"{"type":"\#(event)","user":"\#(bob.name)"}"#)
        try events.gets(#"{"code":\#(code)}"#, event: "close")
        try events.ends()
      }
    },
    Check("events/beats", "Events of a silent room have comments among them", covers: "HTTP-9") {
      probe throws(ProbeEnd) in
      try probe.onServer(limits: [("heartbeat_seconds", 1)]) { probe throws(ProbeEnd) in
        let (room, alice) = try probe.room()
        let events = try ProbeEvents(of: room, for: alice, on: probe)
        try events.gets(#"{"type":"user_list"}"#)
        try events.getsComments(2)
      }
    },
  ]
}

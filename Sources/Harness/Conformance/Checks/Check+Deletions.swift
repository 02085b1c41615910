import Engine
import Host
import LiveStage
import Wire

/// What clients see of messages and rooms that an operator takes away.
extension Check {
  static let deletions: [Check] = [
    Check(
      "administration/deleted_message",
      "A deleted message of a room keeps its place, and everyone there is told",
      covers: "ADM-2", "ADM-4", profiles: [.history]
    ) { probe throws(ProbeEnd) in
      let (room, alice, bob) = try probe.roomOfTwo()
      let carol = try probe.user("carol")
      try alice.says(["one", "two", "three"], in: room)
      for user in [alice, bob, carol] { try user.forgetsAll() }
      let history = #""type":"history","room":"\#(room)""#
      let before = try bob.asks(
        history, gets: #"{"messages":[{"seq":1},{"seq":2,"message":"two"},{"seq":3}]}"#)
      try probe.administer(.deleteMessage(.room(room), seq: 2))
      for user in [alice, bob] {
        try user.gets(#"{"type":"message_deleted","room":"\#(room)","seq":2,"with":null,"by":null}"#)
      }
      for user in [alice, bob, carol] { try user.getsNothing() }
      guard case .array(let messages)? = before["messages"], let at = messages[1]["at"]?.shown else {
        throw probe.failure("a message has no time", came: before.shown)
      }
      try bob.asks(
        history,
        gets: #"{"messages":[{"seq":1,"message":"one"},"#
          + #"{"seq":2,"user":"\#(alice.name)","message":"","at":\#(at),"deleted":true},{"seq":3,"message":"three"}]}"#
      )
      try alice.says(["four"], in: room)
      try bob.gets(#"{"type":"chat_message","seq":4}"#)
    },
    Check(
      "administration/deleted_resumed", "A session that is resumed gets a deleted message without its text",
      covers: "ADM-2", "ADM-4", profiles: [.resume]
    ) { probe throws(ProbeEnd) in
      let (room, alice, bob) = try probe.roomOfTwo()
      try bob.isCut()
      try alice.says(["one", "two"], in: room)
      try probe.administer(.deleteMessage(.room(room), seq: 1))
      let back = try probe.guest()
      try back.asks("\(bob.tokenLogIn),\(bob.resume)", gets: #"{"type":"ready","resumed":true}"#)
      try back.gets(#"{"type":"chat_message","seq":1,"user":"\#(alice.name)","message":"","deleted":true}"#)
      try back.gets(#"{"type":"chat_message","seq":2,"message":"two","deleted":null}"#)
      try back.gets(#"{"type":"message_deleted","room":"\#(room)","seq":1}"#)
      try back.getsNothing()
    },
    Check(
      "administration/deleted_search", "A deleted message is found by no search", covers: "ADM-3",
      profiles: [.search]
    ) { probe throws(ProbeEnd) in
      let (room, word) = (probe.name("room"), probe.word())
      let alice = try probe.user("alice", in: room)
      try alice.says([word, "\(word) again"], in: room)
      let search = #""type":"search","in":"messages","query":"\#(word)","room":"\#(room)""#
      let found = try alice.asks(search)
      guard case .array(let results)? = found["results"], results.count == 2 else {
        throw probe.failure("a search does not find what was said", expected: "2 messages", came: found.shown)
      }
      try probe.administer(.deleteMessage(.room(room), seq: 2))
      try alice.asks(search, gets: #"{"type":"search","results":[{"seq":1}]}"#)
    },
    Check(
      "administration/deleted_private", "Of a deleted private message only its two people are told",
      covers: "ADM-4",
      profiles: [.private]
    ) { probe throws(ProbeEnd) in
      let (room, alice, bob) = try probe.roomOfTwo()
      let carol = try probe.user("carol", in: room)
      let tab = try probe.tab(of: alice)
      try alice.asks(
        #""type":"private_message","to":"\#(bob.name)","message":"secret""#,
        gets: #"{"type":"private_message_delivered","seq":1}"#)
      for user in [alice, bob, carol, tab] { try user.forgetsAll() }
      try probe.administer(.deleteMessage(.between(bob.name, alice.name), seq: 1))
      for (user, other) in [(alice, bob), (tab, bob), (bob, alice)] {
        try user.gets(#"{"type":"message_deleted","with":"\#(other.name)","seq":1,"room":null}"#)
      }
      for user in [alice, bob, carol, tab] { try user.getsNothing() }
      guard probe.server.capabilities.contains("history") else { return }
      for (user, other) in [(alice, bob), (bob, alice)] {
        try user.asks(
          #""type":"history","with":"\#(other.name)""#,
          gets: #"{"messages":[{"seq":1,"message":"","deleted":true}]}"#)
      }
    },
    Check(
      "administration/deleted_room", "Everyone in a deleted room is told, and is in it no longer",
      covers: "ADM-7",
      "ADM-8"
    ) { probe throws(ProbeEnd) in
      let (room, alice, bob) = try probe.roomOfTwo()
      let guest = try probe.guest()
      try guest.joins(room)
      try alice.says(["one", "two"], in: room)
      for user in [alice, bob, guest] { try user.forgetsAll() }
      try probe.administer(.deleteRoom(room))
      for user in [alice, bob, guest] {
        try user.gets(#"{"type":"room_deleted","room":"\#(room)"}"#)
        try user.getsNothing()
      }
      try alice.isRefused(
        #""type":"chat_message","room":"\#(room)","message":"hello?""#, with: "no_such_room")
      try bob.isRefused(#""type":"who","room":"\#(room)""#, with: "no_such_room")
      // The name is free, and nobody comes along from the old room.
      try alice.asks(
        #""type":"join","room":"\#(room)""#,
        gets: #"{"type":"user_list","users":["\#(alice.name)"],"seq":0}"#)
      try alice.asks(
        #""type":"chat_message","room":"\#(room)","message":"three""#, gets: #"{"type":"ack","seq":1}"#)
      for user in [bob, guest] { try user.getsNothing() }
    },
    Check(
      "administration/deleted_room_messages",
      "What was said in a deleted room is in no history and no search",
      covers: "ADM-7", profiles: [.history, .search]
    ) { probe throws(ProbeEnd) in
      let (room, word) = (probe.name("room"), probe.word())
      let alice = try probe.user("alice", in: room)
      try alice.says(["old \(word)"], in: room)
      try probe.administer(.deleteRoom(room))
      let search = #""type":"search","in":"messages","query":"\#(word)""#
      try alice.asks(search, gets: #"{"type":"search","results":[]}"#)
      try alice.gets(#"{"type":"room_deleted"}"#)
      try alice.joins(room)
      try alice.says(["new"], in: room)
      try alice.asks(
        #""type":"history","room":"\#(room)""#,
        gets: #"{"messages":[{"seq":1,"message":"new"}],"more":false}"#)
      try alice.asks(search, gets: #"{"type":"search","results":[]}"#)
    },
  ]
}

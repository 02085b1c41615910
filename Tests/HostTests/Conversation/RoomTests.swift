import Engine
import Testing
import Wire

@Suite struct RoomTests {
  @Test func `the one who joins gets the list, the others hear of it`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice")
    let bob = try chat.user("bob")
    try alice.sends(#"{"type":"join","room":"lobby","id":"1"}"#)
    try alice.gets(
      #"{"type":"user_list","re":"1","room":"lobby","users":["alice"],"seq":0,"online":1,"more":false}"#)
    try bob.sends(#"{"type":"join","room":"lobby"}"#)
    try bob.gets(#"{"type":"user_list","re":null,"room":"lobby","users":["alice","bob"],"online":2}"#)
    try alice.gets(#"{"type":"user_join","room":"lobby","user":"bob"}"#)
    try bob.sends(#"{"type":"leave","room":"lobby","id":"2"}"#)
    try bob.gets(#"{"type":"ok","re":"2"}"#)
    try alice.gets(#"{"type":"user_leave","room":"lobby","user":"bob"}"#)
    for client in [alice, bob] { client.getsNothing() }
  }

  @Test func `a leave without an id is not answered`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "lobby")
    try alice.sends(#"{"type":"leave","room":"lobby"}"#)
    alice.getsNothing()
  }

  @Test func `joining twice is answered twice and told to nobody again`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "lobby")
    let bob = try chat.user("bob", in: "lobby")
    try alice.gets(#"{"type":"user_join"}"#)
    try bob.sends(#"{"type":"join","room":"LOBBY","id":"1"}"#)
    try bob.gets(#"{"type":"user_list","re":"1","room":"lobby","users":["alice","bob"]}"#)
    alice.getsNothing()
    try bob.sends(#"{"type":"leave","room":"lobby"}"#)
    try alice.gets(#"{"type":"user_leave"}"#)
  }

  @Test func `a room keeps the name that it was first given`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "Straße")
    try alice.sends(#"{"type":"who","room":"STRASSE","id":"1"}"#)
    try alice.gets(#"{"type":"user_list","room":"Straße","re":"1"}"#)
    try alice.says("hi", in: "strasse")
    try alice.gets(#"{"type":"chat_message","room":"Straße"}"#)
  }

  @Test func `who lists a room that one is not in, to a guest too`() throws {
    let chat = try Chat()
    _ = try chat.user("alice", in: "lobby")
    let guest = try chat.guest()
    try guest.sends(#"{"type":"who","room":"lobby","id":"1"}"#)
    try guest.gets(#"{"type":"user_list","re":"1","users":["alice"],"online":1}"#)
  }

  @Test func `a user list has a bound and tells how many there are`() throws {
    let chat = try Chat(limits: .with { $0[.userListNames] = 2 })
    for name in ["ann", "bob", "cid"] { _ = try chat.user(name, in: "lobby") }
    let guest = try chat.guest()
    try guest.sends(#"{"type":"who","room":"lobby"}"#)
    try guest.gets(#"{"users":["ann","bob"],"online":3,"more":true}"#)
  }

  @Test func `create_room makes a room once`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice")
    try alice.sends(#"{"type":"create_room","room":"Tea","id":"1"}"#)
    try alice.gets(#"{"type":"ok","re":"1"}"#)
    try alice.sends(#"{"type":"create_room","room":"tea","id":"2"}"#)
    try alice.gets(#"{"type":"error","re":"2","code":"room_exists","field":"room"}"#)
    try alice.sends(#"{"type":"who","room":"TEA"}"#)
    try alice.gets(#"{"type":"user_list","users":[],"online":0}"#)
  }

  @Test func `a guest reads in a room, is on no list, and cannot make one`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "lobby")
    let guest = try chat.guest()
    try guest.sends(#"{"type":"join","room":"lobby"}"#)
    try guest.gets(#"{"type":"user_list","users":["alice"],"online":1}"#)
    alice.getsNothing()
    try alice.says("hi", in: "lobby")
    try guest.gets(#"{"type":"chat_message","user":"alice","message":"hi","seq":1}"#)
    try guest.says("me too", in: "lobby")
    try guest.gets(#"{"type":"error","code":"auth_required"}"#)
    try guest.sends(#"{"type":"join","room":"new"}"#)
    try guest.gets(#"{"type":"error","code":"auth_required"}"#)
    try guest.sends(#"{"type":"leave","room":"lobby"}"#)
    try alice.gets(#"{"type":"chat_message"}"#)
    alice.getsNothing()
  }

  @Test func `joining after a seq brings what was said since`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "lobby")
    for text in ["one", "two", "three"] { try alice.says(text, in: "lobby") }
    let bob = try chat.user("bob")
    try bob.sends(#"{"type":"join","room":"lobby","after":1,"id":"1"}"#)
    try bob.gets(#"{"type":"user_list","re":"1","seq":3}"#)
    try bob.gets(
      #"{"type":"history","re":null,"room":"lobby","messages":[{"seq":2,"message":"two"},{"seq":3}],"more":false}"#
    )
    bob.getsNothing()
  }

  @Test func `the list of rooms goes on page by page`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice")
    for room in ["d", "B", "a", "c"] { try alice.joins(room) }
    try chat.user("bob").joins("c")
    try alice.gets(#"{"type":"user_join"}"#)
    try alice.sends(#"{"type":"rooms","limit":3,"id":"1"}"#)
    let first = try alice.gets(
      #"{"type":"room_list","re":"1","rooms":[{"room":"a","online":1},{"room":"B"},{"room":"c","online":2}]}"#
    )
    let cursor = try #require(first.string("cursor"))
    try alice.sends(#"{"type":"rooms","limit":3,"cursor":"\#(cursor)"}"#)
    try alice.gets(#"{"type":"room_list","rooms":[{"room":"d","online":1}],"cursor":null}"#)
  }

  @Test func `a session is in no more rooms than the limit, and can go on after leaving one`() throws {
    let chat = try Chat(limits: .with { $0[.roomsPerSession] = 2 })
    let alice = try chat.user("alice")
    try alice.joins("a")
    try alice.joins("b")
    try alice.sends(#"{"type":"join","room":"c"}"#)
    try alice.gets(#"{"type":"error","code":"too_many"}"#)
    try alice.joins("a")
    try alice.sends(#"{"type":"leave","room":"a"}"#)
    try alice.joins("c")
    // The refused join made no room.
    try alice.sends(#"{"type":"rooms"}"#)
    try alice.gets(#"{"rooms":[{"room":"a","online":0},{"room":"b"},{"room":"c"}]}"#)
  }
}

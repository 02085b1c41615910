import Host
import Testing
import Wire

@testable import Engine

@Suite struct RefusalTests {
  /// A frame of alice, who is in the lobby with bob, and the code that it is refused with.
  static let refusals: [(frame: String, code: ErrorCode)] = [
    (#"{"type":"#, .badJSON),
    (#"[]"#, .badFrame),
    (#"{"type":"join"}"#, .badFrame),
    (#"{"type":"join","room":7}"#, .badFrame),
    (#"{"type":"join","room":"lobby","after":-1}"#, .badFrame),
    (#"{"type":"joyn","room":"lobby"}"#, .unknownType),
    (#"{"type":"ping","x":[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]}"#, .tooDeep),
    (#"{"type":"ping","x":"\#(String(repeating: "x", count: 70_000))"}"#, .tooLarge),
    (#"{"type":"line","line":"/nope"}"#, .unknownCommand),
    (#"{"type":"line","line":"/pm bob"}"#, .badFrame),
    (#"{"type":"register","user":"carol","password":"correct horse"}"#, .forbidden),
    (#"{"type":"login","token":"token-1"}"#, .forbidden),
    (#"{"type":"join","room":""}"#, .nameInvalid),
    (#"{"type":"join","room":"a\u0000b"}"#, .nameInvalid),
    (#"{"type":"join","room":"two words"}"#, .nameInvalid),
    (#"{"type":"create_room","room":"\u202ex"}"#, .nameInvalid),
    (#"{"type":"create_room","room":"LOBBY"}"#, .roomExists),
    (#"{"type":"join","room":"third"}"#, .tooMany),
    (#"{"type":"leave","room":"nowhere"}"#, .noSuchRoom),
    (#"{"type":"leave","room":"tea"}"#, .notInRoom),
    (#"{"type":"chat_message","room":"nowhere","message":"hi"}"#, .noSuchRoom),
    (#"{"type":"chat_message","room":"tea","message":"hi"}"#, .notInRoom),
    (#"{"type":"chat_message","room":"lobby","message":""}"#, .badFrame),
    (#"{"type":"chat_message","room":"lobby","message":" \n\u2003 "}"#, .badFrame),
    (#"{"type":"chat_message","room":"lobby","message":"a\u0000b"}"#, .badFrame),
    (#"{"type":"chat_message","room":"lobby","message":"12345678901"}"#, .tooLarge),
    (#"{"type":"chat_message","room":"lobby","message":"hi","key":""}"#, .badFrame),
    (#"{"type":"chat_message","room":"lobby","message":"ho","key":"k"}"#, .keyReused),
    (#"{"type":"private_message","to":"nobody","message":"hi"}"#, .noSuchUser),
    (#"{"type":"private_message","to":"bob","message":""}"#, .badFrame),
    (#"{"type":"private_message","to":"bob","message":"hi","key":"k"}"#, .keyReused),
    (#"{"type":"history","room":"nowhere"}"#, .noSuchRoom),
    (#"{"type":"history","with":"nobody"}"#, .noSuchUser),
    (#"{"type":"who","room":"nowhere"}"#, .noSuchRoom),
    (#"{"type":"search","in":"messages","query":"!!"}"#, .queryInvalid),
    (#"{"type":"search","in":"messages","query":"a b c d"}"#, .queryInvalid),
    (#"{"type":"search","in":"messages","query":"\#(String(repeating: "x", count: 300))"}"#, .tooLarge),
    (#"{"type":"search","in":"users","query":"\#(String(repeating: "x", count: 300))"}"#, .tooLarge),
    (#"{"type":"search","in":"messages","query":"hi","cursor":"x"}"#, .cursorInvalid),
    (#"{"type":"rooms","cursor":"x"}"#, .cursorInvalid),
    (#"{"type":"end_sessions","session_id":"x"}"#, .noSuchSession),
  ]

  private func stage() throws -> (Chat, Client) {
    let chat = try Chat(
      limits: .with {
        $0[.messageCharacters] = 10
        $0[.roomsPerSession] = 2
        $0[.queryTerms] = 3
        $0[.badFrames] = 100
      })
    let alice = try chat.user("alice", in: "lobby")
    try chat.user("bob").joins("lobby")
    try alice.joins("two")
    try alice.sends(#"{"type":"create_room","room":"tea"}"#)
    try alice.sends(#"{"type":"chat_message","room":"lobby","message":"hi","key":"k"}"#)
    alice.getsAll()
    return (chat, alice)
  }

  @Test(arguments: refusals)
  func `what is refused is answered once, with the command's id, and changes nothing`(
    frame: String, code: ErrorCode
  ) throws {
    let (chat, alice) = try stage()
    let before = chat.host.engine.conversationBytes
    let isObject = frame.hasSuffix("}") && code != .badJSON
    // Of what is too deep or far too long nothing is read.
    let hasID = isObject && code != .tooDeep && (code != .tooLarge || frame.utf8.count < 65_000)
    try alice.sends(isObject ? #"{"id":"é 7",\#(frame.dropFirst())"# : frame)
    try alice.gets(#"{"type":"error","re":\#(hasID ? #""é 7""# : "null"),"code":"\#(code.rawValue)"}"#)
    alice.getsNothing()
    #expect(chat.host.engine.conversationBytes == before)
    #expect(alice.closeCode == nil)
  }

  /// What a guest asks for and is told that it needs a log-in.
  static let forUsers = [
    #"{"type":"chat_message","room":"lobby","message":"hi"}"#,
    #"{"type":"private_message","to":"alice","message":"hi"}"#, #"{"type":"join","room":"new"}"#,
    #"{"type":"create_room","room":"new"}"#, #"{"type":"create_room","room":"lobby"}"#,
    #"{"type":"history","with":"alice"}"#, #"{"type":"logout"}"#,
    #"{"type":"sessions"}"#, #"{"type":"end_sessions"}"#,
    #"{"type":"line","line":"hi","room":"lobby"}"#,
    #"{"type":"set_password","old_password":"x","password":"correct horse"}"#,
  ]

  @Test(arguments: forUsers)
  func `a guest is told to log in, and nothing changes`(frame: String) throws {
    let (chat, _) = try stage()
    let guest = try chat.guest()
    try guest.joins("lobby")
    let before = chat.host.engine.conversationBytes
    try guest.sends(frame)
    try guest.gets(#"{"type":"error","code":"auth_required"}"#)
    #expect(chat.host.engine.conversationBytes == before)
  }

  @Test func `a failed log-in costs its sender something, and changes nothing else`() throws {
    let (chat, _) = try stage()
    let guest = try chat.guest()
    let before = chat.host.engine
    try guest.sends(#"{"type":"login","user":"alice","password":"wrong horse"}"#)
    try guest.gets(#"{"type":"error","code":"auth_failed"}"#)
    let after = chat.host.engine
    #expect(after.users.values.map(\.sessions) == before.users.values.map(\.sessions))
    #expect(after.users.values.map(\.allowance) == before.users.values.map(\.allowance))
    #expect(after.sessions.ids == before.sessions.ids)
    #expect(!after.awaitsOutcome)
  }

  @Test func `the engine's refusals and the codes of the registry are the same`() {
    let told = Set(Self.refusals.map(\.code))
    // Tested elsewhere: log-ins, names, rates and what an operator does. A server says that it failed, or that it is not ready, by itself.
    let others: Set<ErrorCode> = [
      .authRequired, .authFailed, .suspended, .registrationClosed, .invitationInvalid, .nameTaken,
      .noSuchUser, .noSuchMessage, .noSuchToken,
      .rateLimited,
      .unavailable, .internal,
    ]
    #expect(told.union(others) == Set(ErrorCode.allCases))
  }
}

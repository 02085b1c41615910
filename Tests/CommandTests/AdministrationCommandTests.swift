import Engine
import Foundation
import Host
import Store
import TestSupport
import Testing

/// `verbatim users`, `rooms`, `messages` and `token` on a database file, from outside.
@Suite("verbatim users, rooms, messages and token", .blocking) struct AdministrationCommandTests {
  /// A folder with a database in which Alice and Bob have talked.
  private func inFolder(database: Bool = true, _ body: (Folder) throws -> Void) throws {
    let folder = try Folder()
    defer { folder.remove() }
    if database {
      try inUsedFolder { (used: Folder) throws in
        // What a server leaves behind that is killed: nothing here depends on when its files are closed.
        for file in ["verbatim.db", "verbatim.db-wal"] {
          try FileManager.default.copyItem(atPath: "\(used.path)/\(file)", toPath: "\(folder.path)/\(file)")
        }
      }
    }
    try body(folder)
  }

  /// A folder with such a database, which is open as long as the body runs.
  private func inUsedFolder(_ body: (Folder) throws -> Void) throws {
    let folder = try Folder()
    defer { folder.remove() }
    let host = try conversation(in: folder)
    try withExtendedLifetime(host) { try body(folder) }
  }

  private func conversation(in folder: Folder) throws -> AnyObject {
    let store = try Store(.file(path: "\(folder.path)/verbatim.db"))
    let host = try Host(
      store: store, configuration: Configuration(), credentials: .simulated, at: .virtualStart)
    for user in ["alice", "bob"] {
      let connection = try host.connect(at: .virtualStart)
      for frame in [
        #"{"type":"register","user":"\#(user)","password":"correct horse"}"#,
        #"{"type":"join","room":"tea"}"#,
        #"{"type":"chat_message","room":"tea","message":"I am \#(user)\u001b[2J"}"#,
        #"{"type":"private_message","to":"alice","message":"psst"}"#,
      ] {
        try host.receive(Array(frame.utf8), from: connection, at: .virtualStart)
      }
    }
    _ = try host.commit()
    return host
  }

  private func bytes(of folder: Folder) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/verbatim.db"))
  }

  @Test func `lists are columns that are aligned, and nothing in them moves the cursor`() throws {
    try inFolder { (folder: Folder) throws in
      let users = try Command.verbatim("users", "list", in: folder)
      #expect(users.exitCode == 0)
      #expect(
        users.output == """
          USER   KIND    ONLINE  PASSWORD  TOKENS  MADE
          alice  person  yes     yes       1       2026-01-01T00:00:00.000Z
          bob    person  yes     yes       1       2026-01-01T00:00:00.000Z

          """)
      let messages = try Command.verbatim("messages", "list", "--room", "TEA", in: folder)
      #expect(
        messages.output == """
          SEQ  AT                        USER   MESSAGE
          2    2026-01-01T00:00:00.000Z  bob    I am bob\\u{1b}[2J
          1    2026-01-01T00:00:00.000Z  alice  I am alice\\u{1b}[2J

          """)
      let rooms = try Command.verbatim("rooms", "list", in: folder)
      #expect(rooms.output == "ROOM  ONLINE  SEQ  MADE\ntea   2       2    2026-01-01T00:00:00.000Z\n")
      let page = try Command.verbatim("users", "list", "--limit", "1", in: folder)
      #expect(page.errors == "There is more; continue with --cursor u1\n")
      let next = try Command.verbatim("users", "list", "--cursor", "u1", in: folder)
      #expect(next.output.contains("bob") && !next.output.contains("alice"))
    }
  }

  @Test func `what is looked at is not changed`() throws {
    try inFolder { (folder: Folder) throws in
      // The first that opens the file takes in what a server that was killed had written beside it.
      try Command.verbatim("users", "list", in: folder)
      let before = try bytes(of: folder)
      for arguments in [
        ["users", "list"], ["users", "show", "alice"], ["rooms", "list"], ["rooms", "show", "tea"],
        ["messages", "list", "--room", "tea"], ["messages", "show", "1", "--between", "alice", "bob"],
        ["token", "list"], ["token", "list", "alice"],
      ] {
        let command = try Command.shell("\"$VERBATIM\" \(arguments.joined(separator: " "))", in: folder)
        #expect(command.exitCode == 0, "\(arguments): \(command.errors)")
        #expect(command.errors == "")
      }
      #expect(try bytes(of: folder) == before)
    }
  }

  @Test func `show tells all that is known, and JSON is one line`() throws {
    try inFolder { (folder: Folder) throws in
      let user = try Command.verbatim("users", "show", "BOB", in: folder)
      #expect(user.output.contains("user      bob\nkind      person\n"))
      #expect(user.output.hasSuffix("sessions  1\nrooms     tea\n"))
      let room = try Command.verbatim("rooms", "show", "tea", "--json", in: folder)
      #expect(
        room.output
          == #"{"room":"tea","online":2,"seq":2,"at":"2026-01-01T00:00:00.000Z","users":["alice","bob"],"#
          + #""owner":"alice"}"# + "\n")
      let message = try Command.verbatim("messages", "show", "1", "--between", "bob", "alice", in: folder)
      #expect(message.output.contains("between  alice, bob\nseq      1\nuser     bob\n"))
    }
  }

  @Test(arguments: [
    (["users", "delete", "bob"], "the user bob is deleted\n", ["users", "show", "bob"], "person, deleted"),
    (
      ["rooms", "delete", "tea"], "the room tea is deleted\n", ["rooms", "list"], "ROOM  ONLINE  SEQ  MADE\n"
    ),
    (
      ["messages", "delete", "2", "--room", "tea"], "message 2 is deleted\n",
      ["messages", "list", "--room", "tea"], "bob    (deleted)\n"
    ),
  ])
  func `a deletion is asked for, done, and lasts`(
    delete: [String], said: String, show: [String], shown: String
  ) throws {
    try inFolder { (folder: Folder) throws in
      func run(_ arguments: [String], _ prefix: String = "") throws -> Command {
        try Command.shell("\(prefix)\"$VERBATIM\" \(arguments.joined(separator: " "))", in: folder)
      }
      let before = try bytes(of: folder)
      let unasked = try run(delete)
      #expect(unasked.exitCode == 2)
      #expect(unasked.errors.contains("--yes"))
      let line = delete.joined(separator: " ")
      let no = try Command.shell(
        "printf 'n\\n' | script -qec \"$VERBATIM \(line)\" /dev/null", in: folder)
      #expect(no.exitCode == 1)
      #expect(no.output.contains("It cannot be undone. [y/N]"))
      #expect(try bytes(of: folder) == before)
      let yes = try run(delete + ["--yes"])
      #expect(yes.exitCode == 0 && yes.output == said, "\(yes.errors)")
      #expect(try run(show).output.contains(shown))
    }
  }

  @Test(
    arguments: [
      (
        ["printf 'another horse\\n' | \"$VERBATIM\" users set-password bob"],
        "the password of bob is set, and the user's sessions have ended\n", "users show bob", "tokens    0\n"
      ),
      (
        ["\"$VERBATIM\" users suspend BOB"], "the user bob is suspended\n", "users show bob",
        "kind      person, suspended\n"
      ),
      (
        ["\"$VERBATIM\" users suspend bob >suspended", "\"$VERBATIM\" users unsuspend bob"],
        "the user bob can log in\n", "users show bob", "kind      person\n"
      ),
      (
        ["\"$VERBATIM\" users end-sessions bob"], "1 sessions of bob have ended\n", "users show bob",
        "sessions  0\n"
      ),
      (
        ["\"$VERBATIM\" rooms set-owner TEA Bob"], "the room tea belongs to bob\n", "rooms show tea",
        "owner   bob\n"
      ),
      (
        ["\"$VERBATIM\" rooms remove-guests tea"], "the room tea is closed to guests; 0 were in it\n",
        "rooms show tea", "owner   alice\n"
      ),
    ] as [([String], String, String, String)])
  func `what an operator does to an account or a room lasts`(
    lines: [String], said: String, show: String, shown: String
  ) throws {
    try inFolder { (folder: Folder) throws in
      var last: Command?
      for line in lines { last = try Command.shell(line, in: folder) }
      #expect(last?.exitCode == 0 && last?.output == said, "\(last?.errors ?? "")")
      let after = try Command.shell("\"$VERBATIM\" \(show)", in: folder)
      #expect(after.output.contains(shown), "\(after.output)")
    }
  }

  @Test func `an address is banned, listed and let in again`() throws {
    try inFolder { (folder: Folder) throws in
      let add = try Command.verbatim("bans", "add", "192.0.2.7/24", in: folder)
      #expect(add.exitCode == 0 && add.output == "192.0.2.0/24 is banned for good\n", "\(add.errors)")
      let days = try Command.verbatim("bans", "add", "2001:db8::1", "--days", "2", in: folder)
      #expect(days.output.hasPrefix("2001:db8:0:0::/64 is banned until "))
      let list = try Command.verbatim("bans", "list", in: folder)
      #expect(list.output.contains("  for good\n") && list.output.contains("2001:db8:0:0::/64  "))
      let lift = try Command.verbatim("bans", "lift", "192.0.2.0/24", in: folder)
      #expect(lift.output == "192.0.2.0/24 is not banned any more\n")
      let again = try Command.verbatim("bans", "lift", "192.0.2.0/24", in: folder)
      #expect(again.exitCode == 1 && again.errors.contains("There is no ban of 192.0.2.0/24"))
    }
  }

  @Test func `a password that is missing or too short is refused`() throws {
    try inFolder { (folder: Folder) throws in
      let none = try Command.shell("\"$VERBATIM\" users set-password bob </dev/null", in: folder)
      #expect(none.exitCode == 2 && none.errors.contains("There is no password on standard input"))
      let short = try Command.shell("echo short | \"$VERBATIM\" users set-password bob", in: folder)
      #expect(short.exitCode == 1 && short.errors.contains("at least 8 bytes. (bad_frame)"))
    }
  }

  @Test func `a token is alone on standard output, and no list shows it`() throws {
    try inFolder(database: false) { (folder: Folder) throws in
      let create = try Command.verbatim("token", "create", "echo", "--bot", "--label", "CI", in: folder)
      #expect(create.exitCode == 0)
      let token = create.output.dropLast()
      #expect(token.hasPrefix("vbt_") && token.count == 47)
      #expect(create.errors.hasPrefix("the bot echo is new\ntoken "))
      #expect(!create.errors.contains(token))
      let list = try Command.verbatim("token", "list", "echo", in: folder)
      #expect(list.output.hasSuffix("  CI\n") && !list.output.contains(token))
      #expect(try bytes(of: folder).range(of: Data(token.utf8)) == nil)
      let id = String(list.output.split(separator: "\n")[1].prefix(16))
      let revoke = try Command.verbatim("token", "revoke", id, in: folder)
      #expect(revoke.exitCode == 0 && revoke.output == "token \(id) of echo is revoked\n")
      let again = try Command.verbatim("token", "revoke", id, in: folder)
      #expect(again.exitCode == 1 && again.errors.contains("no_such_token"))
    }
  }

  @Test func `an invitation is alone on standard output, listed by its id, and revoked`() throws {
    try inFolder { (folder: Folder) throws in
      let create = try Command.verbatim("invite", "create", "--uses", "3", "--days", "2", in: folder)
      #expect(create.exitCode == 0, "\(create.errors)")
      let code = create.output.dropLast()
      #expect(code.hasPrefix("vbi_") && code.count == 47)
      #expect(create.errors.hasPrefix("invitation ") && !create.errors.contains(code))
      let list = try Command.verbatim("invite", "list", in: folder)
      let line = list.output.split(separator: "\n").last ?? ""
      #expect(line.contains("  3     ") && !list.output.contains(code))
      #expect(try bytes(of: folder).range(of: Data(code.utf8)) == nil)
      let revoke = try Command.verbatim("invite", "revoke", String(line.prefix(16)), in: folder)
      #expect(revoke.exitCode == 0 && revoke.output == "invitation \(line.prefix(16)) is revoked\n")
      let again = try Command.verbatim("invite", "revoke", String(line.prefix(16)), in: folder)
      #expect(again.exitCode == 1 && again.errors.contains("invitation_invalid"))
      let many = try Command.verbatim("invite", "create", "--uses", "0", in: folder)
      #expect(many.exitCode == 2 && many.errors.contains("--uses must be from 1"))
    }
  }

  @Test func `a path that is mistyped makes nothing`() throws {
    try inFolder(database: false) { (folder: Folder) throws in
      for line in ["users list", "rooms delete tea --yes", "token list", "token revoke 0123456789abcdef"] {
        let command = try Command.shell("\"$VERBATIM\" \(line) --database typo.db", in: folder)
        #expect(command.exitCode == 2, "\(line)")
        #expect(command.errors.contains("There is no database typo.db"))
      }
      let refused = try Command.verbatim("token", "create", "two words", in: folder)
      #expect(refused.exitCode == 1 && refused.errors.contains("name_invalid"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }
  }

  @Test func `a database that a server uses is left alone`() throws {
    try inUsedFolder { (folder: Folder) throws in
      for line in ["users list", "users delete bob --yes", "token create echo"] {
        let command = try Command.shell("\"$VERBATIM\" \(line)", in: folder)
        #expect(command.exitCode == 4, "\(line)")
        #expect(command.errors.contains("a server is using it: give --url"))
        #expect(command.output == "")
      }
    }
  }

  @Test(
    arguments: [
      ("users show nobody", 1, "no_such_user"), ("rooms show nowhere", 1, "no_such_room"),
      ("messages show 9 --room tea", 1, "no_such_message"), ("users list --cursor x", 1, "cursor_invalid"),
      ("token create alice --bot", 1, "forbidden"), ("users list --limit 0", 2, "--limit must be from 1"),
      ("messages list", 2, "Give --room or --between."), ("messages show 1 --between alice", 2, "two names"),
      ("users list --url ws://localhost --database x", 2, "not both"),
      ("users list --url http://localhost", 2, "ws://localhost:8080"),
      ("users list --url ws://localhost", 2, "VERBATIM_ADMIN_TOKEN"),
      ("users list --admin-token-file t", 2, "--url"),
      ("users list --url ws://localhost --admin-token-file none", 2, "cannot be read"),
    ] as [(String, Int32, String)])
  func `what cannot be done is said, with the exit code for it`(line: String, code: Int32, said: String)
    throws
  {
    try inFolder { (folder: Folder) throws in
      let command = try Command.shell("unset VERBATIM_ADMIN_TOKEN; \"$VERBATIM\" \(line)", in: folder)
      #expect(command.exitCode == code)
      #expect(command.errors.contains(said))
      #expect(command.output == "")
    }
  }

  @Test func `a refusal in JSON is an answer, and fails all the same`() throws {
    try inFolder { (folder: Folder) throws in
      let command = try Command.verbatim("users", "show", "nobody", "--json", in: folder)
      #expect(command.exitCode == 1)
      #expect(command.output.hasPrefix(#"{"error":{"code":"no_such_user","message":"#))
    }
  }

  @Test func `sessions outlive what an operator does meanwhile`() throws {
    try inFolder { (folder: Folder) throws in
      #expect(try Command.verbatim("token", "create", "echo", in: folder).exitCode == 0)
      let user = try Command.verbatim("users", "show", "alice", in: folder)
      #expect(user.output.contains("sessions  1\n"))
    }
  }
}

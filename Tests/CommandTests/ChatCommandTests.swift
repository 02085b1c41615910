import TestSupport
import Testing

/// `verbatim chat` and `verbatim record --url` against a real server.
@Suite(.blocking) struct ChatCommandTests {
  /// Shell functions for a server, people and waiting for facts. Everything that is started ends with the shell.
  static let tools = """
    set -u
    export VERBATIM_PASSWORD='open sesame'
    pids=''
    trap 'for pid in $pids; do kill -9 $pid 2>/dev/null; done; exec 3>&- 4>&- 5>&-' EXIT
    appears() { n=0; until grep -qF -- "$1" "$2" 2>/dev/null; do
      n=$((n + 1)); [ $n -lt 600 ] || { echo "never: $1 in $2"; cat "$2"; exit 9; }; sleep 0.05; done; }
    serve() { rm -f serve.out; "$VERBATIM" serve --port "$1" --database a.db --clock "$2" > serve.out 2> serve.err & server=$!
      pids="$pids $server"; appears /ws serve.out
      address=$(sed -n 's|.*\\(ws://[0-9.:]*\\)/ws.*|\\1|p' serve.out | head -n 1); }
    chat() { timeout 60 "$VERBATIM" chat "$@"; }

    """

  private func run(_ script: String) throws -> Command {
    let folder = try Folder()
    defer { folder.remove() }
    return try Command.shell(Self.tools + script, in: folder)
  }

  @Test func `two people in pipes join, talk, ask and leave`() throws {
    let result = try run(
      #"""
      serve 0 virtual
      printf '/join lobby\nhi \033[31mred\n' | chat $address --user alice --register > alice.out || exit 1
      printf '/who\n/search hi\n/history\n/rooms\n/help\n/pm alice psst\n/nope\n/leave\n/quit\nnever said\n' |
        chat $address/ws --user bob --register --room lobby || exit 1
      cat alice.out
      """#)
    #expect(result.exitCode == 0, "\(result.output)\(result.errors)")
    let expected = """
      — logged in as bob
      — you are in lobby: bob (1 online)
      HH:MM #1 alice: hi ␛[31mred
      — end of earlier messages
      — in lobby: bob (1 online)
      — found 1
      HH:MM #1 alice: hi ␛[31mred
      — history of lobby, 1 message
      HH:MM #1 alice: hi ␛[31mred
      lobby (1 online)
      /join ROOM
      HH:MM (private to alice): psst — alice is not here and can read it later
      ! There is no command /nope; /help lists them. (unknown_command)
      — you left lobby
      — logged in as alice
      — you are in lobby: alice (1 online)
      HH:MM alice: hi ␛[31mred
      """
    var rest = result.output.replacing(#/(\d{4}-\d\d-\d\d )?\d\d:\d\d /#, with: "HH:MM ")
    for line in expected.split(separator: "\n") {
      let found = rest.firstRange(of: line)
      #expect(found != nil, "\(line) in \(result.output)")
      if let found { rest = String(rest[found.upperBound...]) }
    }
    #expect(!result.output.contains("\u{1b}"))
    #expect(!result.output.contains("never said"))
  }

  @Test func `a killed server comes back, and what was typed meanwhile is said once`() throws {
    let result = try run(
      #"""
      port=$((20000 + $$ % 12000)) # None that another program is given while the server is away.
      serve $port wall
      mkfifo typed; chat $address --user alice --register < typed > alice.out 2>&1 & alice=$!; pids="$pids $alice"
      exec 3> typed
      printf '/join lobby\none\n' >&3
      appears 'alice: one' alice.out
      kill -9 $server; wait $server 2>/dev/null
      appears reconnecting alice.out
      printf 'two\n' >&3
      serve $port wall
      appears 'connected again' alice.out
      printf 'three\n/quit\n' >&3
      wait $alice || exit 1
      cat alice.out
      printf '/history lobby\n' | chat $address | grep -c 'alice: two'
      """#)
    #expect(result.exitCode == 0, "\(result.output)\(result.errors)")
    let lines = result.output.split(separator: "\n").map { $0.replacing(#/^\d\d:\d\d /#, with: "") }
    #expect(
      lines.map { String($0) } == [
        "— logged in as alice", "— you are in lobby: alice (1 online)", "alice: one", "— reconnecting…",
        "— connected again", "alice: two", "alice: three", "1",
      ])
  }

  @Test func `wrong passwords, wrong addresses and wrong options have exit codes`() throws {
    let result = try run(
      #"""
      serve 0 virtual
      chat $address --user alice --register < /dev/null; echo $?
      printf 'a wrong one\n' > wrong
      chat $address --user alice --password-file wrong < /dev/null; echo $?
      printf 'no-such-token\n' > token
      chat $address --token-file token < /dev/null; echo $?
      chat ws://127.0.0.1:1 < /dev/null; echo $?
      chat localhost < /dev/null 2> /dev/null; echo $?
      chat $address --register < /dev/null 2> /dev/null; echo $?
      """#)
    #expect(
      result.output.split(separator: "\n") == ["— logged in as alice", "0", "1", "1", "4", "2", "2"],
      "\(result.output)\(result.errors)")
    #expect(result.errors.contains("the log-in was refused"))
    #expect(result.errors.contains("no server answers there"))
  }

  @Test func `three people who are recorded, one of them cut off, become a scenario that passes`() throws {
    let result = try run(
      #"""
      serve 0 virtual
      "$VERBATIM" record --url $address -o live.chat --title 'A live one' > record.out 2> record.err & record=$!
      pids="$pids $record"; appears /ws record.out
      relay=$(sed -n 's|.*at \(ws://[0-9.:]*\)/ws.*|\1|p' record.out)
      for name in alice bob carol; do
        mkfifo $name.in; "$VERBATIM" chat $relay --user $name --register < $name.in > $name.out 2>&1 &
        pids="$pids $!"; eval $name=$!
        case $name in alice) exec 3> $name.in;; bob) exec 4> $name.in;; carol) exec 5> $name.in;; esac
        appears 'logged in' $name.out
      done
      printf '/join lobby\n' >&3; appears 'you are in' alice.out
      printf '/join lobby\n' >&4; appears 'bob joined' alice.out
      printf '/join lobby\n' >&5; appears 'carol joined' alice.out; appears 'carol joined' bob.out
      printf 'it is open sesame, do not tell\n' >&3; appears 'open sesame' bob.out
      printf 'hello\n' >&4; appears 'bob: hello' carol.out; appears 'bob: hello' alice.out
      kill -9 $carol; wait $carol 2> /dev/null
      printf '/pm alice she is gone\n' >&4; appears 'she is gone' alice.out
      printf '/quit\n' >&3; wait $alice; appears 'alice left' bob.out
      printf '/quit\n' >&4; wait $bob
      kill -TERM $record; wait $record || { cat record.err; exit 1; }
      cat live.chat
      "$VERBATIM" run --quiet live.chat && "$VERBATIM" lint live.chat && "$VERBATIM" format --check live.chat || exit 1
      cat record.err >&2
      """#)
    #expect(result.exitCode == 0, "\(result.output)\(result.errors)")
    #expect(result.output.contains("1 passed"), "\(result.output)")
    for line in [
      "users: alice bob carol", "! cut carol", "! close alice", "bob   < private_message_delivered",
    ] {
      #expect(result.output.contains(line), "\(line) in \(result.output)")
    }
    #expect(!result.output.contains("sesame"))
    #expect(result.errors.contains("left out: a frame with a secret in it"), "\(result.errors)")
    #expect(result.errors.contains("differs: "), "\(result.errors)")
  }

  @Test func `a recording ends by itself when the last client has left`() throws {
    let result = try run(
      #"""
      serve 0 virtual
      "$VERBATIM" record --url $address -o live.chat --until-idle > record.out & record=$!
      pids="$pids $record"; appears /ws record.out
      relay=$(sed -n 's|.*at \(ws://[0-9.:]*\)/ws.*|\1|p' record.out)
      printf '/join lobby\nhi\n' | chat $relay --user alice --register || exit 1
      wait $record || exit 1
      cat live.chat
      "$VERBATIM" run --quiet live.chat
      """#)
    #expect(result.exitCode == 0, "\(result.output)\(result.errors)")
    #expect(result.output.contains("1 passed"))
    #expect(result.errors.isEmpty, "\(result.errors)")
  }
}

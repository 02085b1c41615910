import Foundation
import TestSupport
import Testing

/// `verbatim bot` against a real server.
@Suite(.blocking) struct BotCommandTests {
  private static let tools =
    ChatCommandTests.tools + """
      echo 'operator-token-of-some-length' > admin
      export VERBATIM_ADMIN_TOKEN_FILE=$PWD/admin
      export VERBATIM_LIMIT=messages_per_second=1000
      bot() { : > bot.err; "$VERBATIM" bot echo --url $address/ws --room lobby "$@" > bot.out 2> bot.err & bot=$!; pids="$pids $bot"; }
      run() { timeout 60 "$VERBATIM" bot "$@"; echo $?; }
      token() { "$VERBATIM" token "$@" --url $address --admin-token-file admin; }
      alice() { mkfifo typed; timeout 280 "$VERBATIM" chat $address --user alice --register --room lobby < typed > alice.out 2>&1 &
        alice=$!; pids="$pids $alice"
        exec 3> typed; appears 'you are in lobby' alice.out; }

      """

  private func run(_ script: String) throws -> Command {
    let folder = try Folder()
    defer { folder.remove() }
    return try Command.shell(Self.tools + script, in: folder)
  }

  @Test func `a bot that is killed while it answers, and whose server is, answers everything once`() throws {
    let result = try run(
      #"""
      port=$((20000 + $$ % 12000)) # None that another program is given while the server is away.
      serve $port wall
      token create echo --bot > token 2> /dev/null
      alice
      bot --token-file token --state kept
      appears 'echo joined' alice.out
      for part in 1 2 3 4; do
        for n in 1 2 3 4 5; do printf '!echo %s\n' "$part$n" >&3; done
        appears "echo: ${part}2" alice.out
        kill -9 $bot; wait $bot 2> /dev/null
        bot --token-file token --state kept
      done
      appears 'echo: 45' alice.out
      kill -9 $server; wait $server 2> /dev/null
      appears 'not connected; trying again' bot.err
      serve $port wall
      appears 'connected again' bot.err
      appears 'connected again' alice.out
      printf '!echo last\n' >&3
      appears 'echo: last' alice.out
      kill -TERM $bot; wait $bot; echo "stopped $?"
      printf '/quit\n' >&3; wait $alice
      sed -n 's/.* echo: //p' alice.out | tr '\n' ' '
      grep -c 'echo left' alice.out
      """#)
    #expect(
      result.output
        == "stopped 0\n11 12 13 14 15 21 22 23 24 25 31 32 33 34 35 41 42 43 44 45 last 0\n",
      "\(result.output)\(result.errors)")
  }

  @Test func `a token that is revoked ends the bot with what to do`() throws {
    let result = try run(
      #"""
      serve 0 virtual
      bot --admin-token-file admin
      appears 'logged in' bot.err
      id=$(token list echo | awk 'NR == 2 { print $1 }')
      token revoke $id
      wait $bot; echo $?
      cat bot.err
      """#)
    #expect(result.output.contains("\n1\n"), "\(result.output)\(result.errors)")
    #expect(
      result.output.contains(
        "(4503): The token was revoked, or the session was ended by its user or an operator. Make a new one with `verbatim token create"
      ))
  }

  @Test func `many bots of a kind run in one process, with metrics, each with its own state`() throws {
    let result = try run(
      #"""
      serve 0 virtual
      alice
      bot --count 3 --admin-token-file admin --state kept --metrics 0
      for n in 1 2 3; do appears "echo-$n joined" alice.out; done
      page=$(sed -n 's/.*metrics are at //p' bot.err)
      printf '!echo all\n' >&3
      for n in 1 2 3; do appears "echo-$n: all" alice.out; done
      curl -s $page | grep '^verbatim_bot_actions_total'
      kill -INT $bot; wait $bot; echo $?
      printf '/quit\n' >&3; wait $alice
      ls kept | grep -v lock
      """#)
    #expect(
      result.output.contains(#"verbatim_bot_actions_total{kind="chat_message"} 3"#),
      "\(result.output)\(result.errors)")
    #expect(result.output.hasSuffix("0\necho-1.json\necho-2.json\necho-3.json\n"))
  }

  @Test func `what is missing or wrong has an exit code, and its remedy`() throws {
    let result = try run(
      #"""
      serve 0 virtual
      run nope; run echo --url $address; run echo --url localhost --token t; run echo --count 2 --url $address --token t
      run echo --url $address --token no-such-token
      run echo --url $address/nowhere --token t
      run echo --url ws://127.0.0.1:1 --token t --give-up-after 1
      mkdir kept; echo nonsense > kept/echo.json
      run echo --url $address --token t --state kept; cat kept/echo.json
      run --list
      """#)
    #expect(
      result.output.split(separator: "\n").prefix(9) == [
        "2", "2", "2", "2", "1", "4", "4", "3", "nonsense",
      ], "\(result.output)\(result.errors)")
    for remedy in [
      "there are clerk, dice, echo, greeter", "A bot needs a token", "is not a server's address",
      "2 bots need as many tokens",
      "(auth_failed)", "check the path", "check the address and that the server runs",
      "move it away to start without it",
    ] { #expect(result.errors.contains(remedy), "\(remedy) in \(result.errors)") }
    #expect(result.output.contains("\ngreeter\n"))
  }
}

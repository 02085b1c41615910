import Harness
import Reports
import ScenarioLanguage
import Testing
import Wire

/// What the page of a watch shows of a debugger.
@Suite struct DebuggerOverviewTests {
  @Test func `it tells what the commands tell`() throws {
    var debugger = try ScenarioTexts.talk.debugger()
    for command in ["run 17", "try bob > hi"] { #expect(!debugger.answer(command).isRefusal) }
    let overview = debugger.overview
    #expect(overview.inboxes == debugger.answer("inbox").text)
    #expect(overview.names == "$seq = 2\n")
    #expect(overview.rooms == debugger.answer("rooms").text)
    #expect(overview.state == debugger.answer("state").text)
    #expect(overview.canKeep)
    #expect(overview.title + "\n" + overview.place == debugger.greeting)
  }

  @Test func `it has the file with the line that is next, and none after the last step`() throws {
    var debugger = try ScenarioTexts.talk.debugger()
    #expect(debugger.overview.path == "test.chat" && debugger.overview.isFileOfScenario)
    #expect(debugger.overview.line == 9)
    #expect(debugger.overview.lines.count == 20)
    #expect(debugger.overview.lines[8] == "alice > /join lobby")
    _ = debugger.answer("run 14")
    #expect(debugger.overview.line == 5, "the line of the macro that does it")
    #expect(!debugger.overview.canKeep)
    var passing = try ScenarioTexts("title: T\nusers: alice\n+1s\n").debugger()
    _ = passing.answer("step")
    #expect(passing.overview.line == nil && passing.overview.path == "test.chat")
  }

  @Test func `a failure is at its line and in the lanes`() throws {
    var debugger = try ScenarioTexts.talk.debugger()
    let answer = debugger.answer("run")
    #expect(debugger.overview.line == 20)
    #expect(debugger.overview.result.verdict.failure != nil)
    let message = LivePage.position(of: debugger, after: answer)
    #expect(message["type"] == .string("position") && message["line"] == .integer(20))
    #expect(message["answer"] == .string(answer.text))
    guard case .string(let lanes)? = message["lanes"] else {
      Issue.record("no lanes")
      return
    }
    #expect(lanes.contains("failing") && lanes.contains("id=\"r3-what\""))
  }

  @Test func `an included file is shown with its path`() throws {
    let texts = ScenarioTexts(
      "title: T\nusers: alice\n\ninclude meeting.chat\n",
      including: ["meeting.chat": "alice > /join lobby\nalice < user_list\n"])
    let overview = try texts.debugger().overview
    #expect(overview.path == "meeting.chat" && !overview.isFileOfScenario)
    #expect(overview.line == 1 && overview.lines == ["alice > /join lobby", "alice < user_list"])
  }

  @Test func `secrets have their placeholders everywhere`() throws {
    let texts = ScenarioTexts(
      """
      title: Gina registers
      guests: gina

      gina >json {"type":"register","user":"gina","password":"correct horse battery"}
      gina < ready token=?token
      gina < nothing

      """)
    var debugger = try texts.debugger()
    var messages = [LivePage.position(of: debugger)]
    let login = "{\"type\":\"login\",\"user\":\"gina\",\"password\":\"wrong staple\"}"
    for command in ["step", "step", "try gina >json \(login)", "keep"] {
      let answer = debugger.answer(command)
      messages.append(LivePage.position(of: debugger, after: answer))
    }
    for message in messages {
      let text = String(decoding: message.bytes, as: UTF8.self)
      #expect(text.contains("‹password 1›"))
      #expect(!text.contains("correct horse") && !text.contains("wrong staple"))
    }
    guard case .string(let names)? = messages[2]["names"] else {
      Issue.record("no names")
      return
    }
    #expect(names.contains("$token = ") && names.contains("‹token 1›"))
  }
}

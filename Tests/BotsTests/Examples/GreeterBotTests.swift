import Bots
import Testing

@Suite("Greeter") struct GreeterBotTests {
  private func greetings(_ events: [BotEvent]) -> [BotAction] {
    var bot = GreeterBot()
    return events.flatMap { bot.handle($0, in: .at(0, user: "greeter")) }
  }

  private let hello = BotAction.say("Welcome to lobby, bob!", room: "lobby")

  @Test func `a newcomer is greeted once`() {
    #expect(
      greetings([.userJoined(room: "lobby", user: "bob"), .userJoined(room: "lobby", user: "bob")]) == [hello]
    )
  }

  @Test func `who was away is greeted again`() {
    let join = BotEvent.userJoined(room: "lobby", user: "bob")
    #expect(greetings([join, .userLeft(room: "lobby", user: "bob"), join]) == [hello, hello])
  }

  @Test func `who was there first is not greeted`() {
    #expect(
      greetings([
        .joined(room: "lobby", users: ["bob", "greeter"]), .userJoined(room: "lobby", user: "bob"),
      ]).isEmpty)
  }

  @Test func `it never greets itself`() {
    #expect(greetings([.userJoined(room: "lobby", user: "greeter")]).isEmpty)
  }

  @Test func `each room has its own guests`() {
    #expect(
      greetings([
        .joined(room: "tea", users: ["bob"]), .userJoined(room: "lobby", user: "bob"),
        .userLeft(room: "tea", user: "bob"), .userJoined(room: "lobby", user: "bob"),
      ]) == [hello])
  }

  @Test func `a new list of a room replaces the old one`() {
    #expect(
      greetings([
        .joined(room: "lobby", users: ["bob"]), .joined(room: "lobby", users: []),
        .userJoined(room: "lobby", user: "bob"),
      ]) == [hello])
  }
}

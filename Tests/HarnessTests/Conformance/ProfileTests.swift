import Harness
import ProtocolRegistry
import ScenarioLanguage
import Testing
import Wire

@testable import Conformance

/// What a check needs of a server.
@Suite struct ProfileTests {
  private func profiles(header: String = "", _ body: String) throws -> Set<Profile> {
    let text = "title: T\nusers: alice bob\n\(header)\n\(body)\n"
    return try #require(ScenarioTexts(text).load().scenarios.first).profiles
  }

  @Test(
    arguments: [
      ("", "alice > /join lobby\nalice < user_list", []),
      ("", "alice > /pm bob hi\nbob < private_message", [.private]),
      ("", "alice > /search hi\nalice < search", [.search]),
      ("", "alice > /history\nalice < history", [.history]),
      ("", "alice > /react 1 a\nalice < reaction_added", [.reactions]),
      ("", "alice > /kick bob\nalice < error", [.moderation]),
      ("", #"alice >json {"type":"set_timer","timer":"t","milliseconds":1}"# + "\nalice < timer", [.timers]),
      ("", #"alice >json {"type":"join","room":"r","after":0}"# + "\nalice < user_list", [.history]),
      ("", "! cut alice\n! return alice\nalice < ready", [.resume]), ("", "! crash\n! restart", [.resume]),
      ("limits: rooms_per_session=1\n", "alice > /join lobby\nalice < user_list", [.limits]),
      ("bots: echo\n", "alice > /join lobby\nalice < user_list", [.bots]),
    ] as [(String, String, Set<Profile>)])
  func `what a scenario uses tells its profiles`(
    header: String, body: String, expected: Set<Profile>
  ) throws {
    #expect(try profiles(header: header, body) == expected.union([.core]))
  }

  @Test func `a profile that hello can lack is named as a capability`() {
    let optional = Profile.allCases.compactMap(\.capability)
    #expect(
      optional == [
        "history", "search", "editing", "threads", "reactions", "conversations", "resume", "tokens",
        "tutorials", "moderation", "timers", "typing", "bot_commands", "status", "blocking", "http",
      ])
  }

  @Test func `every clause and every command belongs to one`() {
    #expect(Set(Clause.all.map(\.profile)) == Set(Profile.allCases))
    #expect(CommandDefinition.search.profile == .search)
    #expect(CommandDefinition.ping.profile == .core)
  }
}

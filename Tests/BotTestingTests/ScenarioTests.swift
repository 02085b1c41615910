import Bots
import Foundation
import Testing

@testable import BotTesting

@Suite("Scenarios with bots of one's own") struct ScenarioTests {
  private func reports(_ text: String, bots: [String: any Bot]) throws -> [String] {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).chat").path
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try failures(ofScenariosIn: path, bots: bots).map { $0.replacing(path, with: "PATH") }
  }

  private let bots = ["loud": ScriptedBot { $0.user == "alice" ? [$0.answer($0.text.uppercased())] : [] }]

  @Test func `a scenario passes, also for an example bot`() throws {
    let text = """
      title: Two bots
      users: alice
      bots: loud in lobby, echo in lobby

      alice > /join lobby
      alice < user_list users=[loud, echo, alice]
      alice > !echo hi
      alice < chat_message user=alice
      alice < chat_message user=loud message="!ECHO HI"
      alice < chat_message user=echo message=hi
      """
    #expect(try reports(text, bots: bots) == [])
  }

  @Test func `a failure has the report and the conversation`() throws {
    let text = """
      title: Not so loud
      users: alice
      bots: loud in lobby

      alice > /join lobby
      alice < user_list
      alice > hi
      alice < chat_message user=alice
      alice < chat_message user=loud message=hi
      """
    let reports = try reports(text, bots: bots)
    #expect(reports.count == 1)
    let report = try #require(reports.first)
    #expect(
      report.hasPrefix("FAIL  PATH: Not so loud\n\nPATH:9:32: alice received something else\n"), "\(report)")
    #expect(report.contains("\n  differs:  message: expected hi, came HI\n"), "\(report)")
    #expect(
      report.contains("\nthe conversation so far:\nalice > /join lobby\nalice < user_list "), "\(report)")
  }

  @Test func `a bot that nobody gave is named, and so is a file that is not there`() throws {
    let text = "title: Nobody\nbots: lowd in lobby\n"
    #expect(try reports(text, bots: bots).first?.contains("no bot is called lowd") == true)
    #expect(throws: (any Error).self) { try failures(ofScenariosIn: "nowhere.chat", bots: bots) }
  }
}

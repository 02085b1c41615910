import Bots
import Foundation
import TestSupport
import Testing
import Wire

@testable import BotRuntime

@Suite struct `A state file` {
  private let folder: TemporaryFolder
  private var path: String { folder.file("echo.json") }

  init() throws { folder = try TemporaryFolder() }

  @Test func `gives back what was put in, and only its owner can read it`() throws {
    let file = try StateFile(path)
    #expect(try file.load() == nil)
    var memory = BotMemory(rooms: ["lobby"], seed: 7, keyPrefix: "k")
    memory.session = .init(name: "s", received: 3)
    try file.save(.init(user: "echo", memory: memory))
    try file.save(.init(user: "echo", memory: memory))
    let kept = try #require(try file.load())
    #expect(kept.user == "echo")
    #expect(kept.memory.session == memory.session)
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
  }

  @Test func `a folder stands for the file of the bot in it`() throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try StateFile(path).save(.init(user: "echo", memory: BotMemory(rooms: [])))
    #expect(FileManager.default.fileExists(atPath: path + "/bot.json"))
    #expect(try StateFile(path).load()?.user == "echo")
  }

  @Test func `belongs to one runner until that lets go of it`() throws {
    do {
      let first = try StateFile(path)
      #expect(throws: BotRunner.Failure.stateInUse(path: path)) { try StateFile(path) }
      withExtendedLifetime(first) {}
    }
    _ = try StateFile(path)
  }

  @Test(arguments: ["", "{", #"{"format":1}"#, #"{"format":2,"user":"echo","memory":{}}"#])
  func `is left as it is where it cannot be read`(text: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    let file = try StateFile(path)
    let error = #expect(throws: BotRunner.Failure.self) { try file.load() }
    #expect(error?.description.contains("move it away to start without it") == true)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
  }

  @Test func `says where it cannot be written`() throws {
    let path = folder.file("nowhere/echo.json")
    let error = #expect(throws: BotRunner.Failure.self) { try StateFile(path) }
    #expect(error?.description.contains("\(path) cannot be written (No such file or directory)") == true)
  }
}

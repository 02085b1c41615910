import Engine
import Foundation
import TestSupport
import Testing
import Wire

@testable import Host

@Suite("Frame log") struct FrameLogTests {
  /// Runs the body with a log, and returns the lines that it wrote.
  private func lines(_ body: (FrameLog) throws -> Void) throws -> [String] {
    let folder = try TemporaryFolder()
    try body(try #require(FrameLog(folder: folder.path)))
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(names == ["frames-\(getpid()).jsonl"])
    let file = folder.file(names[0])
    let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    return try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").map(String.init)
  }

  @Test func `a frame is written with its channel, its way and its server`() throws {
    let written = try lines { log in
      log.note(received: Array(#"{"type":"ping"}"#.utf8), on: .verbatim, host: 2)
      log.note(sent: Array(#"{"type":"ok"}"#.utf8), on: .operator)
    }
    #expect(
      written == [
        #"{"channel":"verbatim","host":2,"received":true,"frame":{"type":"ping"}}"#,
        #"{"channel":"operator","host":0,"received":false,"frame":{"type":"ok"}}"#,
      ])
  }

  @Test func `a frame that could not be read has its code, and is left out where it is no JSON`() throws {
    let written = try lines { log in
      let refusal = Refusal(.badFrame, "It is missing.", field: "room")
      log.note(received: Array(#"{"type":"join"}"#.utf8), on: .verbatim, host: 1, refusal: refusal)
      log.note(
        received: Array(#"{"password":"open sesame""#.utf8), on: .tutorialChat, host: 1,
        refusal: Refusal(.badJSON, "It ends."))
    }
    #expect(
      written == [
        #"{"channel":"verbatim","host":1,"received":true,"refusal":"bad_frame","field":"room","frame":{"type":"join"}}"#,
        #"{"channel":"tutorialChat","host":1,"received":true,"refusal":"bad_json","problem":"expected ',' or '}' at byte 25, where the text ends"}"#,
      ])
  }

  @Test func `a frame that is no JSON and went out all the same has the reason`() throws {
    let written = try lines { $0.note(sent: Array(#"{"type":"#.utf8), on: .verbatim) }
    #expect(
      written == [
        #"{"channel":"verbatim","host":0,"received":false,"problem":"expected a value at byte 8, where the text ends"}"#
      ])
  }

  @Test(arguments: [
    #"{"type":"register","user":"alice","password":"open sesame"}"#,
    #"{"type":"set_password","old_password":"open sesame","password":"x"}"#,
    #"{"type":"login","token":"open sesame","resume":{"session":"open sesame","received":1}}"#,
    #"{"type":"ready","user":"alice","session":"open sesame","token":"open sesame"}"#,
    #"{"p\u0061ssword":"open sesame"}"#, #"[{"token":"open sesame"}]"#,
  ])
  func `no secret is written`(frame: String) throws {
    let written = try lines { $0.note(received: Array(frame.utf8), on: .verbatim) }
    #expect(written.count == 1)
    #expect(!written[0].contains("sesame"))
  }

  @Test func `a folder that is not there gives no log`() {
    #expect(FrameLog(folder: "/nowhere/at/all") == nil)
  }
}

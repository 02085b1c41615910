import Relay
import Testing
import Wire

@testable import faulty_server

@Suite struct FrameTests {
  @Test(arguments: [
    (line: "/JOIN attic", meaning: Frame("join", ["room": "attic"])),
    (line: "hello", meaning: Frame("chat_message", ["message": "hello", "room": "lobby"])),
    (line: "//leave", meaning: Frame("chat_message", ["message": "/leave", "room": "lobby"])),
    (line: "/leave", meaning: Frame("leave", ["room": "lobby"])),
    (
      line: "/pm bob  two  words ", meaning: Frame("private_message", ["to": "bob", "message": "two  words"])
    ),
    (line: "/history @bob 5", meaning: Frame("history", ["limit": 5, "with": "bob"])),
    (line: "/pm bob", meaning: Frame("line", ["line": "/pm bob"])),
    (line: "/dance", meaning: Frame("line", ["line": "/dance"])),
  ])
  func `a typed line is seen as the command that it means`(line: String, meaning: Frame) {
    let typed = Frame("line", ["line": .string(line)])
    #expect(typed.meaning(in: "lobby") == meaning)
  }

  @Test func `a frame that is longer than it says it has to be is seen to be so`() throws {
    var reader = RawFrameReader()
    let frames = reader.frames(in: [0x81, 0xFE, 0, 1, 1, 2, 3, 4, 0x60])
    let frame = try #require(frames.first?.frame)
    #expect(frame.payload == [0x61])
    #expect(frame.isMasked && !frame.isShortest)
    #expect(frame.bytes == [0x81, 0x81, 0, 0, 0, 0, 0x61])
  }

  @Test(arguments: [0, 125, 126, 65_535, 65_536])
  func `a frame comes out of its own bytes, however they come`(length: Int) {
    let frame = RawFrame(RawFrame.text, Array(repeating: 7, count: length), isMasked: true)
    var reader = RawFrameReader()
    let bytes = frame.bytes
    #expect(reader.frames(in: bytes.dropLast(3)).isEmpty)
    #expect(reader.frames(in: bytes.suffix(3)).map(\.frame) == [frame])
  }

  @Test func `a frame of an absurd length is not waited for`() {
    var reader = RawFrameReader()
    let head: [UInt8] = [0x81, 0xFF, 0, 0, 0, 0xFF, 0, 0, 0, 0]
    #expect(reader.frames(in: head).isEmpty)
    #expect(reader.isBlind)
    #expect(reader.takeRest() == head)
  }
}

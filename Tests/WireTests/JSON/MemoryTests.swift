import Foundation
import Testing

@testable import Engine
@testable import Wire

@Suite("Memory of json-c") struct MemoryTests {
  /// json-c's trees and tokeners are freed by hand here, on every way out. The test has a process of its own, so that nobody
  /// else's memory is counted.
  @Test func `reading, refusing and writing leave nothing behind`() async {
    await #expect(processExitsWith: .success) {
      try MemoryTests.work(rounds: 500)
      let before = try MemoryTests.residentPages()
      try MemoryTests.work(rounds: 3000)
      let grown = try MemoryTests.residentPages() - before
      // The smallest tree of an object has 700 bytes; one lost in each round would be 500 pages.
      precondition(grown < 250, "\(grown) pages more are in use")
    }
  }

  private static func residentPages() throws -> Int {
    let counts = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")
    return try #require(Int(counts[1]))
  }

  private static func work(rounds: Int) throws {
    let texts = [
      #"{"type":"chat_message","room":"lobby","message":"hi"}"#, #"{"type":"login","user":"a"}"#,
      #"{"id":7}"#,
      #"{"type":"nothing","id":"7"}"#, "", "7", "[[[[1]]]]", #"{"a":{"b":1},"a":2}"#, #"{"a":[1,{"b":"#,
      #"{"a\u0000b":[1],"c":[1e999]}"#, #"{"a":100000000000000000000}"#,
    ].map { Array($0.utf8) }
    let messages: Event = .history(
      .init(conversation: .room("lobby"), messages: [Samples.stored], more: true))
    for _ in 0..<rounds {
      let decoder = FrameDecoder(limits: Limits())
      for bytes in texts {
        var secrets = TestSecrets()
        _ = decoder.decode(bytes, secrets: &secrets)
        _ = try? JSON.parse(bytes, maximumBytes: 1000, maximumDepth: 4).bytes
      }
      _ = FrameEncoder(configuration: Configuration()).encode(messages, re: "7")
    }
  }
}

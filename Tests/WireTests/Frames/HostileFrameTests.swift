import Engine
import Foundation
import TestSupport
import Testing

@testable import Wire

@Suite("Hostile frames") struct HostileFrameTests {
  @Test(arguments: Samples.commands.map(\.frame))
  func `a frame that was cut off anywhere is bad JSON`(frame: String) {
    let decoder = FrameDecoder(limits: Limits())
    var secrets = TestSecrets()
    let bytes = Array(frame.utf8)
    for length in bytes.indices {
      guard case .malformed(let refusal, nil) = decoder.decode(Array(bytes[..<length]), secrets: &secrets)
      else {
        Issue.record("\(length) bytes of \(frame) were accepted")
        continue
      }
      #expect(refusal.code == .badJSON)
    }
  }

  /// Bytes that mean something in JSON, so that mutations get past the first byte.
  private static let alphabet =
    Array(#"{}[]:,"\/u0019dDeE+-.ntfx"#.utf8) + [0, 9, 10, 0x80, 0xc0, 0xed, 0xff]

  @Test(arguments: 0..<UInt64(Soak.rounds(2, of: 8)))
  func `mutated frames are commands or refusals, the same ones each time`(seed: UInt64) {
    var random = RandomNumbers(seed: seed)
    let decoder = FrameDecoder(limits: Limits())
    for _ in 0..<2000 {
      let bytes = mutated(&random)
      var once = TestSecrets()
      var twice = TestSecrets()
      let first = decoder.decode(bytes, secrets: &once)
      let second = FrameDecoder(limits: Limits()).decode(bytes, secrets: &twice)
      #expect(first == second, "\(String(decoding: bytes, as: UTF8.self))")
      agree(bytes, first)
    }
  }

  private func mutated(_ random: inout RandomNumbers) -> [UInt8] {
    var bytes = Array((Samples.commands.randomElement(using: &random)?.frame ?? "").utf8)
    for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
      let place = Int.random(in: 0..<bytes.count, using: &random)
      let byte = Self.alphabet.randomElement(using: &random) ?? 0
      switch Int.random(in: 0..<5, using: &random) {
      case 0: bytes[place] = byte
      case 1: bytes.insert(byte, at: place)
      case 2: bytes.remove(at: place)
      case 3:
        let end = Int.random(in: place...bytes.count, using: &random)
        bytes.insert(contentsOf: bytes[place..<end], at: place)
      default: bytes[place] = UInt8.random(in: 0...255, using: &random)
      }
    }
    return bytes
  }

  /// What the decoder calls bad JSON must be what the reader refuses, and the other way round.
  private func agree(_ bytes: [UInt8], _ frame: DecodedFrame) {
    let isJSON: Bool
    do throws(JSONError) {
      _ = try JSON.parse(bytes, maximumBytes: 65_536, maximumDepth: 16)
      isJSON = true
    } catch {
      // A number that no double holds may stand in a field that nobody reads.
      isJSON = error.problem == .numberOutOfRange
    }
    switch frame {
    case .command: #expect(isJSON, "\(String(decoding: bytes, as: UTF8.self))")
    case .malformed(let refusal, _):
      #expect((refusal.code != .badJSON) == isJSON, "\(String(decoding: bytes, as: UTF8.self)): \(refusal)")
    }
  }

  @Test(
    .enabled(
      if: SharedData.exists(SharedData.naughtyStringsFile),
      "there is no \(SharedData.naughtyStringsFile.path)"))
  func `every naughty string goes through a message and comes back unchanged`() throws {
    let file = try SharedData.bytes(of: SharedData.naughtyStringsFile)
    guard case .array(let strings) = try JSON.parse(file, maximumBytes: 1_000_000, maximumDepth: 2) else {
      Issue.record("the file is no array")
      return
    }
    #expect(strings.count > 400)
    let decoder = FrameDecoder(limits: Limits())
    let encoder = FrameEncoder(configuration: Configuration())
    for string in strings {
      guard case .string(let text) = string else {
        Issue.record("\(string) is no string")
        continue
      }
      let sent: JSON = .object([
        .init("type", .string("chat_message")), .init("room", string), .init("message", string),
      ])
      var secrets = TestSecrets()
      let decoded = decoder.decode(sent.bytes, secrets: &secrets)
      guard case .command(.sendMessage(let room, let message, key: nil, extras: nil), id: nil) = decoded
      else {
        Issue.record("\(decoded)")
        continue
      }
      #expect(Array(room.utf8) == Array(text.utf8) && Array(message.utf8) == Array(text.utf8))
      let frame = encoder.encode(.userJoined(room: room, user: message), re: text)
      let received = try JSON.parse(frame, maximumBytes: 65_536, maximumDepth: 16)
      for name in ["room", "user", "re"] {
        guard case .string(let returned)? = received[name] else {
          Issue.record("\(name) is no string")
          continue
        }
        #expect(Array(returned.utf8) == Array(text.utf8))
      }
    }
  }
}

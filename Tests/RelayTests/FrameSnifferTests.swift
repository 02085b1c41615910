import Testing

@testable import Relay

@Suite struct FrameSnifferTests {
  @Test(arguments: [0, 1, 125, 126, 65_535, 65_536, 200_000], [false, true])
  func `a text that is written as a frame is read as the same text`(count: Int, isClient: Bool) {
    let text = [UInt8](repeating: 0x61, count: count)
    let bytes = RawFrame(RawFrame.text, text, isMasked: isClient).bytes
    #expect(bytes[1] & 0x80 == (isClient ? 0x80 : 0))
    var sniffer = FrameSniffer()
    // However the network cuts it: the last byte alone completes the frame.
    #expect(sniffer.take(bytes.dropLast()).isEmpty)
    let frames = sniffer.frames(in: bytes.suffix(1))
    #expect(frames.map(\.completes) == [.text(text)])
    #expect(frames.first.map(\.bytes) == bytes)
  }
}

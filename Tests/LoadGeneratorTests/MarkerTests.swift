import LoadGenerator
import Testing

@Suite("Markers of messages") struct MarkerTests {
  private func text(of marker: Marker) -> String {
    var bytes = [UInt8](repeating: 0, count: Marker.length)
    bytes.withUnsafeMutableBufferPointer { marker.write(to: $0, at: 0) }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func first(of run: UInt32, in text: String) -> Marker? {
    Array(text.utf8).withUnsafeBytes { Marker.first(of: run, in: $0) }
  }

  @Test func `a marker has a fixed form`() {
    let marker = Marker(run: 0xabcdef, sender: 18, count: 7, time: 0x1234_5678_9abc)
    #expect(text(of: marker) == "@@abcdef000012000000071234" + "56789abc@@")
  }

  @Test func `what was written is found`() {
    let marker = Marker(run: 1, sender: 0xffffff, count: .max, time: 0xffff_ffff_ffff)
    let written = text(of: marker)
    #expect(first(of: 1, in: written) == marker)
    #expect(first(of: 1, in: #"{"room":"a@b@@","message":"@"# + written + "xxx\"}") == marker)
    #expect(first(of: 2, in: written) == nil)
    #expect(first(of: 1, in: String(written.dropLast())) == nil)
    #expect(first(of: 1, in: String(written.dropFirst())) == nil)
  }

  @Test func `the marker of another run, and what only looks like one, is passed over`() {
    let other = text(of: Marker(run: 2, sender: 1, count: 1, time: 1))
    let marker = Marker(run: 1, sender: 1, count: 1, time: 1)
    #expect(first(of: 1, in: other + text(of: marker)) == marker)
    let broken = text(of: marker).replacing("1", with: "G")
    #expect(first(of: 1, in: broken + text(of: marker)) == marker)
    #expect(first(of: 1, in: "") == nil)
    #expect(first(of: 1, in: String(repeating: "@", count: 100)) == nil)
  }
}

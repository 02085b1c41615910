import LanguageServer
import Testing

/// Messages in a stream of bytes.
@Suite struct MessageReaderTests {
  @Test func `messages are found however the stream is cut`() {
    let stream = MessageReader.framed(Array("{}".utf8)) + MessageReader.framed(Array("[1]".utf8))
    for portion in 1...stream.count {
      var reader = MessageReader()
      var found: [MessageReader.Next] = []
      for start in stride(from: 0, to: stream.count, by: portion) {
        reader.append(stream[start..<min(start + portion, stream.count)])
        while let next = reader.next() { found.append(next) }
      }
      #expect(found == [.message(Array("{}".utf8)), .message(Array("[1]".utf8))])
    }
  }

  @Test func `other fields of the header are passed over, and names are alike in upper and lower case`() {
    var reader = MessageReader()
    reader.append(Array("Content-Type: x; charset=utf-8\r\ncontent-length:2\r\n\r\n{}".utf8))
    let (first, second) = (reader.next(), reader.next())
    #expect(first == .message(Array("{}".utf8)))
    #expect(second == nil)
  }

  @Test func `a message that is too long is skipped, and the next one read`() {
    var reader = MessageReader(mostBytes: 4)
    reader.append(Array("Content-Length: 5\r\n\r\n12".utf8))
    let (first, second) = (reader.next(), reader.next())
    #expect(first == .tooLong(bytes: 5))
    #expect(second == nil)
    reader.append(Array("345Content-Length: 1\r\n\r\n7".utf8))
    let third = reader.next()
    #expect(third == .message(Array("7".utf8)))
  }

  @Test(arguments: [
    "Content-Type: x\r\n\r\n", "Content-Length: -1\r\n\r\n", "Content-Length: many\r\n\r\n",
    String(repeating: "x", count: 9000),
  ])
  func `a stream without lengths is broken`(text: String) {
    var reader = MessageReader()
    reader.append(Array(text.utf8))
    guard case .broken? = reader.next() else {
      Issue.record("it was read")
      return
    }
  }
}

import Testing

@testable import Engine

@Suite struct InputCanonicalTests {
  @Test(arguments: Samples.inputs)
  func `an input comes back from its bytes`(input: Input) throws {
    #expect(try Input(canonicalBytes: input.canonicalBytes) == input)
  }

  @Test func `the samples have every kind of input and command, and there is no other`() throws {
    #expect(Set(Samples.inputs.map { $0.canonicalBytes[0] }) == Set(1...14))
    #expect(throws: CanonicalError.self) { try Input(canonicalBytes: [15]) }
    // Behind the input's number come the connection, and the tag of the command.
    let commands = Samples.commands.map { Input.command(ConnectionID(1), $0, re: nil).canonicalBytes[4] }
    #expect(Set(commands) == Set(1...33))
    #expect(throws: CanonicalError(message: "No command has this number.", offset: 5)) {
      try Input(canonicalBytes: [5, 4, 1, 15, 34])
    }
  }

  @Test func `different inputs have different bytes`() {
    #expect(Set(Samples.inputs.map(\.canonicalBytes)).count == Samples.inputs.count)
  }

  @Test(arguments: Samples.inputs)
  func `an input that is cut off anywhere is refused, or is one without its last fields`(input: Input) {
    let bytes = input.canonicalBytes
    for count in bytes.indices {
      guard let other = try? Input(canonicalBytes: Array(bytes.prefix(count))) else { continue }
      #expect(other.canonicalBytes == Array(bytes.prefix(count)), "\(count) bytes")
    }
  }

  @Test func `bytes behind an input are refused`() {
    #expect(throws: CanonicalError(message: "Bytes follow the input.", offset: 1)) {
      try Input(canonicalBytes: Input.deadline.canonicalBytes + [0])
    }
  }

  @Test(arguments: Samples.inputs)
  func `bytes with an error in them are refused, or are the one form of another input`(input: Input) {
    let bytes = input.canonicalBytes
    for place in bytes.indices {
      for flip: UInt8 in [0x01, 0x02, 0x40, 0x80, 0xff] {
        var broken = bytes
        broken[place] ^= flip
        guard let other = try? Input(canonicalBytes: broken) else { continue }
        #expect(other.canonicalBytes == broken, "byte \(place) ^ \(flip)")
      }
    }
  }

  @Test(arguments: [
    [0x80, 0x00],  // 0 in two bytes
    [0xff, 0x00],
    [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x02],  // 2^64
    [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00],
    [0x80],
    [],
  ])
  func `a number that is too long, too large or unfinished is refused`(bytes: [UInt8]) {
    var reader = CanonicalReader(bytes)
    #expect(throws: CanonicalError.self) { try reader.number() }
  }

  @Test(arguments: [0, 1, 127, 128, 300, 1 << 32, UInt64.max - 1, .max])
  func `numbers come back`(number: UInt64) throws {
    var writer = CanonicalWriter()
    writer.write(1, number)
    writer.write(2, Int64(bitPattern: number))
    writer.write(3, Digest(number, 0, number, 1))
    var reader = CanonicalReader(writer.bytes)
    #expect(try reader.read(1) == number)
    #expect(try reader.read(2) == Int64(bitPattern: number))
    #expect(try reader.read(3) == Digest(number, 0, number, 1))
    #expect(reader.isAtEnd)
  }

  @Test func `a length that the bytes cannot hold is refused before any memory is taken`() {
    var writer = CanonicalWriter()
    writer.write(number: .max)
    for bytes in [writer.bytes, writer.bytes + [1, 2, 3]] {
      #expect(throws: CanonicalError.self) {
        var reader = CanonicalReader(bytes)
        _ = try reader.text()
      }
      #expect(throws: CanonicalError.self) {
        var reader = CanonicalReader(bytes, .positional)
        _ = try reader.list(1, Bool.self)
      }
    }
  }

  @Test(arguments: Limit.allCases)
  func `a limit outside of its range is refused`(limit: Limit) throws {
    let (least, most) = (limit.definition.range.lowerBound, limit.definition.range.upperBound)
    for value in [least - 1, most + 1, .min, .max] {
      var limits = Limits()
      limits[limit] = value
      let bytes = Input.started(Configuration(limits: limits)).canonicalBytes
      #expect(throws: CanonicalError.self) { try Input(canonicalBytes: bytes) }
    }
    for value in [least, most] {
      var limits = Limits()
      limits[limit] = value
      let input = Input.started(Configuration(limits: limits))
      #expect(try Input(canonicalBytes: input.canonicalBytes) == input)
    }
  }

  @Test func `a text that is not UTF-8 is refused`() {
    var reader = CanonicalReader([2, 0xc3, 0x28])
    #expect(throws: CanonicalError(message: "A text is not UTF-8.", offset: 0)) { try reader.text() }
  }
}

import Engine
import Wire

/// What libFuzzer calls with each input: nothing that a client sends may trap, and what is read must be the same
/// after it was written.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzWire(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let limits = Limits()
  var keeper = CountingKeeper()
  let decoded = FrameDecoder(limits: limits).decode(bytes, secrets: &keeper)

  let json: JSON
  do throws(JSONError) {
    json = try JSON.parse(bytes, maximumBytes: limits[.frameBytes], maximumDepth: limits[.jsonDepth])
  } catch {
    // A number too large for a `Double` is no obstacle in a field that no command has.
    if case .command = decoded, error.problem != .numberOutOfRange {
      fatalError("a command, but no JSON: \(error)")
    }
    return 0
  }
  do throws(JSONError) {
    let again = try JSON.parse(json.bytes, maximumBytes: .max, maximumDepth: limits[.jsonDepth])
    guard again == json, again.bytes == json.bytes else { fatalError("\(json) came back as \(again)") }
  } catch {
    fatalError("\(json) was written as what cannot be read: \(error)")
  }
  return 0
}

/// Keeps no secret, and gives a number for each.
private struct CountingKeeper: SecretKeeper {
  private var last: UInt64 = 0

  mutating func keep(password: String) -> Secret {
    last += 1
    return Secret(last)
  }

  mutating func digest(of secret: String) -> Digest {
    last += 1
    return Digest(last, 0, 0, 0)
  }
}

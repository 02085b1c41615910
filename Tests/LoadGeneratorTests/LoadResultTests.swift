import Client
import LoadGenerator
import Testing
import Wire

@Suite("Results of loads") struct LoadResultTests {
  private var result: LoadResult {
    var result = LoadResult(
      of: LoadPlan(
        endpoint: Endpoint(host: "localhost", port: 8080), run: 1, connections: 10, senders: 1,
        pace: .rate(100), logIn: .registration(password: ""), rooms: .one("r"), size: 64,
        warmup: LoadTime(nanoseconds: 0), duration: LoadTime(nanoseconds: 2_000_000_000), atOnce: 64))
    result.seconds = 2
    result.measured.sent = 200
    result.measured.delivered = 2000
    result.deliveries.record(1_500_000)
    return result
  }

  @Test func `a result without a fault is good, and every fault is named`() {
    #expect(result.isGood)
    #expect(result.table.contains("Every message came once"))
    var bad = result
    bad.violations.missing = 3
    #expect(!bad.isGood)
    #expect(bad.table.contains("missing 3"))
    bad = result
    bad.errors["rate_limited"] = 7
    #expect(!bad.isGood)
    #expect(bad.table.contains("rate_limited 7"))
    #expect(bad.table.contains("--limits off"))
  }

  @Test func `the JSON has the same figures`() throws {
    let json = ServerFrame(try JSON.parse(result.json.bytes, maximumBytes: 1 << 20, maximumDepth: 16))
    #expect(json.isTrue("passed"))
    let rates = try #require(json.json["per_second"])
    #expect(rates["delivered"] == .number(1000) || rates["delivered"] == .integer(1000))
    let latency = try #require(json.json["latency_ms"]?["delivered"])
    #expect(latency["max"] == .number(1.5))
    #expect(ServerFrame(latency).number("count") == 1)
  }
}

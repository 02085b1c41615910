import Engine
import TestSupport
import Testing

@testable import Server

@Suite struct `The connections of the turn thread` {
  @Test(arguments: 0..<UInt64(Soak.rounds(3, of: 10)))
  func `are those of a dictionary, whoever comes and goes`(seed: UInt64) {
    var random = RandomNumbers(seed: seed)
    var map = ConnectionMap<String>()
    var expected: [UInt64: String] = [:]
    var number = UInt64.random(in: 0...1000, using: &random)
    for _ in 0..<300 {
      if Int.random(in: 0..<10, using: &random) < 5 {
        // Visits have numbers too, and no place here.
        number += UInt64.random(in: 1...100, using: &random)
        map.insert("connection \(number)", as: ConnectionID(number), lane: Int(number % 3))
        expected[number] = "connection \(number)"
      } else if let gone = expected.keys.sorted().randomElement(using: &random) {
        let entry = map.remove(ConnectionID(gone))
        let receiver = expected.removeValue(forKey: gone)
        #expect(entry?.receiver == receiver)
        #expect(entry?.lane == Int(gone % 3))
        #expect(map[ConnectionID(gone)] == nil)
      }
      let asked = UInt64.random(in: 0...(number + 200), using: &random)
      #expect(map[ConnectionID(asked)] == expected[asked])
    }
    for (key, receiver) in expected { #expect(map[ConnectionID(key)] == receiver) }
    let all = map.removeAll()
    let inOrder = expected.keys.sorted().compactMap { expected[$0] }
    #expect(all == inOrder)
    let rest = map.removeAll()
    #expect(rest.isEmpty)
  }

  @Test func `may begin at any number, and go on at a smaller one`() {
    var map = ConnectionMap<Int>()
    for number in [1_000_000_000, 1_000_000_100, 999_999_000] {
      map.insert(number, as: ConnectionID(UInt64(number)), lane: 0)
    }
    #expect(map[ConnectionID(999_999_000)] == 999_999_000)
    #expect(map[ConnectionID(1)] == nil)
    #expect(map[ConnectionID(2_000_000_000)] == nil)
    let all = map.removeAll()
    #expect(all == [999_999_000, 1_000_000_000, 1_000_000_100])
    // A reset server counts from 1 again.
    map.insert(1, as: ConnectionID(1), lane: 0)
    #expect(map[ConnectionID(1)] == 1)
  }

  @Test func `are marked until the marks are cleared`() {
    var map = ConnectionMap<Int>()
    for number in 1...3 { map.insert(number, as: ConnectionID(UInt64(number)), lane: 0) }
    func marked(_ map: ConnectionMap<Int>) -> [Int] {
      (1...3).filter { number in
        map.entry(of: ConnectionID(UInt64(number))).map(map.isMarked) == true
      }
    }
    map.clearMarks()
    #expect(marked(map) == [])
    let (two, none) = (map.marking(ConnectionID(2)), map.marking(ConnectionID(64)))
    #expect(two?.receiver == 2 && none?.receiver == nil)
    #expect(marked(map) == [2])
    map.clearMarks()
    #expect(marked(map) == [])
  }
}

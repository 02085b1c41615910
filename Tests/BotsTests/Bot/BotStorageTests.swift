import Bots
import Testing

@Suite("Storage") struct BotStorageTests {
  private struct Cup: Codable, Equatable {
    var tea: String
  }

  private var storage = BotStorage()

  @Test mutating func `a value is there or not, and nil takes it away`() {
    let cup = Stored<Cup?>("cup 1")
    #expect(storage[cup] == nil)
    storage[cup] = Cup(tea: "green")
    #expect(storage[cup] == Cup(tea: "green"))
    #expect(storage.keys(beginning: "cup ") == ["cup 1"])
    storage[cup] = nil
    #expect(storage[cup] == nil)
    #expect(storage.isEmpty)
  }

  @Test mutating func `nil is kept where it is not the default`() {
    let limit = Stored<Int?>("limit", default: 5)
    storage[limit] = nil
    #expect(storage[limit] == nil)
    #expect(!storage.isEmpty)
  }

  @Test mutating func `what is free becomes less, and more again`() {
    #expect(storage.freeBytes == BotStorage.maximumBytes)
    storage["key"] = "value"
    #expect(storage.freeBytes == BotStorage.maximumBytes - 8)
    storage["key"] = nil
    #expect(storage.freeBytes == BotStorage.maximumBytes)
    storage["big"] = String(repeating: "x", count: BotStorage.maximumBytes)
    #expect(storage.freeBytes == 0)
  }
}

import FoundationEssentials

/// What a bot remembers over a restart: texts by their keys. The runner stores it.
///
/// Values of other types are kept as JSON, by a `Stored` that names key, type and default:
///
///     static let scores = Stored("scores", default: [String: Int]())
///     context.storage[Self.scores][message.user, default: 0] += 1
///
/// What grows belongs into a key for each thing, as in `"reminder/17"`, and not into one large value.
public struct BotStorage: Hashable, Codable, Sendable {
  /// The most bytes of keys and values together: 1 MiB.
  public static let maximumBytes = 1 << 20

  private var values: [String: String] = [:]
  /// The bytes of all keys and values.
  private(set) var bytes = 0
  /// The key of a value that would have been lost: the one that is there is of another type, or the new one cannot be kept.
  private(set) var misusedKey: String?

  /// A storage with nothing in it.
  public init() {}

  /// The text of a key; nil if there is none. Assigning nil removes it.
  public subscript(key: String) -> String? {
    get { values[key] }
    set {
      if let old = values[key] { bytes -= key.utf8.count + old.utf8.count }
      if let newValue { bytes += key.utf8.count + newValue.utf8.count }
      values[key] = newValue
    }
  }

  /// The value of a key, or its default if there is none. If the default is nil, assigning nil removes the key.
  public subscript<Value>(stored: Stored<Value>) -> Value {
    get { values[stored.key].flatMap(stored.value(of:)) ?? stored.defaultValue }
    set {
      guard let text = stored.text(of: newValue),
        values[stored.key].map({ stored.value(of: $0) != nil }) ?? true
      else {
        misusedKey = stored.key
        return
      }
      self[stored.key] = stored.isNothing(text) ? nil : text
    }
  }

  /// The keys that begin with a text, in ascending order.
  public func keys(beginning prefix: String = "") -> [String] {
    values.keys.filter { $0.hasPrefix(prefix) }.sorted()
  }

  /// How many bytes there is room for. A bot that keeps what users ask it to refuses them before there is none.
  public var freeBytes: Int { max(0, Self.maximumBytes - bytes) }

  /// Whether nothing is stored.
  public var isEmpty: Bool { values.isEmpty }
}

/// A key of a bot's storage, with the type of its value and what it is where nothing was stored.
public struct Stored<Value: Codable & Sendable>: Sendable {
  /// The key.
  public let key: String
  /// What the value is where nothing was stored.
  public let defaultValue: Value

  /// A key and its default. A bot that changes the type takes another key.
  public init(_ key: String, default defaultValue: Value) {
    self.key = key
    self.defaultValue = defaultValue
  }

  /// A key that has a value or none, as each of many things does:
  ///
  ///     let cup = Stored<Cup?>("cup \(number)")
  ///     context.storage[cup] = Cup(of: "tea")
  ///     context.storage[cup] = nil
  public init<Wrapped>(_ key: String) where Value == Wrapped? {
    self.init(key, default: nil)
  }

  func value(of text: String) -> Value? { try? JSONDecoder().decode(Value.self, from: Data(text.utf8)) }

  /// The value as JSON with sorted keys; nil for what JSON has no place for, such as a number that is not finite.
  func text(of value: Value) -> String? {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Whether the text is that of nil, which nothing has to be stored for.
  fileprivate func isNothing(_ text: String) -> Bool { text == "null" && self.text(of: defaultValue) == text }
}

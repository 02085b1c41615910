package import Engine

// Members by what they hold.
extension JSON.Member {
  package static func text(_ name: String, _ text: String) -> Self { Self(name, .string(text)) }
  package static func number(_ name: String, _ number: some BinaryInteger) -> Self {
    Self(name, .integer(Int64(clamping: number)))
  }
  package static func truth(_ name: String, _ truth: Bool) -> Self { Self(name, .bool(truth)) }
  package static func time(_ name: String, _ instant: Instant) -> Self {
    Self(name, .string(Timestamp.text(of: instant)))
  }
}

// One member, or none where there is no value.
extension [JSON.Member] {
  package static func optional(_ name: String, _ text: String?) -> Self {
    text.map { [.text(name, $0)] } ?? []
  }
  package static func optional(_ name: String, _ number: Int?) -> Self {
    number.map { [.number(name, $0)] } ?? []
  }
  package static func optional(_ name: String, _ count: UInt64?) -> Self {
    count.map { [.number(name, $0)] } ?? []
  }
  package static func optional(_ name: String, _ truth: Bool?) -> Self {
    truth.map { [.truth(name, $0)] } ?? []
  }
  package static func optional(_ name: String, _ instant: Instant?) -> Self {
    instant.map { [.time(name, $0)] } ?? []
  }
}

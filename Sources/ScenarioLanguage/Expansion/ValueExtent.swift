/// How large a value is: how deep its lists and objects nest, and about how many bytes it takes to write it.
struct ValueExtent {
  private(set) var levels = 0
  private(set) var bytes: Int

  private init(bytes: Int) { self.bytes = bytes }

  /// - Parameter extents: How large what a name stands for is, or nil where it stands for nothing yet.
  init(of matcher: Matcher, where extents: (String) -> ValueExtent? = { _ in nil }) {
    switch matcher {
    case .literal(let value): self.init(bytes: value.plainText.utf8.count)
    case .text(let template), .contains(let template): self.init(bytes: template.bytes(where: extents))
    case .bound(let name): self = extents(name) ?? Self(bytes: name.utf8.count)
    case .bind(let name): self.init(bytes: name.utf8.count)
    case .regex(let expression): self.init(bytes: expression.source.utf8.count)
    case .not(let inner), .compared(_, let inner): self.init(of: inner, where: extents)
    case .list(let elements, _): self.init(around: elements.map { ValueExtent(of: $0, where: extents) })
    case .object(let members):
      self.init(around: members.map { ValueExtent(of: $0.matcher, where: extents) })
      bytes += members.reduce(0) { $0 + $1.name.utf8.count }
    case .anything, .absent, .sum, .range, .count: self.init(bytes: 1)
    }
  }

  private init(around parts: [ValueExtent]) {
    levels = 1 + (parts.map(\.levels).max() ?? 0)
    bytes = parts.reduce(2) { $0 + $1.bytes + 1 }
  }
}

extension Template {
  /// How many bytes it has, about.
  ///
  /// - Parameter extents: How large what a name stands for is, or nil where it stands for nothing yet.
  func bytes(where extents: (String) -> ValueExtent? = { _ in nil }) -> Int {
    segments.reduce(0) { bytes, segment in
      switch segment {
      case .text(let text): bytes + text.utf8.count
      case .name(let name, _): bytes + (extents(name)?.bytes ?? name.utf8.count)
      case .sum: bytes + 1
      }
    }
  }
}

extension Step {
  /// How many bytes of text and values it holds, about.
  var bytes: Int {
    switch kind {
    case .section(let title): title.utf8.count
    case .send(_, .line(let template)), .send(_, .json(let template)): template.bytes()
    case .send(_, .bytes(let bytes)): bytes.count
    case .expect(let expectation): expectation.bytes
    case .block(_, let expectations): expectations.reduce(0) { $0 + $1.bytes }
    case .advance, .until, .fault: 0
    }
  }
}

extension Expectation {
  /// How many bytes its values take, about.
  var bytes: Int {
    (pattern?.fields ?? []).reduce(0) { $0 + $1.name.utf8.count + ValueExtent(of: $1.matcher).bytes }
  }
}

/// An identity that is a number counted from 1, whose values are never taken out.
protocol DenseID: Hashable, Sendable {
  var number: UInt32 { get }
  init(_ number: UInt32)
}

extension UserID: DenseID {}
extension RoomID: DenseID {}

/// Values under dense identities: an array that is only indexed by the right kind of id.
struct DenseTable<ID: DenseID, Value: Sendable>: Sendable {
  private(set) var values = ChunkedArray<Value>()

  init() {}

  init(values: [Value]) {
    self.values = ChunkedArray(values)
  }

  /// The id that the next value will get.
  var nextID: ID { ID(UInt32(values.count) + 1) }

  /// The id of the newest value; 0 stands for "none yet".
  var lastID: ID { ID(UInt32(values.count)) }

  /// The ids of all values, in their order.
  var ids: some Sequence<ID> { (0..<values.count).lazy.map { ID(UInt32($0) + 1) } }

  func contains(_ id: ID) -> Bool { id.number >= 1 && id.number <= values.count }

  mutating func append(_ value: Value) {
    values.append(value)
  }

  subscript(id: ID) -> Value {
    _read { yield values[Int(id.number) - 1] }
    _modify { yield &values[Int(id.number) - 1] }
  }
}

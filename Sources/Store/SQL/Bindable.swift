import Engine

/// What the parameters of a statement can be given.
protocol Bindable {
  /// Binds the value to the parameter at an index, or to several from there on, and moves the index behind them.
  func bind(to statement: Statement, at index: inout Int32)
}

/// What is a number in the tables.
protocol BindableNumber: Bindable {
  var boundNumber: Int64 { get }
}

extension BindableNumber {
  func bind(to statement: Statement, at index: inout Int32) {
    statement.bind(boundNumber, at: index)
    index += 1
  }
}

extension Int64: BindableNumber { var boundNumber: Int64 { self } }
extension Int: BindableNumber { var boundNumber: Int64 { Int64(self) } }
extension UInt64: BindableNumber { var boundNumber: Int64 { Int64(clamping: self) } }
extension Bool: BindableNumber { var boundNumber: Int64 { self ? 1 : 0 } }
extension UserID: BindableNumber { var boundNumber: Int64 { Int64(number) } }
extension RoomID: BindableNumber { var boundNumber: Int64 { Int64(number) } }
extension Instant: BindableNumber { var boundNumber: Int64 { milliseconds } }
extension JournalEntry.Index: BindableNumber { var boundNumber: Int64 { number.boundNumber } }

extension String: Bindable {
  func bind(to statement: Statement, at index: inout Int32) {
    statement.bind(self, at: index)
    index += 1
  }
}

extension [UInt8]: Bindable {
  func bind(to statement: Statement, at index: inout Int32) {
    statement.bind(self, at: index)
    index += 1
  }
}

extension Digest: Bindable {
  func bind(to statement: Statement, at index: inout Int32) { bytes.bind(to: statement, at: &index) }
}

/// NULL where there is none.
extension Optional: Bindable where Wrapped: Bindable {
  func bind(to statement: Statement, at index: inout Int32) {
    guard let self else {
      statement.bindNull(at: index)
      index += 1
      return
    }
    self.bind(to: statement, at: &index)
  }
}

/// The numbers of a place: a room has one.
extension MessagePlace: Bindable {
  func bind(to statement: Statement, at index: inout Int32) {
    switch self {
    case .room(let room): room.bind(to: statement, at: &index)
    case .pair(let pair):
      pair.low.bind(to: statement, at: &index)
      pair.high.bind(to: statement, at: &index)
    }
  }
}

extension Statement {
  /// Binds values to the parameters, in their order.
  func bind<each Value: Bindable>(_ values: repeat each Value) {
    var index: Int32 = 1
    repeat (each values).bind(to: self, at: &index)
  }

  /// Runs a statement that returns no rows, with these values.
  func run<each Value: Bindable>(_ values: repeat each Value) throws(StoreError) {
    bind(repeat each values)
    try run()
  }

  /// What is made of the first row for these values, or nil where there is none; then resets.
  func first<each Value: Bindable, Found>(
    _ values: repeat each Value, read: (Statement) throws(StoreError) -> Found?
  ) throws(StoreError) -> Found? {
    bind(repeat each values)
    defer { reset() }
    return try step() ? read(self) : nil
  }

  /// What is made of each row for these values, without those of which nothing is; then resets.
  func rows<each Value: Bindable, Found>(
    _ values: repeat each Value, read: (Statement) -> Found?
  ) throws(StoreError) -> [Found] {
    bind(repeat each values)
    var rows: [Found] = []
    try forEachRow { if let row = read($0) { rows.append(row) } }
    return rows
  }
}

package import Engine
package import Store

/// A host for a database that cannot be written, such as on a full disk: it still carries out commands that only read.
///
/// Its inputs are not journaled and are lost with it: sessions that begin here cannot be resumed later. Commands that would
/// have to be stored are refused with `unavailable`, and change nothing.
extension Host {
  /// A host that shows what was committed last, and writes nothing.
  ///
  /// Errors: the store's, where it cannot even be read.
  package convenience init(
    readingOnly store: Store, configuration: Configuration, credentials: Credentials, at now: Instant
  ) throws(StoreError) {
    store.rollback()
    self.init(
      found: try Recovery.find(in: store), store: store, configuration: configuration,
      credentials: credentials, isReadOnly: true)
    // What falls due meanwhile would have to last, and would hold everything up; the host that writes again does it.
    engine.keepUnused()
    try apply(.restarted, at: now)
  }

  /// How long a client should wait before it tries again, in milliseconds.
  static var retryMilliseconds: Int64 { 1000 }

  /// Applies an input to the engine without storing it. If it would have to be stored, it is undone and its sender gets a
  /// refusal.
  func tryWithoutWriting(_ input: Input, at now: Instant) throws(StoreError) {
    unwritten += 1
    var trial = engine
    trial.apply(input, at: now)
    let effects = trial.takeEffects()
    guard !effects.contains(where: \.writes) else { return refuse(input) }
    engine = trial
    var next: Input?
    for effect in effects {
      do throws(StoreError) {
        if let outcome = try carryOut(effect, of: input) { next = outcome }
      } catch {
        // A search may have to write its index first.
        store.rollback()
        refuse(input)
      }
    }
    if let next { try tryWithoutWriting(next, at: now) }
  }

  private func refuse(_ input: Input) {
    guard case .command(let connection, _, let re, _) = input else { return }
    let refusal = Refusal(
      .unavailable, "The server cannot write at the moment; it only carries out commands that read.",
      retryAfterMilliseconds: Self.retryMilliseconds)
    tell(refusal, re: re, to: connection)
  }
}

extension Effect {
  /// Whether the effect, or what follows it, is to be in the database.
  fileprivate var writes: Bool {
    switch self {
    // The time of a token's last use is not important enough for a refusal; its next use records it.
    case .record(.tokenUsed): false
    case .record: true
    // No table has these, but the state that is read next time does.
    case .reply(.status, _, _), .broadcast(.commandsChanged, _): true
    case .authenticate(_, let work):
      switch work {
      case .register, .changePassword: true
      case .checkPassword(_, _, let remember): remember
      case .checkToken: false
      }
    case .attach, .detach, .reply, .broadcast, .answer, .close: false
    }
  }
}

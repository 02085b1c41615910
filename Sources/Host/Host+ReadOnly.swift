package import Engine
package import Store

/// A host for a database that takes no commits, such as on a full disk: it goes on answering what only looks.
///
/// What happens on it is not journaled and is forgotten with it: sessions that begin here cannot be resumed later. What
/// would have to last is refused with `unavailable`, and changes nothing.
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

  /// Lets one thing happen to the engine alone. Where something would have to last, nothing happens, and whoever asked
  /// for it is told.
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
    // When a token was used is worth no refusal; it is noted by whatever uses it next.
    case .record(.tokenUsed): false
    case .record: true
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

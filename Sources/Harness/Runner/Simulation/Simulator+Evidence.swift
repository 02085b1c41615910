import Cryptography
import Engine
import Host
import Store

extension Simulator {
  /// The SHA-256 chain over all inputs so far, as 64 hexadecimal digits.
  ///
  /// With bots that are programs of their own they are others in each run.
  package var journalChain: String? {
    externalBots == nil ? store.chain.bytes.hexadecimal : nil
  }

  /// The SHA-256 of the engine's canonical bytes, or nil while the server is down, or where they are others in each run.
  package var stateHash: String? {
    externalBots != nil ? nil : host.map { SHA256.digest(of: $0.engine.canonicalBytes).bytes.hexadecimal }
  }

  /// Runs the journal so far through a fresh engine, and tells what differs, or nil where nothing does.
  package func replayDifference() throws(Failure) -> String? {
    guard let host else { throw .serverDown }
    do {
      let replayed = try JournalWalk.toTheEnd(of: store, .segments)
      guard replayed.engine.canonicalBytes == host.engine.canonicalBytes else {
        return "the journal of \(store.journalEnd.number) inputs leads to another state"
      }
      return nil
    } catch {
      throw .store(error)
    }
  }
}

extension [UInt8] {
  /// The bytes as lower-case hexadecimal digits.
  package var hexadecimal: String { map { $0.digits(2, radix: 16) }.joined() }
}

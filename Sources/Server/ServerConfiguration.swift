package import Engine
package import Store

/// What a server is started with.
package struct ServerConfiguration: Sendable {
  /// The address to listen on.
  package var host = "127.0.0.1"
  /// The port to listen on; 0 takes a free one.
  package var port = 8080
  /// Where messages, accounts and the journal are kept.
  package var database: Store.Location = .memory
  package var limits = Limits()
  package var deadlines = Deadlines()
  package var clock: Configuration.Clock = .wall
  /// The operator's token; without one nobody is the operator.
  package var adminToken: String?
  /// The origins whose web pages may connect, beside the server's own.
  package var origins = OriginList()
  /// A certificate chain and its private key, each a file in PEM, where connections are encrypted.
  package var tls: (certificate: String, key: String)?
  /// How many threads read and write sockets.
  package var eventLoops = 2

  package init() {}
}

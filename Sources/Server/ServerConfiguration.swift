package import Engine
package import Store

/// What a server is started with.
package struct ServerConfiguration: Sendable {
  /// The addresses to listen on; where there are none, `host` and `port`.
  package var addresses: [ListenAddress] = []
  /// The addresses of operators and of `/metrics`; where there are none, they are everywhere.
  package var operatorAddresses: [ListenAddress] = []
  /// The address to listen on.
  package var host = "127.0.0.1"
  /// The port to listen on; 0 takes a free one.
  package var port = 8080
  /// Where messages, accounts and the journal are kept.
  package var database: Store.Location = .memory
  package var limits = Limits()
  /// For how long the journal is kept.
  package var retention = Retention.age(milliseconds: 30 * 86_400_000)
  /// For how many days the audit log is kept.
  package var auditDays = 90
  /// How long clients are waited for.
  package var deadlines = Deadlines()
  package var clock: Configuration.Clock = .wall
  /// The operator's token; without one nobody is the operator.
  package var adminToken: String?
  /// The origins whose web pages may connect, beside the server's own.
  package var origins = OriginList()
  /// The proxies that are believed when they say for whom they ask.
  package var proxies = TrustedProxies()
  /// Whether connections of those begin with a header of the PROXY protocol.
  package var expectsProxyHeader = false
  /// Whether a proxy before the server ends encryption and cannot say so in a header.
  package var isBehindEncryption = false
  /// A certificate chain and its private key, each a file in PEM, where connections are encrypted.
  package var tls: (certificate: String, key: String)?
  /// How many connections there may be, those of HTTP counted, or nil for any number.
  package var connections: Int? = 20_000
  /// How many connections there may be from one address, or nil for any number.
  package var connectionsPerAddress: Int? = 256
  /// How many bytes a second are read from one address in the long run, and 32 times as many at once; nil for any number.
  package var bytesPerSecond: Int? = 8192
  /// How many connections past these bounds are answered at a time; others are closed without a word.
  package var refusedAtATime = 256
  /// How many passwords to hash at a time; each takes 128 MiB.
  package var passwordThreads = 2
  /// How many passwords may wait to be worked on.
  package var passwordsWaiting = 32
  /// Whether there are limits on rates, connections and log-ins.
  package var isLimited = true
  /// How many threads read and write sockets: one where the process has a single processor for itself.
  package var eventLoops = min(2, Processors.available)

  /// The OpenAPI document that the server gives out; where it is empty, none.
  package var openAPI: [UInt8] = []

  package init() {}

  /// Takes the limits on rates, connections and log-ins away, for a test of what the server can bear.
  package mutating func removeLimits() {
    isLimited = false
    connections = nil
    connectionsPerAddress = nil
    bytesPerSecond = nil
    limits.removeRates()
  }
}

/// A configuration holds the operator's token, so that it does not tell what is in it.
extension ServerConfiguration: CustomStringConvertible, CustomReflectable {
  package var description: String { "ServerConfiguration" }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}

import NIOConcurrencyHelpers
import NIOSSL

/// Why there can be no encrypted connections.
package struct TLSProblem: Error, CustomStringConvertible {
  package let description: String
}

/// The certificate with which new connections are encrypted; it can be read again while the server runs.
final class Encryption: Sendable {
  /// A certificate chain and its private key, each a file in PEM.
  typealias Files = (certificate: String, key: String)

  private let files: Files
  private let current: NIOLockedValueBox<NIOSSLContext>

  /// Errors: says which file cannot be used.
  init(_ files: Files) throws(TLSProblem) {
    self.files = files
    current = NIOLockedValueBox(try Self.context(of: files))
  }

  /// What the next connection gets.
  var context: NIOSSLContext { current.withLockedValue { $0 } }

  /// Reads the files again. Errors: they cannot be used, and what was in use stays so.
  func reload() throws(TLSProblem) {
    let context = try Self.context(of: files)
    current.withLockedValue { $0 = context }
  }

  private static func context(of files: Files) throws(TLSProblem) -> NIOSSLContext {
    let chain: [NIOSSLCertificate]
    do { chain = try NIOSSLCertificate.fromPEMFile(files.certificate) } catch {
      throw TLSProblem(description: "the certificate \(files.certificate) is no readable PEM file")
    }
    let key: NIOSSLPrivateKey
    do { key = try NIOSSLPrivateKey(file: files.key, format: .pem) } catch {
      throw TLSProblem(description: "the key \(files.key) is no readable PEM file")
    }
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
    configuration.minimumTLSVersion = .tlsv12
    configuration.cipherSuiteValues = suites
    do {
      return try NIOSSLContext(configuration: configuration)
    } catch {
      throw TLSProblem(
        description: "the key \(files.key) and the certificate \(files.certificate) cannot be used together")
    }
  }

  /// The suites of TLS 1.2 that are not forbidden for HTTP/2 and that RFC 9325, section 4.2, recommends: none with CBC, none without
  /// forward secrecy. Those of TLS 1.3 are all such.
  private static let suites: [NIOTLSCipher] = [
    .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, .TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
    .TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, .TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
    .TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, .TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
  ]
}

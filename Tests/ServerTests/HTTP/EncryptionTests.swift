import Engine
import Foundation
import Logging
import Server
import Testing

@testable import LiveStage

/// A certificate that `openssl` makes, and `curl` as a client that nobody here wrote.
@Suite struct `TLS` {
  @Test func `serves HTTP and WebSockets with a certificate, and keeps cookies to it`() async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tls-\(UUID())").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let (certificate, key) = ("\(folder)/certificate.pem", "\(folder)/key.pem")
    _ = try await Self.run([
      "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days",
      "1",
      "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out",
      certificate,
    ])
    var configuration = ServerConfiguration.simulated
    configuration.tls = (certificate, key)
    try await ServerUnderTest.run(configuration) { server in
      let curl = [
        "curl", "-s", "-i", "--http1.1", "-m", "20", "--cacert", certificate, "--resolve",
        "localhost:\(server.port):127.0.0.1",
      ]
      let address = "https://localhost:\(server.port)"
      let reply = try #require(
        HTTPReply(
          try await Self.run(curl + ["-d", "username=alice&password=long enough", "\(address)/register"])))
      #expect(reply.status == 200)
      #expect(reply.headers["set-cookie"]?.hasPrefix("__Host-session=") == true)
      #expect(reply.headers["set-cookie"]?.hasSuffix("; Secure") == true)
      // Browsers would ask whatever else is on this machine for encryption, too.
      #expect(reply.headers["strict-transport-security"] == nil)
      let named = try await Self.run(
        curl + [
          "--connect-to", "chat.example:443:127.0.0.1:\(server.port)", "-k", "https://chat.example/healthz",
        ])
      #expect(try #require(HTTPReply(named)).headers["strict-transport-security"] == "max-age=31536000")
      // RFC 9325, section 4.2: nothing with CBC.
      let cipher = "--tls-max 1.2 --ciphers ECDHE-ECDSA-AES128-SHA".split(separator: " ").map(String.init)
      #expect(try await Self.run(curl + cipher + ["\(address)/healthz"]) == "")
      let upgrade = try await Self.run(
        curl + [
          "-m", "1", "-H", "Connection: Upgrade", "-H", "Upgrade: websocket", "-H",
          "Sec-WebSocket-Version: 13",
          "-H", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "\(address)/ws",
        ])
      #expect(upgrade.hasPrefix("HTTP/1.1 101"))
      #expect(upgrade.contains(#""type":"hello""#))
      // Without encryption there is no answer that could be understood.
      #expect(try await Self.run(["curl", "-s", "-m", "5", "http://localhost:\(server.port)/healthz"]) == "")
    }
  }

  @Test func `needs a certificate that is one`() {
    var configuration = ServerConfiguration.simulated
    configuration.tls = ("/nonexistent/certificate", "/nonexistent/key")
    #expect(throws: (any Error).self) {
      _ = try LiveServer(configuration, logger: .lines(.text, level: .error) { _ in }) { _ in }
    }
  }

  /// What a program says; it ends by itself, or is ended after a minute.
  private static func run(_ arguments: [String]) async throws -> String {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("said-\(UUID())")
    defer { try? FileManager.default.removeItem(at: file) }
    return try await onThread {
      let child = try ChildProcess(
        program: "/usr/bin/env", arguments: arguments, environment: ProcessInfo.processInfo.environment
      ) { actions in
        posix_spawn_file_actions_addopen(&actions, 1, file.path, O_WRONLY | O_CREAT, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
      }
      _ = child.awaitEnding(deadlineMilliseconds: 60_000)
      child.kill()
      // The frames of a WebSocket are no text.
      return String(decoding: (try? Data(contentsOf: file)) ?? Data(), as: UTF8.self)
    }
  }
}

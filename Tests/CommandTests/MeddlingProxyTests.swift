import Client
import Conformance
import Foundation
import Harness
import LiveStage
import TestSupport
import Testing

/// A proxy that changes what passes is a server that does not keep the protocol, as far as anybody can see.
@Suite("Conformance through a proxy", .blocking, .hangGuard) struct MeddlingProxyTests {
  private static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path
  private static let token = "an-operators-token-of-tests"

  /// Has a right server checked through a proxy, by all checks or by those of a clause.
  private func results(
    _ meddling: Meddling, fromServer: Bool, of clause: String? = nil
  ) throws -> [ScenarioResult] {
    let folder = try Folder(["token": Self.token])
    defer { folder.remove() }
    let program = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
      .appendingPathComponent("verbatim").path
    let server = try CommandProcess(
      command: """
        exec '\(program)' serve --port 0 --clock virtual --database :memory: \
        --admin-token-file '\(folder.path)/token'
        """)
    defer { server.kill() }
    var endpoint: Endpoint?
    while endpoint == nil {
      try #require(server.awaitEnding(deadlineMilliseconds: 10) == nil, "\(server.lastWords)")
      endpoint = server.lastWords.split(separator: " ").lazy.compactMap { Endpoint(String($0)) }.first
    }
    let proxy = try MeddlingProxy(
      to: try #require(endpoint), operatorsToken: Self.token, meddling, fromServer: fromServer)
    defer { proxy.end() }
    let catalog = try CheckCatalog(
      paths: ["rooms", "private"].map { "\(Self.package)/Scenarios/\($0)" }, withProcedures: false)
    var conformer = Conformer(of: .at(proxy.endpoint, token: Self.token))
    conformer.deadlineSeconds = 20
    var selection = CheckSelection()
    if let clause { selection.clauses = try CheckSelection.clauses(named: clause) }
    return conformer.run(selection.checks(of: catalog.checks)).results
  }

  @Test func `a proxy that does nothing is not noticed`() throws {
    let results = try results(.nothing, fromServer: true)
    #expect(results.count > 20)
    #expect(results.filter { $0.verdict.isBad }.map(\.name) == [])
  }

  /// A clause that has to be among those that are found broken.
  @Test(arguments: [
    (Meddling.drop, true, "MSG-1"), (.double, true, "MSG-1"), (.delay, true, "MSG-1"),
    (.reorder, true, "MSG-1"), (.edit, true, "MSG-4"), (.drop, false, "MSG-1"), (.double, false, "MSG-1"),
    (.delay, false, "MSG-1"), (.reorder, false, "MSG-1"), (.edit, false, "MSG-4"),
  ]) func `a proxy that meddles is found, and the clause is named`(
    meddling: Meddling, fromServer: Bool, clause: String
  ) throws {
    let results = try results(meddling, fromServer: fromServer, of: clause)
    let broken = Set(results.filter { $0.verdict.kind == .failed }.flatMap(\.covers))
    #expect(broken.contains(clause), "\(broken.sorted())")
  }
}

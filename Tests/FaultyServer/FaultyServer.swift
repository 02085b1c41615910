import ArgumentParser
import Engine
import Foundation
import Logging
import Server
import ServiceLifecycle
import Store
import UnixSignals
import Wire

/// A server with a planted defect, so that a conformance suite can be graded by what it finds.
///
/// It takes the options of `verbatim serve` that a runner gives, and says as it does where it listens.
@main
struct FaultyServer: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "faulty-server",
    abstract: "Serve chat with one defect, which a conformance suite has to find.",
    discussion:
      "Without --defect or --list it is a right server. A word `serve` before the options is ignored.")

  @Argument(help: .hidden)
  var words: [String] = []

  @Option(help: ArgumentHelp("The defect, as --list names it.", valueName: "id"))
  var defect: String?

  @Flag(help: "List the defects: one a line, with the clause that it offends against.")
  var list = false

  @Flag(help: "List the defects in JSON.")
  var json = false

  @Option(help: "The address to listen on.")
  var host = "127.0.0.1"

  @Option(help: "The port to listen on; 0 takes a free one.")
  var port = 8080

  @Option(help: "The SQLite database file, or :memory: to keep nothing.")
  var database = ":memory:"

  @Option(help: "The clock: wall, or virtual for tests.")
  var clock: Configuration.Clock = .wall

  @Option(help: ArgumentHelp("A file with the operator's token, of at least 16 bytes.", valueName: "file"))
  var adminTokenFile: String?

  @Option(name: .customLong("limit"), help: ArgumentHelp("A limit that differs.", valueName: "name=value"))
  var limits: [LimitSetting] = []

  func run() async throws {
    if list { return print(json ? Defect.listInJSON : Defect.listInWords) }
    let planted = try defect.map { id in
      guard let defect = Defect.named(id) else {
        let near = Suggestion.closest(to: id, among: Defect.all.map(\.id))
        throw ValidationError("There is no defect \(id).\(near.map { " Did you mean \($0)?" } ?? "")")
      }
      return defect
    }
    let isRestarted = FileManager.default.fileExists(atPath: database)
    let told = Dictionary(limits.map { ($0.name, $0.value) }) { $1 }
    let faults = Faults(World(isRestarted: isRestarted, toldLimits: told))
    planted?.plant(faults)
    let configuration = try configuration(faults)
    let proxied = ProxiedServer(defect: planted, faults: faults, configuration: configuration)
    try await proxied.run(host: host, port: port) { port in
      print("faulty-server listens on ws://\(host):\(port)/ws (defect \(planted?.id ?? "none"))")
      fflush(nil)
    }
  }

  private func configuration(_ faults: Faults) throws -> ServerConfiguration {
    var configuration = ServerConfiguration()
    configuration.port = 0
    configuration.connections = nil
    configuration.connectionsPerAddress = nil
    configuration.database = database == ":memory:" ? .memory : .file(path: database)
    configuration.clock = clock
    let kept = faults.limits.map { LimitSetting(name: $0.name, value: $0.value) }
    for limit in limits + kept {
      do throws(LimitSetting.Problem) {
        try limit.apply(to: &configuration.limits)
      } catch {
        throw ValidationError(error.message)
      }
    }
    if let adminTokenFile {
      guard let text = try? String(contentsOfFile: adminTokenFile, encoding: .utf8) else {
        throw ValidationError("The file \(adminTokenFile) of --admin-token-file cannot be read.")
      }
      configuration.adminToken = text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
    return configuration
  }
}

extension Configuration.Clock: ExpressibleByArgument {}

extension LimitSetting: ExpressibleByArgument {
  package init?(argument: String) { self.init(argument) }
}

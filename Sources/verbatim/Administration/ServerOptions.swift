import ArgumentParser
import Client
import Foundation
import Host
import Wire

/// The options that all of an operator's subcommands have: where the server's data are, and how to show an answer.
struct ServerOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The database of a server that is not running. (default: verbatim.db)", valueName: "file"))
  var database: String?

  @Option(help: "The address of a running server, such as ws://localhost:8080.")
  var url: String?

  @Option(
    help: ArgumentHelp(
      "A file with the operator's token for --url. (default: the token in VERBATIM_ADMIN_TOKEN)",
      valueName: "file"))
  var adminTokenFile: String?

  @Flag(help: "Print the answer as JSON.")
  var json = false

  func validate() throws {
    if database != nil, url != nil { throw ValidationError("Give --database or --url, not both.") }
    if adminTokenFile != nil, url == nil { throw ValidationError("--admin-token-file goes with --url.") }
  }

  /// Has a request answered and shows the answer: as JSON, or as the text that is made of it.
  ///
  /// - Parameter creates: Whether the database may be made where there is none.
  func run(_ request: AdminRequest, creates: Bool = false, _ text: (JSON) -> String) throws {
    let answer = try administrator(creates: creates).answer(to: request)
    let refusal = AdminAnswer.refusal(in: answer)
    if json {
      print(answer.text)
    } else if let refusal {
      StandardError.write("verbatim: \(refusal.message) (\(refusal.code))\n")
    } else {
      print(text(answer), terminator: "")
      if case .string(let cursor)? = answer["cursor"] {
        StandardError.write("There is more; continue with --cursor \(cursor)\n")
      }
    }
    if refusal != nil { throw Outcome.failed }
  }

  /// The database of a server that is not running.
  var path: String { database ?? "verbatim.db" }

  /// The operator's way to a running server.
  func administrator(at url: String) throws -> ServerAdministrator {
    guard let endpoint = Endpoint(url) else {
      throw ValidationError("--url must be an address such as ws://localhost:8080.")
    }
    return ServerAdministrator(endpoint: endpoint, token: try adminToken())
  }

  private func administrator(creates: Bool) throws -> any Administrator {
    if let url { try administrator(at: url) } else { FileAdministrator(path: path, creates: creates) }
  }

  /// The operator's token for a running server, which never stands on the command line.
  private func adminToken() throws -> String {
    if let adminTokenFile {
      return try NamedFile.text(adminTokenFile).trimmingCharacters(in: .whitespacesAndNewlines)
    }
    guard let token = ProcessInfo.processInfo.environment["VERBATIM_ADMIN_TOKEN"], !token.isEmpty else {
      throw ValidationError("--url needs --admin-token-file or VERBATIM_ADMIN_TOKEN.")
    }
    return token
  }
}

/// Which stretch of a list is shown.
struct PageOptions: ParsableArguments {
  @Option(help: "Show at most this many, from 1 to \(AdminRequest.Page.largestLimit).")
  var limit = AdminRequest.Page.usualLimit

  @Option(help: "Continue after an earlier page, with the cursor that it printed.")
  var cursor: String?

  var page: AdminRequest.Page { AdminRequest.Page(limit: limit, cursor: cursor) }

  func validate() throws {
    try require(limit, in: 1...AdminRequest.Page.largestLimit, "--limit must be")
  }
}

/// The question before something is taken away for good.
struct DeletionOptions: ParsableArguments {
  @Flag(help: "Delete without asking.")
  var yes = false

  /// Asks whether to go on, unless `--yes` has answered.
  func confirm(_ what: String) throws {
    guard !yes else { return }
    guard isatty(STDIN_FILENO) != 0 else {
      throw ValidationError("There is no terminal for the question; --yes deletes \(what) without asking.")
    }
    StandardError.write("Delete \(what)? It cannot be undone. [y/N] ")
    guard ["y", "yes"].contains(readLine()?.lowercased()) else {
      StandardError.write("Nothing was deleted.\n")
      throw Outcome.failed
    }
  }
}

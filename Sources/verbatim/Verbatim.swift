import ArgumentParser
import Foundation

/// The command line. Each subcommand has a file of its own.
@main
struct Verbatim: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verbatim",
    abstract: "Serve chat, and run scripted chats of many users against a deterministic engine.",
    discussion: """
      Exit codes: 0 success, 1 something failed or was refused, 2 usage, 3 a file does not parse, 4 the server or its \
      database cannot be reached, 5 an internal error of verbatim, 128 and a signal's number for an interrupted run.
      """,
    version: Version.text,
    subcommands: [
      RunCommand.self, WatchCommand.self, DebugCommand.self, LintCommand.self, FormatCommand.self,
      LanguageServerCommand.self, ServeCommand.self,
      ReplayCommand.self,
      ExportCommand.self, RecordCommand.self, CheckCommand.self, ClockCommand.self, BackupCommand.self,
      RestoreCommand.self,
      UpgradeCommand.self, RebuildCommand.self, PruneCommand.self, EraseCommand.self, UsersCommand.self,
      RoomsCommand.self, MessagesCommand.self, AuditCommand.self,
      TokenCommand.self, InviteCommand.self, BansCommand.self, ChatCommand.self, LoadCommand.self,
      BotRunCommand.self,
      CertifyCommand.self,
      ConformCommand.self, MatrixCommand.self, MergeCommand.self, ExplainCommand.self, NewCommand.self,
    ])

  /// What the command line has, and for a server what the environment adds.
  private static func arguments() throws -> [String] {
    let arguments = Array(CommandLine.arguments.dropFirst())
    guard arguments.first == ServeCommand.configuration.commandName else { return arguments }
    let rest = Array(arguments.dropFirst())
    return try arguments.prefix(1)
      + ServeCommand.arguments(rest, with: ProcessInfo.processInfo.environment)
  }

  /// ArgumentParser ends a usage error with 64 (sysexits.h); the scenarios' own documents promise 2.
  static func main() async {
    OpenFiles.openStandard()
    // Whose usage is shown with an error.
    var asked: any ParsableCommand.Type = Self.self
    do {
      var command = try parseAsRoot(arguments())
      asked = type(of: command)
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch let code as ExitCode {
      exit(withError: code)
    } catch {
      let message = asked.fullMessage(for: error)
      switch exitCode(for: error) {
      case .success: print(message)
      case .validationFailure:
        StandardError.write(message + "\n")
        exit(withError: Outcome.usage)
      default:
        StandardError.write("verbatim failed: \(error)\n")
        exit(withError: Outcome.fault)
      }
    }
  }
}

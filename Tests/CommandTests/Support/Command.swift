import Foundation

@testable import LiveStage

/// One run of the built program, as a shell would run it.
struct Command {
  let exitCode: Int32
  let output: String
  let errors: String

  /// Where `swift build` puts the program: beside the tests.
  private static let program = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    .appendingPathComponent("verbatim").path

  /// Runs `verbatim` with arguments and waits for its end.
  ///
  /// What it writes goes to files, so that nothing has to be read while it runs.
  @discardableResult
  static func verbatim(
    _ arguments: String..., in folder: Folder, input: String = "", environment: [String: String] = [:]
  ) throws -> Command {
    try run(program, arguments, in: folder, input: input, environment: environment)
  }

  /// Runs a line of shell in which `$VERBATIM` is the program.
  static func shell(_ line: String, in folder: Folder) throws -> Command {
    try run("/bin/sh", ["-c", line], in: folder, input: "", environment: ["VERBATIM": program])
  }

  private static func run(
    _ path: String, _ arguments: [String], in folder: Folder, input: String, environment: [String: String]
  ) throws -> Command {
    let streams = try Folder()
    defer { streams.remove() }
    try streams.write(input, to: "in")
    try streams.write("", to: "out")
    try streams.write("", to: "err")
    // The tests may run where CI is set; what they start must not see it unless they say so.
    var all = ProcessInfo.processInfo.environment
    all["CI"] = nil
    let child = try ChildProcess(
      program: "/bin/sh", arguments: ["-c", #"cd "$0" && exec "$@""#, folder.path, path] + arguments,
      environment: all.merging(environment) { $1 }
    ) { actions in
      posix_spawn_file_actions_addopen(&actions, 0, "\(streams.path)/in", O_RDONLY, 0)
      posix_spawn_file_actions_addopen(&actions, 1, "\(streams.path)/out", O_WRONLY, 0)
      posix_spawn_file_actions_addopen(&actions, 2, "\(streams.path)/err", O_WRONLY, 0)
    }
    // What it has started and left behind ends with it, and so does a command that never ends.
    defer { child.kill() }
    let ending = child.awaitEnding(deadlineMilliseconds: 300_000)
    let exitCode =
      switch ending {
      case .exited(let code): code
      case .killed(let signal): 128 + signal
      case nil: Int32(-1)
      }
    return Command(exitCode: exitCode, output: try streams.read("out"), errors: try streams.read("err"))
  }
}

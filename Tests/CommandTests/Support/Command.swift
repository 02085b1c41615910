import Foundation

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
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    // The tests may run where CI is set; what they start must not see it unless they say so.
    var all = ProcessInfo.processInfo.environment
    all["CI"] = nil
    process.environment = all.merging(environment) { $1 }
    process.standardInput = FileHandle(forReadingAtPath: "\(streams.path)/in")
    process.standardOutput = FileHandle(forWritingAtPath: "\(streams.path)/out")
    process.standardError = FileHandle(forWritingAtPath: "\(streams.path)/err")
    try process.run()
    // A command that never ends fails the test instead of holding it up.
    let number = process.processIdentifier
    let watchdog = DispatchWorkItem { kill(number, SIGKILL) }
    DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(300), execute: watchdog)
    process.waitUntilExit()
    watchdog.cancel()
    return Command(
      exitCode: process.terminationStatus, output: try streams.read("out"), errors: try streams.read("err"))
  }
}

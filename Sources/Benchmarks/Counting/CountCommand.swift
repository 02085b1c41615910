import ArgumentParser
import Engine
import Foundation

/// Does work whose instructions `Tests/Cost/cost.py` counts, and prints how much came of it.
///
/// It runs on the main thread, and no other is begun: valgrind does not bear those of Swift's concurrency.
struct CountCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "count")

  @Argument(help: "The way through the stack.")
  var way: CountedWay

  @Argument(help: "How many messages go that way, or pages of history.")
  var messages: Int

  func run() throws {
    guard messages > 0 else { throw ValidationError("There must be at least 1 message.") }
    // The tables of words are made once, before what is counted: otherwise the first message to be indexed would pay for them.
    _ = SearchWords("")
    print(try way.run(messages: messages))
  }
}

@main
enum Program {
  static func main() {
    let arguments = Array(CommandLine.arguments.dropFirst())
    if arguments.first == CountCommand.configuration.commandName {
      CountCommand.main(Array(arguments.dropFirst()))
    } else {
      let isDone = DispatchSemaphore(value: 0)
      Task.detached {
        await Benchmarks.main()
        isDone.signal()
      }
      isDone.wait()
    }
  }
}

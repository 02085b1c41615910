extension BotPackage {
  /// The files of the package, with their paths in it.
  var contents: [(path: String, text: String)] {
    [
      (".gitignore", ".build/\n*.json\n"),
      ("Package.swift", manifest),
      ("README.md", readme),
      ("Scenarios/hello.chat", scenario),
      ("Sources/\(name)/\(type).swift", bot),
      ("Sources/\(name)/main.swift", main),
      ("Tests/\(name)Tests/\(type)Tests.swift", tests),
    ]
  }

  private var manifest: String {
    """
    // swift-tools-version: 6.2

    import PackageDescription

    let package = Package(
      name: "\(name)",
      dependencies: [
        \(source.dependency)
      ],
      targets: [
        .executableTarget(
          name: "\(name)",
          dependencies: [
            .product(name: "Bots", package: "\(source.package)"),
            .product(name: "BotRuntime", package: "\(source.package)"),
          ]),
        .testTarget(
          name: "\(name)Tests",
          dependencies: ["\(name)", .product(name: "BotTesting", package: "\(source.package)")]),
      ]
    )

    """
  }

  private var bot: String {
    """
    import Bots

    /// Says hello to whoever says `!\(user)`, and counts how often it did.
    struct \(type): Bot {
      private static let count = Stored("count", default: 0)

      mutating func handle(_ event: BotEvent, in context: inout BotContext) -> [BotAction] {
        guard case .message(let message) = event, message.text == "!\(user)" else { return [] }
        context.storage[Self.count] += 1
        return [message.answer("Hello, \\(message.user)! This is hello number \\(context.storage[Self.count]).")]
      }
    }

    """
  }

  private var main: String {
    """
    import BotRuntime
    import Foundation

    let environment = ProcessInfo.processInfo.environment
    guard let url = environment["VERBATIM_URL"], let token = environment["VERBATIM_TOKEN"] else {
      FileHandle.standardError.write(
        Data("Set VERBATIM_URL, as in ws://127.0.0.1:8080/ws, and VERBATIM_TOKEN.\\n".utf8))
      exit(2)
    }
    let rooms = environment["VERBATIM_ROOMS"] ?? "lobby"

    // With a file or a folder in VERBATIM_STATE the bot remembers over restarts.
    try await BotRunner(
      \(type)(), url: url, token: token, rooms: rooms.split(separator: ",").map(String.init),
      state: environment["VERBATIM_STATE"]
    ).run()

    """
  }

  private var tests: String {
    """
    import BotTesting
    import Testing

    @testable import \(name)

    @Test func `it says hello, and counts on after a restart`() async throws {
      try await conversation(with: \(type)(), name: "\(user)") { chat in
        try chat.say("!\(user)")
        try chat.expect("Hello, alice! This is hello number 1.")
        try chat.say("good morning")
        try chat.expectNothing()
        try chat.restart()
        try chat.say("!\(user)", by: "bob")
        try chat.expect("Hello, bob! This is hello number 2.")
      }
    }

    @Test func `the scenario passes`() throws {
      try scenario("Scenarios/hello.chat", bots: ["\(user)": \(type)()])
    }

    """
  }

  private var scenario: String {
    """
    title: The bot says hello to whoever asks, and to nobody else
    users: alice bob
    bots: \(user) in lobby

    alice > /join lobby
    alice < user_list users=[\(user), alice]

    == Alice asks
    alice > !\(user)
    alice < chat_message user=alice
    alice < chat_message user=\(user) message="Hello, alice! This is hello number 1."

    == Nobody asks
    alice > good morning
    alice < chat_message user=alice
    bob   < nothing

    """
  }

  private var readme: String {
    """
    # \(name)

    A chat bot for Verbatim. `Sources/\(name)/\(type).swift` is the bot.

    `swift test` proves it in virtual time: by conversations (`Tests/`) and by a scenario (`Scenarios/`). It needs no server.

    To let it chat, make a token for it, start a server, and run it in another terminal:

    ```sh
    verbatim token create \(user) --bot --database chat.db
    verbatim serve --database chat.db
    VERBATIM_URL=ws://127.0.0.1:8080/ws VERBATIM_TOKEN=… VERBATIM_STATE=\(user).json swift run
    ```

    """
  }
}

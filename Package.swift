// swift-tools-version: 6.2

import PackageDescription

let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let collections = "swift-collections"

let package = Package(
  name: "verbatim",
  products: [
    .executable(name: "verbatim", targets: ["verbatim"]),
    .library(name: "BotRuntime", targets: ["BotRuntime"]),
    .library(name: "Bots", targets: ["Bots"]),
    .library(name: "BotTesting", targets: ["BotTesting"]),
    .library(name: "Client", targets: ["Client"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.5.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
    .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.0"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    // The deterministic core: no clock, no randomness, no I/O, no concurrency.
    .target(
      name: "Engine",
      dependencies: [
        .product(name: "DequeModule", package: collections),
        .product(name: "HeapModule", package: collections),
      ],
      swiftSettings: strict),
    // Hashes and keys of passwords, by OpenSSL.
    .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .target(name: "Cryptography", dependencies: ["Engine", "COpenSSL"], swiftSettings: strict),
    // JSON frames to commands and events, through json-c.
    .systemLibrary(
      name: "CJSONC", pkgConfig: "json-c", providers: [.apt(["libjson-c-dev"])]),
    .target(name: "Wire", dependencies: ["Engine", "CJSONC"], swiftSettings: strict),
    // The one call of SQLite that Swift cannot make by itself.
    .systemLibrary(
      name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    // Messages, accounts and the journal in SQLite.
    .target(
      name: "Store",
      dependencies: [
        "Engine", "Cryptography", "CSQLite",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ],
      swiftSettings: strict),
    // One engine, one codec and one store turned into a server without sockets.
    .target(name: "Host", dependencies: ["Cryptography", "Engine", "Wire", "Store"], swiftSettings: strict),
    // The host behind WebSockets and HTTP, on the wall clock or a virtual one.
    .target(
      name: "Server",
      dependencies: [
        "Cryptography", "Engine", "Wire", "Store", "Host",
        .product(name: "DequeModule", package: collections),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOExtras", package: "swift-nio-extras"),
        .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "NIOWebSocket", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      swiftSettings: strict),
    // What Linux has for many sockets and Swift does not import.
    .systemLibrary(name: "CSockets", path: "Sources/LoadGenerator/CSockets"),
    // Loads a server and checks what it delivers.
    .target(
      name: "LoadGenerator", dependencies: ["CSockets", "Client", "Wire"],
      path: "Sources/LoadGenerator/Generator", swiftSettings: strict),
    // A WebSocket client: for bots, for people at a terminal, and for scenarios on the wire.
    .target(
      name: "Client",
      dependencies: [
        "Wire",
        .product(name: "DequeModule", package: collections),
        .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "NIOWebSocket", package: "swift-nio"),
      ],
      swiftSettings: strict),
    // Stands between clients and a server, and sees or changes what passes.
    .target(
      name: "Relay",
      dependencies: [
        "Client",
        .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOWebSocket", package: "swift-nio"),
      ],
      swiftSettings: strict),
    // What a bot author imports, and the example bots.
    .target(name: "Bots", dependencies: ["Engine", "Wire"], swiftSettings: strict),
    // Runs a bot against a live server for as long as it is asked to.
    .target(
      name: "BotRuntime",
      dependencies: [
        "Bots", "Client", "Engine", "Wire",
        .product(name: "DequeModule", package: collections),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Metrics", package: "swift-metrics"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      swiftSettings: strict),
    // Scenario files: text to syntax tree and back, and matchers of JSON. It knows nothing of chat.
    .target(name: "ScenarioLanguage", dependencies: ["Engine", "Wire"], swiftSettings: strict),
    // The clauses of the protocol, and the documents that are made from the registries.
    .target(
      name: "ProtocolRegistry", dependencies: ["Engine", "Wire"], path: "Sources/Harness/ProtocolRegistry",
      swiftSettings: strict),
    // The simulator and the scenario runner. They need no network.
    .target(
      name: "Harness",
      dependencies: [
        "Cryptography", "Engine", "Wire", "Store", "Host", "Bots", "ScenarioLanguage", "ProtocolRegistry",
        .product(name: "DequeModule", package: collections),
      ],
      path: "Sources/Harness/Runner", swiftSettings: strict),
    // Scenarios on a server behind WebSockets, and the processes that they need.
    .target(
      name: "LiveStage",
      dependencies: [
        "Engine", "Wire", "Client", "Relay", "Bots", "ScenarioLanguage", "Harness",
        .product(name: "DequeModule", package: collections),
      ],
      path: "Sources/Harness/LiveStage", swiftSettings: strict),
    // Journals and live conversations made into scenarios.
    .target(
      name: "Recording",
      dependencies: [
        "Engine", "Wire", "Store", "Host", "Relay", "ScenarioLanguage", "ProtocolRegistry", "Harness",
        .product(name: "DequeModule", package: collections),
      ],
      path: "Sources/Harness/Recording", swiftSettings: strict),
    // The checks of a server.
    .target(
      name: "Conformance",
      dependencies: [
        "Engine", "Wire", "Host", "Client", "ScenarioLanguage", "ProtocolRegistry", "Harness", "LiveStage",
        .product(name: "DequeModule", package: collections),
      ],
      path: "Sources/Harness/Conformance", swiftSettings: strict),
    // The checks of a bot.
    .target(
      name: "Certification",
      dependencies: [
        "Engine", "Wire", "Host", "Client", "Relay", "ScenarioLanguage", "Harness", "LiveStage",
      ],
      path: "Sources/Harness/Certification", swiftSettings: strict),
    // What is written of results, beside the text of the console.
    .target(
      name: "Reports",
      dependencies: [
        "Cryptography", "Engine", "Wire", "ScenarioLanguage", "ProtocolRegistry", "Harness", "Conformance",
      ],
      path: "Sources/Harness/Reports",
      resources: [
        .embedInCode("HTML/Page/report.css"), .embedInCode("HTML/Page/report.js"),
        .embedInCode("HTML/Page/matrix.css"), .embedInCode("HTML/Page/watch.css"),
        .embedInCode("HTML/Page/watch.js"),
      ],
      swiftSettings: strict),
    // Which scenarios a change of files touches, and the screen that shows their results.
    .target(
      name: "Watch", dependencies: ["ScenarioLanguage", "Harness"], path: "Sources/Harness/Watch",
      swiftSettings: strict),
    // Serves the page of a watch to the browser on this machine.
    .target(
      name: "WatchPage",
      dependencies: [
        "Wire", "Reports",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOWebSocket", package: "swift-nio"),
      ],
      path: "Sources/Harness/WatchPage", swiftSettings: strict),
    // What editors are told of scenario files.
    .target(
      name: "LanguageServer",
      dependencies: ["Engine", "Wire", "ScenarioLanguage", "ProtocolRegistry", "Harness"],
      path: "Sources/Harness/LanguageServer", swiftSettings: strict),
    // What a bot author's tests import: conversations with a bot, in virtual time.
    .target(
      name: "BotTesting", dependencies: ["Bots", "Engine", "Wire", "Harness", "ScenarioLanguage"],
      swiftSettings: strict),
    .executableTarget(
      name: "verbatim",
      dependencies: [
        "Engine", "Wire", "Store", "Host", "Server", "Client", "Relay", "Bots", "BotRuntime",
        "LoadGenerator", "ScenarioLanguage", "ProtocolRegistry", "Harness", "LiveStage", "Recording",
        "Conformance", "Certification", "Reports", "Watch", "WatchPage", "LanguageServer",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Metrics", package: "swift-metrics"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ],
      swiftSettings: strict, plugins: ["Embed"]),
    // Puts the commit and the scenarios into the program.
    .plugin(name: "Embed", capability: .buildTool()),
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        "Engine", "Wire", "Store", "Host", "Harness", "ScenarioLanguage", "Bots", "BotTesting", "Server",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      swiftSettings: strict),

    // What several test targets need: seeded numbers, and data from outside of the package.
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
    .testTarget(name: "EngineTests", dependencies: ["TestSupport", "Engine"], swiftSettings: strict),
    .testTarget(name: "WireTests", dependencies: ["TestSupport", "Wire", "Engine"], swiftSettings: strict),
    .testTarget(
      name: "StoreTests",
      dependencies: [
        "TestSupport", "Cryptography", "Store", "Engine", .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "HostTests",
      dependencies: [
        "TestSupport", "Host", "Engine", "Wire", "Store", .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "ScenarioLanguageTests", dependencies: ["TestSupport", "ScenarioLanguage", "Wire"],
      swiftSettings: strict),
    .testTarget(
      name: "BotsTests", dependencies: ["TestSupport", "BotTesting", "Bots", "Engine", "Wire"],
      swiftSettings: strict),
    .testTarget(
      name: "BotTestingTests", dependencies: ["BotTesting", "Bots", "Engine"], swiftSettings: strict),
    // The code of Docs/bots.md.
    .testTarget(
      name: "BotTutorialTests", dependencies: ["BotTesting", "Bots", "Engine"], exclude: ["brew.chat"],
      swiftSettings: strict),
    .testTarget(
      name: "BotRuntimeTests",
      dependencies: [
        "TestSupport", "BotRuntime", "Bots", "Client", "Engine", "Wire", "Server", "Host", "Store",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Metrics", package: "swift-metrics"),
        .product(name: "MetricsTestKit", package: "swift-metrics"),
        .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "HarnessTests",
      dependencies: [
        "TestSupport", "Host", "Engine", "Wire", "Store", "Client", "Bots", "ScenarioLanguage",
        "ProtocolRegistry", "Harness", "LiveStage", "Recording", "Conformance", "Certification", "Reports",
        "Watch", "WatchPage",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "LanguageServerTests",
      dependencies: ["TestSupport", "LanguageServer", "ScenarioLanguage", "Harness", "Engine", "Wire"],
      swiftSettings: strict),
    .testTarget(name: "RelayTests", dependencies: ["TestSupport", "Relay", "Client"], swiftSettings: strict),
    .testTarget(
      name: "LoadGeneratorTests", dependencies: ["LoadGenerator", "Client", "Wire"], swiftSettings: strict),
    .testTarget(
      name: "ServerTests",
      dependencies: [
        "TestSupport", "Server", "Client", "LiveStage", "Conformance", "Host", "Engine", "Wire", "Store",
        .product(name: "DequeModule", package: collections),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOWebSocket", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      swiftSettings: strict),
    // The server with one planted defect, by which the conformance suite is graded. It is nobody's product.
    .executableTarget(
      name: "faulty-server",
      dependencies: [
        "Engine", "Wire", "Store", "Server", "Relay",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ],
      path: "Tests/FaultyServer", swiftSettings: strict),
    .testTarget(
      name: "FaultyServerTests", dependencies: ["faulty-server", "ProtocolRegistry", "Relay", "Wire"],
      swiftSettings: strict),
    // Runs the built program as a person does, and looks at what only the program has.
    .testTarget(
      name: "CommandTests",
      dependencies: [
        "TestSupport", "verbatim", "ScenarioLanguage", "Harness", "LiveStage", "Conformance", "Client",
        "Relay", "Wire", "Host", "Engine", "Store",
      ],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)

// The fuzz targets need libFuzzer's main function, so that an ordinary build cannot have them; `Scripts/fuzz` does.
if Context.environment["VERBATIM_FUZZ"] != nil {
  package.targets += [
    .executableTarget(
      name: "WireFuzzer", dependencies: ["Engine", "Wire"], path: "Fuzz/WireFuzzer", swiftSettings: strict),
    .executableTarget(
      name: "ScenarioFuzzer", dependencies: ["ScenarioLanguage"], path: "Fuzz/ScenarioFuzzer",
      swiftSettings: strict),
  ]
}

// DocC is for `make docs` alone: nothing that is built or used needs it.
if Context.environment["VERBATIM_DOCS"] != nil {
  package.dependencies += [.package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.4.0")]
}

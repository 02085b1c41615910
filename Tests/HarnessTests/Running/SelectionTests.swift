import Foundation
import Harness
import ScenarioLanguage
import TestSupport
import Testing

@Suite("Selection") struct SelectionTests {
  private func chosen(_ selection: Selection) throws -> [String] {
    let scenarios = try ScenarioTexts(
      """
      title: Whispers are private
      tags: private smoke
      users: alice
      cases:
      | room  |
      | hall  |
      | lobby |

      alice > /join $room
      alice < user_list

      """
    ).load().scenarios
    #expect(scenarios.count == 2)
    return scenarios.filter(selection.includes).compactMap(\.caseName)
  }

  /// A suite of scenarios with these names.
  private func suite(of names: [String]) throws -> [SuiteItem] {
    try names.flatMap { name in
      SuiteItem.items(
        of: try ScenarioRunner.load(name) { path throws(SourceLoadError) in
          SourceFile(path: path, text: "title: T\nusers: alice\n\nalice < nothing\n")
        })
    }
  }

  @Test(
    arguments: [
      ([], nil, ["hall", "lobby"]), (["smoke"], nil, ["hall", "lobby"]),
      (["slow", "private"], nil, ["hall", "lobby"]), (["slow"], nil, []), (["smok"], nil, []),
      (["smoke and not slow"], nil, ["hall", "lobby"]), (["smoke and slow"], nil, []),
      ([], "test.ch", ["hall", "lobby"]), ([], "Whispers", ["hall", "lobby"]), ([], "whispers", []),
      ([], "[hall]", ["hall"]), (["smoke"], "lobby", ["lobby"]), (["slow"], "lobby", []),
    ] as [([String], String?, [String])])
  func `tags and text choose`(tags: [String], filter: String?, names: [String]) throws {
    #expect(try chosen(Selection(tags: tags.map(TagExpression.init), filter: filter)) == names)
  }

  @Test(
    arguments: [
      (["test.chat [hall]"], ["hall"]), (["test.chat"], ["hall", "lobby"]), (["other.chat [hall]"], []),
      ([], []),
    ] as [(Set<String>, [String])])
  func `names of an earlier run choose`(names: Set<String>, cases: [String]) throws {
    #expect(try chosen(Selection(names: names)) == cases)
  }

  @Test func `a file that holds no scenario is left out only by names`() throws {
    let slip = try #require(
      SuiteItem.items(of: try ScenarioTexts("users: alice\n").load()).first { item in
        if case .unreadable = item { true } else { false }
      })
    #expect(Selection(tags: [.tag("smoke")], filter: "none").includes(slip))
    #expect(Selection(names: ["test.chat"]).includes(slip))
    #expect(Selection(names: ["test.chat [a]"]).includes(slip))
    #expect(!Selection(names: ["test.chats", "other.chat"]).includes(slip))
  }

  @Test(arguments: 1...7) func `shards take everything exactly once`(count: Int) throws {
    let suite = try suite(of: (1...17).map { "\($0).chat" })
    let parts = try (1...count).map { part in
      try #require(Selection.Shard("\(part)/\(count)")).places(in: suite).map { suite[$0].name }
    }
    #expect(parts.flatMap(\.self).sorted() == suite.map(\.name).sorted())
    for size in parts.map(\.count) { #expect((suite.count / count...suite.count / count + 1).contains(size)) }
  }

  @Test func `shards take about the same time, in the order of the suite`() throws {
    let suite = try suite(of: ["a.chat", "b.chat", "c.chat", "d.chat", "e.chat", "new.chat"])
    let durations: [String: Int64] = [
      "a.chat": 10, "b.chat": 90, "c.chat": 20, "d.chat": 50, "e.chat": 30, "gone.chat": 40,
    ]
    let parts = try (1...2).map { part in
      let shard = try #require(Selection.Shard("\(part)/2"))
      return shard.places(in: suite, durations: durations).map { suite[$0].name }
    }
    // 90 and 30, against 50, 40 of the new one, 20 and 10.
    #expect(parts == [["b.chat", "e.chat"], ["a.chat", "c.chat", "d.chat", "new.chat"]])
    // What takes no time that was measured is spread too.
    let quick = Dictionary(uniqueKeysWithValues: suite.map { ($0.name, Int64(0)) })
    for part in 1...3 {
      let shard = try #require(Selection.Shard("\(part)/3"))
      #expect(shard.places(in: suite, durations: quick).count == 2)
    }
    let many = try #require(Selection.Shard("9/9"))
    #expect(many.places(in: suite, durations: durations).isEmpty)
  }

  @Test(arguments: ["", "1", "0/2", "3/2", "1/0", "-1/2", "1/2/3", "a/b", "1/", "/2", "1.5/2", " 1/2"])
  func `what is no shard is refused`(text: String) {
    #expect(Selection.Shard(text) == nil)
  }
}

@Suite("Scenario files") struct ScenarioFilesTests {
  /// A folder that is gone when the test is over.
  private func inFolder(of files: [String], _ body: (String) throws -> Void) throws {
    let folder = try TemporaryFolder()
    for file in files {
      let path = folder.file(file)
      let parent = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
      try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
      try Data("title: T\n".utf8).write(to: URL(fileURLWithPath: path))
    }
    try body(folder.path)
  }

  @Test func `a folder gives its scenarios in the order of bytes, without those that fail on purpose`() throws
  {
    let files = [
      "b.chat", "B.chat", "a/z.chat", "a.chat", "a-b.chat", "ä.chat", "a10.chat", "a9.chat", "notes.txt",
      "failing/x.chat", "setup/y.chat", "a/setup/z.chat", "a/b/c.chat",
    ]
    try inFolder(of: files) { (folder: String) throws in
      #expect(
        try ScenarioFiles.find([folder]).map { String($0.dropFirst(folder.count + 1)) } == [
          "B.chat", "a/b/c.chat", "a/z.chat", "a-b.chat", "a.chat", "a10.chat", "a9.chat", "b.chat", "ä.chat",
        ])
      #expect(try ScenarioFiles.find(["\(folder)/failing"]) == ["\(folder)/failing/x.chat"])
    }
  }

  @Test func `what is hidden or of npm is left out of a folder, but not where it is named`() throws {
    let files = ["a.chat", ".b.chat", ".git/c.chat", "x/node_modules/d/d.chat"]
    try inFolder(of: files) { (folder: String) throws in
      #expect(try ScenarioFiles.find([folder]) == ["\(folder)/a.chat"])
      let named = ["\(folder)/.b.chat", "\(folder)/.git", "\(folder)/x/node_modules"]
      let found = ["\(folder)/.b.chat", "\(folder)/.git/c.chat", "\(folder)/x/node_modules/d/d.chat"]
      #expect(try ScenarioFiles.find(named) == found)
    }
  }

  @Test func `a file is found once and under one name, however it is given`() throws {
    try inFolder(of: ["a.chat", "b.chat"]) { (folder: String) throws in
      let paths = ["\(folder)/b.chat", folder, "\(folder)/", "\(folder)//a.chat", "\(folder)/./a.chat"]
      #expect(try ScenarioFiles.find(paths) == ["\(folder)/b.chat", "\(folder)/a.chat"])
    }
  }

  @Test func `links are followed, and no folder is entered twice`() throws {
    try inFolder(of: ["here/a/a.chat", "there/x/x.chat", "there/failing/y.chat"]) { (folder: String) throws in
      for (link, target) in [
        // In a circle, to what is found under its own name, twice to the same folder, to another folder and back, and to a file.
        ("here/a/up", ".."), ("here/again", "a"), ("here/one", "../there/x"), ("here/two", "../there/x"),
        ("here/other", "../there"), ("there/back", "../here"), ("here/b.chat", "a/a.chat"),
      ] {
        try FileManager.default.createSymbolicLink(
          atPath: "\(folder)/\(link)", withDestinationPath: target)
      }
      #expect(
        try ScenarioFiles.find(["\(folder)/here"]).map { String($0.dropFirst(folder.count + 1)) } == [
          "here/a/a.chat", "here/b.chat", "here/one/x.chat",
        ])
    }
  }

  @Test func `what cannot be read is found, and reading it says why`() throws {
    try inFolder(of: ["a.chat"]) { (folder: String) throws in
      try FileManager.default.createSymbolicLink(
        atPath: "\(folder)/.#a.chat", withDestinationPath: "alice@desk.4711:1")
      #expect(mkfifo("\(folder)/pipe.chat", 0o600) == 0)
      #expect(try ScenarioFiles.find([folder]) == ["\(folder)/a.chat", "\(folder)/pipe.chat"])
      #expect(try ScenarioFiles.find(["\(folder)/.#a.chat"]) == ["\(folder)/.#a.chat"])
      let lock = "it is a link to alice@desk.4711:1, and nothing is there"
      #expect(
        throws: SourceLoadError(
          reason: lock + "; an editor makes such a link while a file is not saved")
      ) { try ScenarioFiles.read("\(folder)/.#a.chat") }
      // This returns at once, although nobody writes into the pipe.
      #expect(throws: SourceLoadError(reason: "it is a pipe, a socket or a device")) {
        try ScenarioFiles.read("\(folder)/pipe.chat")
      }
      let loaded = ScenarioRunner.loadReportingErrors("\(folder)/pipe.chat")
      guard case .unreadable(let diagnostics)? = loaded.unreadable?.verdict else {
        Issue.record("it is not unreadable")
        return
      }
      #expect(diagnostics.map(\.code) == [.fileUnreadable])
    }
  }

  @Test func `a path that gives nothing has its own failure`() throws {
    try inFolder(of: ["notes.txt"]) { (folder: String) throws in
      #expect(throws: ScenarioFiles.Failure.empty(path: folder)) { try ScenarioFiles.find([folder]) }
      #expect(throws: ScenarioFiles.Failure.missing(path: "\(folder)/no.chat")) {
        try ScenarioFiles.find(["\(folder)/no.chat"])
      }
      #expect(try ScenarioFiles.find(["\(folder)/notes.txt"]).count == 1, "a file that is named is taken")
      #expect(throws: SourceLoadError(reason: "there is no such file")) {
        try ScenarioFiles.read("\(folder)/no.chat")
      }
      #expect(throws: SourceLoadError(reason: "it is a folder")) { try ScenarioFiles.read(folder) }
    }
    #expect(
      ScenarioFiles.Failure.empty(path: "x").message
        == "there is no scenario in x; scenario files end in .chat")
    #expect(ScenarioFiles.Failure.missing(path: "x").message == "there is no file or folder x")
  }
}

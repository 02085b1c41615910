import Foundation

/// A new folder for one test.
struct Folder {
  let path: String

  /// Makes the folder, with files in it.
  init(_ files: [String: String] = [:]) throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("verbatim-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    for (name, text) in files { try write(text, to: name) }
  }

  func remove() { try? FileManager.default.removeItem(atPath: path) }

  func write(_ text: String, to name: String) throws {
    let file = URL(fileURLWithPath: path).appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  func read(_ name: String) throws -> String {
    try String(contentsOf: URL(fileURLWithPath: path).appendingPathComponent(name), encoding: .utf8)
  }
}

/// Scenarios that the tests put into their folders.
enum Sample {
  static let passing = """
    title: A room has its first member
    covers: PM-1
    tags: smoke
    users: alice

    alice > /join lobby
    alice < user_list users=[alice]

    """

  static let meeting = passing.replacing("users: alice", with: "users: alice bob")

  static let failing = """
    title: A room is not what it seems
    covers: PM-1
    tags: odd
    users: alice

    alice > /join lobby
    alice < user_list users=[bob]

    """

  static let tutorial = """
    title: A tutorial's front end talks
    covers: TUT-5
    users: alice
    ignore: user_list user_join
    connect: tutorial-chat in lobby

    alice > good morning
    alice < chat_message user=alice message="good morning"

    """

  /// A refusal that is over by itself before long, and is expected.
  static let mute = """
    title: A muted user cannot speak
    covers: MOD-7
    users: alice bob
    ignore: user_list user_join

    alice > /join lobby
    bob > /join lobby
    alice > /mute bob 5s
    alice, bob < user_muted seconds=5
    bob > hello
    bob < error code=forbidden

    """

  static let unreadable = """
    title: A slip of the pen
    users: alice

    alice > /join lobby
    alice < user_lst

    """
}

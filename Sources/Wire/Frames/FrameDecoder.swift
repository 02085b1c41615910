import CJSONC
package import Engine

/// Reads the frames of clients. Whatever the bytes are, the answer is a command or a refusal.
///
/// It keeps json-c's tokener, and is not safe to use from two threads at once.
package final class FrameDecoder {
  private let limits: Limits
  private let reader: JSONReader

  /// A decoder that keeps the bounds of a server.
  package init(limits: Limits) {
    self.limits = limits
    reader = JSONReader(maximumBytes: limits[.frameBytes], maximumDepth: limits[.jsonDepth])
  }

  /// Reads one frame; secrets in it go to the keeper, and only where the whole frame is a command.
  package func decode(
    _ bytes: [UInt8], in dialect: Dialect = .verbatim, secrets: inout some SecretKeeper
  ) -> DecodedFrame {
    bytes.withUnsafeBytes { decode($0, in: dialect, secrets: &secrets) }
  }

  private func decode(
    _ bytes: UnsafeRawBufferPointer, in dialect: Dialect, secrets: inout some SecretKeeper
  ) -> DecodedFrame {
    let tree: OpaquePointer?
    do {
      let scan = try reader.scanned(bytes)
      tree = try reader.tree(of: bytes, as: bytes, scan: scan)
      if scan.namesHoldNUL {
        json_object_put(tree)
        return .malformed(
          Refusal(.badFrame, "A member name holds U+0000; no field has such a name."), id: nil)
      }
    } catch {
      return .malformed(refusal(of: error, length: bytes.count), id: nil)
    }
    defer { json_object_put(tree) }
    guard let tree, json_object_get_type(tree) == json_type_object else {
      return .malformed(Refusal(.badFrame, "A frame must be a JSON object."), id: nil)
    }
    let fields = FrameFields(tree)
    var id: String?
    do {
      switch dialect {
      case .verbatim:
        id = try self.id(in: fields)
        return .command(try command(in: fields, of: bytes, hasID: id != nil, secrets: &secrets), id: id)
      case .tutorialChat(let room):
        return .command(try TutorialReading(fields: fields).chat(in: room), id: nil)
      case .tutorialNotification(let room):
        return .command(try TutorialReading(fields: fields).notification(in: room), id: nil)
      }
    } catch {
      return .malformed(error, id: id)
    }
  }

  private func id(in fields: FrameFields) throws(Refusal) -> String? {
    guard let id = try fields.optionalText("id") else { return nil }
    // A scalar has at least one byte, so that short ids need no counting.
    guard id.utf8.count <= limits[.idCharacters] || id.unicodeScalars.count <= limits[.idCharacters] else {
      throw fields.refusal("id", "has more than \(limits[.idCharacters]) characters", code: .tooLarge)
    }
    return id
  }

  private func command<Keeper: SecretKeeper>(
    in fields: FrameFields, of bytes: UnsafeRawBufferPointer, hasID: Bool, secrets: inout Keeper
  ) throws(Refusal) -> Command {
    let name = try fields.text("type")
    guard let definition = CommandDefinition.named(name) else { throw Self.unknownType(name) }
    let frame = CommandReading(fields: fields, limits: limits, hasID: hasID, bytes: bytes)
    switch definition.reading {
    case .plain(let read): return try read(frame)
    case .withSecrets(let read):
      let lent = LentKeeper(secrets)
      var keeper: any SecretKeeper = lent
      let command = try read(frame, &keeper)
      secrets = lent.keeper
      return command
    }
  }

  private static func unknownType(_ name: String) -> Refusal {
    let shown = String(String.UnicodeScalarView(name.unicodeScalars.prefix(24)))
    let suggestion = Suggestion.closest(to: name, among: CommandDefinition.all.map(\.name))
    let hint = suggestion.map { " Did you mean \"\($0)\"?" } ?? ""
    return Refusal(.unknownType, "No command has the type \"\(shown)\".\(hint)", field: "type")
  }

  private func refusal(of error: JSONError, length: Int) -> Refusal {
    switch error.problem {
    case .tooLong(let maximum):
      Refusal(.tooLarge, "The frame has \(length) bytes; at most \(maximum) are accepted.")
    case .tooDeep:
      Refusal(.tooDeep, "The frame cannot be read: \(error).")
    case .expected, .byteOrderMark, .controlCharacter, .invalidUTF8, .loneSurrogate, .duplicateName,
      .numberOutOfRange, .library:
      Refusal(.badJSON, "The frame is not the JSON that is accepted: \(error).")
    }
  }
}

/// A keeper of a known type, for a reading that knows no type.
private final class LentKeeper<Keeper: SecretKeeper>: SecretKeeper {
  private(set) var keeper: Keeper

  init(_ keeper: Keeper) { self.keeper = keeper }

  func keep(password: String) -> Secret { keeper.keep(password: password) }

  func digest(of secret: String) -> Digest { keeper.digest(of: secret) }
}

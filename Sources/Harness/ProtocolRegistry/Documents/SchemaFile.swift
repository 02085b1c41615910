import Wire

/// One schema, in a file of its own.
struct SchemaFile {
  /// What the names of all schemas begin with. They are names only: nothing can be fetched there.
  private static let base = "https://verbatim.example/schema/v1/"

  /// Where the file is, below the folder of schemas.
  let path: String
  let schema: JSON

  init(_ path: String, title: String, description: String, _ schema: [JSON.Member]) {
    self.path = path
    self.schema = .object(
      [
        .init("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
        .init("$id", .string(Self.base + path)), .init("title", .string(title)),
        .init("description", .string(description)),
      ] + schema)
  }

  /// The schema of one type of frame.
  init(
    _ folder: String, _ frame: FrameCatalog.Frame, for reader: FrameSchema.Reader,
    common: [FrameCatalog.Field] = []
  ) {
    self.init(
      "\(folder)/\(frame.type).json", title: frame.type, description: frame.meaning,
      FrameSchema(reader: reader).schema(of: frame, common: common))
  }

  /// A file that any one of several others fits.
  init(_ path: String, title: String, description: String, of others: [SchemaFile]) {
    // The path from the one file to the other ones begins where this one is.
    let folder = path.split(separator: "/").dropLast().map { $0 + "/" }.joined()
    let choices = others.map { JSON.reference(String($0.path.dropFirst(folder.count))) }
    self.init(path, title: title, description: description, [.init("oneOf", .array(choices))])
  }
}

import Wire

/// The schema of one type of frame, in a file of its own.
struct SchemaFile {
  /// Which way the frames of a file go.
  enum Family {
    case command
    case event
    case tutorial
  }

  let frame: FrameCatalog.Frame
  let family: Family
  /// Where the file is, below the folder of schemas.
  let path: String

  init(_ folder: String, _ frame: FrameCatalog.Frame, _ family: Family) {
    self.frame = frame
    self.family = family
    path = "\(folder)/\(frame.type).json"
  }

  var schema: JSON {
    let (reader, common): (FrameSchema.Reader, [FrameCatalog.Field]) =
      switch family {
      case .command: (.server, FrameCatalog.commandFields)
      case .event: (.client, FrameCatalog.eventFields)
      case .tutorial: (.client, [])
      }
    return FrameSchema.document(
      path, title: frame.type, description: frame.meaning,
      FrameSchema(reader: reader).schema(of: frame, common: common))
  }
}

import Harness
import ScenarioLanguage
import Wire

extension LanesSection {
  /// An entry in words: who did what, in short and whole.
  struct Words {
    /// The class of the element.
    let kind: String
    let who: String?
    let verb: String
    let title: String
    /// What is worth knowing at a glance.
    let gist: String
    /// The frame, or what stands for it.
    let whole: String

    init(_ entry: Transcript.Entry.Kind) {
      switch entry {
      case .arrived(let name, let isBot):
        self.init(
          kind: "time", who: name, verb: "arrives", title: "arrives",
          whole: isBot ? "a bot of the header" : "a user of the header")
      case .section(let text): self.init(kind: "part", title: text)
      case .time(let milliseconds): self.init(kind: "time", title: "+\(ConsoleReport.duration(milliseconds))")
      case .fault(let fault): self.init(kind: "fault", title: "! \(fault)")
      case .sent(let name, .line(let line)):
        self.init(kind: "sent", who: name, verb: "sends", title: "", gist: line, whole: line)
      case .sent(let name, .json(let text)):
        let frame = Transcript.Sent.json(text).frame?.json
        let type = frame?.text("type") ?? ""
        self.init(
          kind: "sent", who: name, verb: "sends", title: type.isEmpty ? "json" : type,
          gist: type.isEmpty ? text : frame.map(Self.gist) ?? text, whole: text)
      case .sent(let name, .bytes(let bytes)):
        let text = ConsoleReport.text(of: bytes)
        self.init(kind: "sent", who: name, verb: "sends", title: "bytes", gist: text, whole: text)
      case .received(let name, let frame):
        self.init(
          kind: frame.text("type") == "error" || frame.text("type") == "closed"
            ? "received error" : "received",
          who: name, verb: "receives", title: frame.text("type"), gist: Self.gist(of: frame),
          whole: String(decoding: frame.bytes, as: UTF8.self))
      }
    }

    private init(
      kind: String, who: String? = nil, verb: String = "", title: String, gist: String = "",
      whole: String = ""
    ) {
      self.kind = kind
      self.who = who
      self.verb = verb
      self.title = title
      self.gist = gist
      self.whole = whole.isEmpty ? title : whole
    }

    /// The fields of an event as a scenario has them, without those that are the same everywhere.
    private static func gist(of frame: JSON) -> String {
      guard case .object(let members) = frame else { return ScenarioText.value(frame) }
      return members.filter { member in
        switch member.name {
        case "type", "at", "now": false
        case "more", "duplicate": member.value != .bool(false)
        case _: true
        }
      }.map { "\($0.name)=\(ScenarioText.value($0.value))" }.joined(separator: " ")
    }
  }
}

/// What a bot has to survive: frames that a server of another version, a proxy or an attacker could send.
enum HostileFrame {
  /// Frames, each with a name that completes "it was sent …".
  static let all: [(name: String, text: String)] = [
    ("a frame of an unknown type", #"{"type":"weather","room":"lobby","degrees":21.5,"of":[{"deep":null}]}"#),
    ("a frame without a type", #"{"room":"lobby","user":"alice","message":"hi"}"#),
    ("a frame whose type is a number", #"{"type":7}"#),
    ("an empty object", "{}"),
    ("a list", #"[{"type":"chat_message"}]"#),
    ("a text", #""chat_message""#),
    ("null", "null"),
    ("a chat_message without its fields", #"{"type":"chat_message"}"#),
    (
      "a chat_message whose fields have other types",
      #"{"type":"chat_message","room":1,"seq":"x","user":null,"message":{}}"#
    ),
    (
      "fields that nobody knows",
      #"{"type":"user_join","room":"lobby","user":"zoe","colour":"red","flags":[1,2]}"#
    ),
    ("a reply to nothing", #"{"type":"ack","re":"nobody-asked","room":"lobby","seq":1,"duplicate":false}"#),
    ("an error that no command led to", #"{"type":"error","code":"strange_new_code","message":"What?"}"#),
    ("lists within lists", String(repeating: "[", count: 200) + String(repeating: "]", count: 200)),
    (
      "a message of 60,000 characters",
      #"{"type":"chat_message","room":"lobby","seq":1,"user":"zoe","message":""#
        + String(repeating: "x", count: 60_000)
        + #"","at":"2026-01-01T00:00:00.000Z"}"#
    ),
    ("a text that is cut in the middle", #"{"type":"chat_message","room":"lob"#),
    ("an empty text", ""),
  ]

  /// What a user may say, each with a name that completes "somebody said …".
  static let texts: [(name: String, text: String)] = [
    ("emoji", "👩‍👩‍👧‍👦🏳️‍🌈🇦🇶"),
    ("marks upon marks", "e" + String(repeating: "\u{301}", count: 100)),
    ("text from right to left", "\u{202E}שלום\u{202C} \u{200F}مرحبا"),
    ("characters that cannot be seen", "\u{200B}\u{FEFF}\u{2060}\u{AD}\u{7F}\u{1}"),
    ("line feeds and quotes", "\"one\"\n'two'\r\n\\three\\\t"),
    ("characters beyond 16 bits", "\u{1F600}\u{10FFFF}\u{20000}"),
    ("the longest message", String(repeating: "y", count: 4096)),
  ]
}

import ScenarioLanguage

/// The words of the language that are no names, as editors colour and complete them.
package enum LanguageWords {
  /// What a line of the steps can begin with.
  package static let ofSteps = StepKeyword.allCases.map(\.rawValue)
  /// What stands in the first line of a loop.
  package static let ofLoops = ["repeat", "as", "for", "each", "in"]
  /// What stands in the place of an event.
  package static let ofEvents = ["nothing", "absent"]
  /// What stands in the place of a value.
  package static let ofValues = ["true", "false", "null", "absent"]
  /// What `needs:` can name.
  package static let needs = ["simulator", "uninterrupted", "fresh", "virtual-clock"]
  /// What `connect:` can name.
  package static let dialects = ["verbatim.v1", "tutorial-chat", "tutorial-notification"]
  /// The operators that send.
  package static let sending = [">", ">json", ">bytes"]

  /// Whether a scalar can begin a name that `$name` and `?name` use.
  static func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "_": true
    case _: false
    }
  }

  /// Whether a scalar can be a further part of such a name.
  static func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
    isNameStart(scalar) || ("0"..."9").contains(scalar)
  }

  /// Whether a text is a name that `$name` can use.
  static func isName(_ text: String) -> Bool {
    text.unicodeScalars.first.map(isNameStart) == true && text.unicodeScalars.allSatisfy(isNamePart)
  }

  /// Whether a text can be the name of a macro.
  static func isMacroName(_ text: String) -> Bool {
    !ofSteps.contains(text) && text.unicodeScalars.first.map(isNameStart) == true
      && text.unicodeScalars.allSatisfy { isNamePart($0) || $0 == "-" }
  }
}

import ScenarioLanguage

/// The words of the language that are no names, as editors colour and complete them.
package enum LanguageWords {
  /// What a line of the steps can begin with.
  package static let ofSteps = StepKeyword.allCases.map(\.rawValue)
  /// What stands in the first line of a loop.
  package static let ofLoops = ["repeat", "as", "for", "each", "in"]
  /// What stands in the place of an event.
  package static let ofEvents = ["nothing", "absent"]
  /// What `needs:` can name.
  package static let needs = ["simulator", "uninterrupted", "fresh", "virtual-clock"]
  /// What `connect:` can name.
  package static let dialects = ["verbatim.v1", "tutorial-chat", "tutorial-notification"]

  /// Whether a text can be the name of a macro.
  static func isMacroName(_ text: String) -> Bool {
    !ofSteps.contains(text) && text.unicodeScalars.first.map(WordRules.isNameStart) == true
      && text.unicodeScalars.allSatisfy { WordRules.isNamePart($0) || $0 == "-" }
  }
}

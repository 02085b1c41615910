/// Every rule of the language that a file can break, with the name that tools may rely on.
package enum DiagnosticCode: String, CaseIterable, Hashable, Sendable {
  // The file as bytes.
  case fileTooLarge = "file-too-large"
  case fileEmpty = "file-empty"
  case lineTooLong = "line-too-long"
  case notUTF8 = "not-utf8"
  case nulCharacter = "nul-character"
  case carriageReturn = "carriage-return"
  case tooManyErrors = "too-many-errors"
  case fileUnreadable = "file-unreadable"

  // The header.
  case headerKeyUnknown = "header-key-unknown"
  case headerKeyDuplicate = "header-key-duplicate"
  case headerAfterSteps = "header-after-steps"
  case headerValueMissing = "header-value-missing"
  case titleMissing = "title-missing"
  case nameNotValid = "name-not-valid"
  case nameDuplicate = "name-duplicate"
  case botNotValid = "bot-not-valid"
  case limitNotValid = "limit-not-valid"
  case connectNotValid = "connect-not-valid"
  case variableNotValid = "variable-not-valid"
  case xfailAndSkip = "xfail-and-skip"
  case xfailNotValid = "xfail-not-valid"
  case caseRowMisplaced = "case-row-misplaced"
  case caseTableEmpty = "case-table-empty"
  case caseRowNotValid = "case-row-not-valid"
  case caseColumnNotValid = "case-column-not-valid"
  case caseDuplicate = "case-duplicate"
  case caseFileMissing = "case-file-missing"
  case caseFileNotValid = "case-file-not-valid"
  case lintRuleUnknown = "lint-rule-unknown"

  // Lines.
  case lineNotUnderstood = "line-not-understood"
  case operatorUnknown = "operator-unknown"
  case sectionTitleMissing = "section-title-missing"
  case eventMissing = "event-missing"
  case eventNotValid = "event-not-valid"
  case fieldNotValid = "field-not-valid"
  case fieldDuplicate = "field-duplicate"
  case textAfterEnd = "text-after-end"
  case jsonNotValid = "json-not-valid"
  case bytesNotValid = "bytes-not-valid"
  case timeNotValid = "time-not-valid"
  case timeTooLong = "time-too-long"
  case timePast = "time-past"
  case faultUnknown = "fault-unknown"
  case faultNamesNotValid = "fault-names-not-valid"
  case includePathNotValid = "include-path-not-valid"
  case macroNotValid = "macro-not-valid"
  case loopNotValid = "loop-not-valid"

  // Values.
  case valueMissing = "value-missing"
  case valueNotValid = "value-not-valid"
  case characterNotAllowed = "character-not-allowed"
  case stringUnterminated = "string-unterminated"
  case escapeNotValid = "escape-not-valid"
  case regexUnterminated = "regex-unterminated"
  case regexNotValid = "regex-not-valid"
  case listUnterminated = "list-unterminated"
  case objectUnterminated = "object-unterminated"
  case nestingTooDeep = "nesting-too-deep"
  case rangeNotValid = "range-not-valid"
  case numberTooLarge = "number-too-large"
  case absentMisplaced = "absent-misplaced"

  // Blocks.
  case blockUnterminated = "block-unterminated"
  case blockEmpty = "block-empty"
  case blockLineNotAllowed = "block-line-not-allowed"
  case endWithoutBlock = "end-without-block"

  // Expansion.
  case includeMissing = "include-missing"
  case includeCycle = "include-cycle"
  case includeTooDeep = "include-too-deep"
  case macroUnknown = "macro-unknown"
  case macroDuplicate = "macro-duplicate"
  case macroRecursive = "macro-recursive"
  case macroTooDeep = "macro-too-deep"
  case macroArguments = "macro-arguments"
  case expansionTooLarge = "expansion-too-large"
  case argumentNotValid = "argument-not-valid"
  case userUnknown = "user-unknown"
  case nameNotBound = "name-not-bound"
  case nameBoundTwice = "name-bound-twice"
  case nameAmbiguous = "name-ambiguous"
  case variableMissing = "variable-missing"
  case xfailLineUnknown = "xfail-line-unknown"

  // Lint.
  case nameUnused = "name-unused"
  case userUnused = "user-unused"
  case macroUnused = "macro-unused"
  case coversMissing = "covers-missing"
  case clauseUnknown = "clause-unknown"
  case eventUnknown = "event-unknown"
  case fieldUnknown = "field-unknown"
  case fieldValueUnknown = "field-value-unknown"
  case fieldKind = "field-kind"
  case botUnknown = "bot-unknown"
  case limitUnknown = "limit-unknown"
  case sectionDuplicate = "section-duplicate"
  case timeUnobserved = "time-unobserved"
  case nothingExpected = "nothing-expected"
  case xfailUnnamed = "xfail-unnamed"
  case caseColumnUnused = "case-column-unused"
  case variableUnused = "variable-unused"
  case commentSent = "comment-sent"
  case blankSent = "blank-sent"
}

extension DiagnosticCode {
  /// The rules of `verbatim lint`, which can be switched off; all others keep a file from being run.
  package static let lintRules: [DiagnosticCode] = DiagnosticDefinition.lint.map(\.code)

  /// The rule of this name, or nil where lint has none; `closest` then gives the name that was meant.
  package static func lintRule(named name: String) -> DiagnosticCode? {
    lintRules.first { $0.rawValue == name }
  }
}

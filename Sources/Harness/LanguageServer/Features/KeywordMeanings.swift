/// What the words of the language mean that begin lines or stand for no value: what editors show beside them.
enum KeywordMeanings {
  /// The meaning of each word, in a sentence.
  static let all = [
    "order": "Exactly this order, also between users.",
    "any": "Any order of these events.",
    "end": "Closes a block, a loop or a macro.",
    "include": "Inserts the steps of another file, and makes its macros known.",
    "macro": "Names lines that calls insert, with parameters.",
    "repeat": "Plays its lines this often; `as NAME` names the number of the round.",
    "for": "Plays its lines once for each value: `for each NAME in a b c`.",
    "until": "Advances time to an instant.",
    "nothing": "No unread event.",
    "absent": "There is no such field, or the frame has no type.",
    "*": "Anything that is there.",
  ]
}

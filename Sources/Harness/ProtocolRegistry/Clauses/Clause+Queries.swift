extension Clause {
  static let history = rules(
    of: .history,
    [
      1:
        "`history` without `before` and `after` gives the newest messages, ascending by seq, and `more` says that there are older ones.",
      2:
        "With `before` it gives the newest messages below that seq, with `after` the oldest above it, both ascending; `more` says that there are others further on.",
      3:
        "A page has at most `limit` messages, 50 where none is named, and never more than `limits.history_page`.",
      4:
        "`room` and `with`, and `before` and `after`, exclude each other: both at once are refused with `bad_frame`.",
      5:
        "Everyone who may join a room can read its messages, in it or not; `with` gives the asker's own conversations only.",
    ])

  static let search = rules(
    of: .search,
    [
      1:
        "A search for messages finds those that have all words and quoted phrases of the query, in any case, the newest first, each with `room` or `with`.",
      2:
        "Results, their count and their pages are made only of what the asker may see: rooms that they may join, and their own private messages.",
      3:
        "`room` and `from` narrow a search for messages to one room and to one author; an unknown name is refused with `no_such_room` or `no_such_user`.",
      4:
        "A search for users finds names that begin with the query, then names that have it elsewhere, both in the order of names, each with `online` and `bot`; an empty query finds everybody.",
      5:
        "In a query nothing is special but quotes and a `*` behind a part; a query for messages without a letter, digit or symbol is refused with `query_invalid`.",
      6:
        "A `cursor` continues where the page ended, without repeating or skipping results; one of another query or asker is refused with `cursor_invalid`.",
      7:
        "A query of more than `limits.query_characters` characters is refused with `too_large`, one of more than `limits.query_terms` words and phrases with `query_invalid`.",
      8:
        "A word is found in any case, width and canonically equivalent form, and in European and Semitic scripts without accents and vowel points; in other scripts another vowel sign makes another word."
        .rule(since: 6),
      9:
        "A symbol or an emoji is a word, whatever stands beside it, with or without a skin tone or a variation selector."
        .rule(since: 6),
      10: "In scripts that put no spaces between words a message is found by any part of its text.".rule(
        since: 6),
      11:
        "The last word of a query, if it has three characters or more, and each part with a `*` behind it also find words that begin so; others, and those in quotes, find only themselves, and none is found by its end."
        .rule(since: 6),
    ])
}

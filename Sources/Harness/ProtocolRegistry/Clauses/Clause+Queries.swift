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
        "The messages of a room can be read by everyone who may join it, a member or not; `with` gives the asker's own conversations only.",
    ])

  static let search = rules(
    of: .search,
    [
      1:
        "A search for messages finds those that have all words and quoted phrases of the query, in any case, the newest first, each with `room` or `with`.",
      2:
        "Results, their count and their pages are made only of what the asker may see: rooms that they may join, and the asker's own private messages.",
      3:
        "`room` and `from` narrow a search for messages to one room and to one author; where there is none of the name it is refused with `no_such_room` or `no_such_user`.",
      4:
        "A search for users finds names that begin with the query before names that have it elsewhere, both in the order of names, each with `online` and `bot`; an empty query finds everybody.",
      5:
        "A query is text, in which nothing has a meaning but quotes and a `*` behind a part; one for messages without a letter, digit or symbol is refused with `query_invalid`.",
      6:
        "A `cursor` continues where the page ended, without repeating or skipping results; one of another query or asker is refused with `cursor_invalid`.",
      7:
        "A query of more than `limits.query_characters` characters is refused with `too_large`, one of more than `limits.query_terms` words and phrases with `query_invalid`.",
      8:
        "A word is found in any case, width and canonically equivalent form, and in European and Semitic scripts without its accents and vowel points; a vowel sign of another script makes another word."
        .rule(since: 6),
      9:
        "A symbol or an emoji is a word, whatever stands beside it, with or without a skin tone or a selector of its form."
        .rule(since: 6),
      10: "In scripts that put no spaces between words a message is found by any part of its text.".rule(
        since: 6),
      11:
        "The last word of a query, from three characters on, and each part with a `*` behind it find words that begin so too; other words, and those in quotes, find themselves alone, and none is found by its end."
        .rule(since: 6),
    ])
}

import Testing

@testable import Engine
@testable import Store

/// What people search for, in scripts and spellings of the world.
@Suite struct SearchLanguagesTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let group: String
    let said: String
    let asked: String
    let isFound: Bool
    var testDescription: String { "\(group): '\(said)' by '\(asked)'" }

    init(_ group: String, _ said: String, _ asked: String, _ isFound: Bool) {
      (self.group, self.said, self.asked, self.isFound) = (group, said, asked, isFound)
    }
  }

  @Test(arguments: rows)
  func `a text is found as a user expects`(row: Row) throws {
    let store = try Store.empty()
    store.say(1, seq: 1, "something else")
    store.say(2, seq: 2, row.said)
    let search = MessageSearch(
      terms: SearchTerms(row.asked).terms, limit: 10, through: .max, fingerprint: 7)
    guard case .foundMessages(let found, next: nil) = try store.answer(.messages(search)) else {
      throw WrongAnswer()
    }
    #expect(found.map(\.number) == (row.isFound ? [2] : []))
  }

  @Test func `texts of nothing but marks, symbols or characters that join are cut in time, into few words`() {
    let scalars: [Unicode.Scalar] = [
      "\u{0301}", "\u{0E31}", "\u{094D}", "\u{200D}", "\u{3099}", "+", "\u{1F600}", "\u{1F1E6}", "\u{1161}",
      "\u{11A8}",
      "\u{FDFA}", "\u{20E3}", "\u{10FFFF}", "\u{FFFF}",
    ]
    for scalar in scalars {
      for first in ["", "a", "東", "가", "ก"] {
        var text = first
        text.unicodeScalars.append(contentsOf: repeatElement(scalar, count: 20_000))
        let words = SearchWords(text).bytes
        #expect(words.count <= 4 * text.utf8.count)
        #expect(!words.contains { $0 < 0x20 || (0x41...0x5A).contains($0) || $0 == 0x22 || $0 == 0x2A })
      }
    }
  }

  @Test func `every character is a part of a word, stands between words, or changes nothing`() {
    var fingerprint = Fingerprint()
    // Beyond are rare ideographs, which are all alike.
    for value in Array(0...0x1FFFF) + Array(0xE0000...0xE01FF) as [UInt32] {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let words = SearchWords(String(scalar)).bytes
      let again = SearchWords(String(decoding: words, as: UTF8.self)).bytes
      // A word that is folded stays as it is, and a space is behind each.
      let isOne = words.count(where: { $0 == 0x20 }) <= 1
      guard words == again || !isOne, words.isEmpty || words.last == 0x20, words.first != 0x20 else {
        Issue.record("U+\(String(value, radix: 16)): \(words), then \(again)")
        return
      }
      for byte in words { fingerprint.combine(byte) }
      fingerprint.combine(UInt8(ascii: " "))
    }
    #expect(
      String(fingerprint.value, radix: 16) == "c133428c4c95e8bf",
      "The words are others than those of stored messages. They need a new index, as Schema.indexAnew made one."
    )
  }

  /// What `Scenarios/search` does not show.
  static let rows: [Row] = [
    Row("CJK", "具体情况就需要分析了，之前抓的严", "具体情况", true),
    Row("CJK", "還有可能是定期檢修", "可能", true),
    Row("CJK", "東京タワーに行きました", "東京", true),
    Row("CJK", "手続きを確認してください", "確認", true),
    Row("CJK", "안녕하세요 반갑습니다", "안녕", true),
    Row("CJK", "上海", "上海", true),
    Row("Thai", "ที่นี่ดี", "ที่นี่ดี", true),
    Row("Hindi", "नमस्ते दुनिया", "दुनिया", true),
    Row("Hindi: other word, other vowels", "दिन", "दान", false),
    Row("Tamil: other vowel", "மலை", "மாலை", false),
    Row("Arabic", "السلام عليكم", "السلام", true),
    Row("Hebrew with points", "שָׁלוֹם", "שלום", true),
    Row("Vietnamese", "Tiếng Việt", "tieng viet", true),
    Row("German ß in capitals", "STRASSE", "straße", true),
    Row("Turkish İ", "İSTANBUL", "istanbul", true),
    Row("Greek final sigma", "ΟΔΥΣΣΕΥΣ", "οδυσσευς", true),
    Row("Greek accents", "Καλημέρα", "καλημερα", true),
    Row("full width", "ＡＢＣ１２３", "abc123", true),
    Row("half-width katakana", "ｶﾀｶﾅ", "カタカナ", true),
    Row("emoji alone", "🎵", "🎵", true),
    Row("emoji twice", "🎉🎉", "🎉", true),
    Row("emoji after a word, no space", "done✅", "done", true),
    Row("emoji after a word, no space", "done✅", "✅", true),
    Row("emoji with a space", "done ✅", "✅", true),
    Row("emoji with VS16", "➡\u{FE0F} here", "➡", true),
    Row("emoji with VS16", "❤\u{FE0F}", "❤", true),
    Row("ZWJ family, one of it", "👨\u{200D}👩\u{200D}👧", "👩", true),
    Row("ZWJ family, whole", "👨\u{200D}👩\u{200D}👧", "👨\u{200D}👩\u{200D}👧", true),
    Row("flag", "🇩🇪 🇫🇷", "🇩🇪", true),
    Row("keycap", "1\u{FE0F}\u{20E3}", "1\u{FE0F}\u{20E3}", true),
    Row("© after a word", "Acme® products", "acme", true),
    Row("degrees", "it is 20°C", "20", true),
    Row("hyphen", "a new t-shirt", "t-shirt", true),
    Row("hyphen", "a new t-shirt", "shirt", true),
    Row("hyphen, without", "sign-up here", "signup", false),
    Row("apostrophe", "I don't know", "don't", true),
    Row("apostrophe, typographic", "I don’t know", "don't", true),
    Row("apostrophe, left out", "it's O'Brien", "obrien", false),
    Row("hashtag", "see #foo-123", "#foo-123", true),
    Row("underscore", "call snake_case_name now", "snake_case_name", true),
    Row("path", "edit /etc/nginx/nginx.conf", "nginx.conf", true),
    Row("URL", "https://example.com/a?b=c", "example.com", true),
    Row("IP", "at 192.168.1.10", "192.168.1.10", true),
    Row("version", "v2.10.3", "2.10.3", false),
    Row("C# is not C", "I write C", "C#", false),
    Row("beginning of a word", "Heinestraße", "Heine", true),
    Row("end of a word", "Heinestraße", "straße", false),
    Row("word forms", "we deployed it", "deploy", true),
    Row("currency", "100 €", "€", true),
    Row("equal in Unicode", "\u{212B}ngstrom", "ångström", true),
    Row("equal in Unicode", "e\u{301}te\u{301}", "été", true),
    Row("equal in Unicode", "q\u{307}\u{323}", "q\u{323}\u{307}", true),
    Row("equal in Unicode", "α\u{313}\u{301}", "ἄ", true),
    Row("equal in Unicode", "Tiếng", "tie\u{302}\u{301}ng", true),
    Row("equal in Unicode: Jamo", "\u{1112}\u{1161}\u{11AB}국", "한국", true),
    Row("equal in Unicode: Jamo", "한국", "\u{1112}\u{1161}\u{11AB}\u{1100}\u{116E}\u{11A8}", true),
    Row("equal in Unicode: kana", "か\u{3099}っこう", "がっこう", true),
    Row("equal in Unicode: kana", "がっこう", "か\u{3099}っこう", true),
    Row("equal in Unicode: nukta", "क\u{93C}लम", "क़लम", true),
    Row("equal in Unicode: nukta", "क़लम", "क\u{93C}लम", true),
    Row("equal in Unicode: Bengali", "কো", "কো", true),
    Row("equal in Unicode: Tamil", "கொ", "கொ", true),
    Row("equal in Unicode: ideograph", "豈", "豈", true),
    Row("kana: another letter", "かき", "がき", false),
    Row("half width", "ガギ", "ｶﾞｷﾞ", true),
    Row("half width", "ｶﾞｷﾞ", "ガギ", true),
    Row("full width", "Ｈｅｌｌｏ！", "hello", true),
    Row("full width", "＃１", "#1", true),
    Row("full width", "￥500", "¥500", true),
    Row("Burmese", "မြန်မာစာ", "မြန်မာ", true),
    Row("Burmese", "မြန်မာစာ", "စာ", true),
    Row("Khmer: other vowel", "កា", "កី", false),
    Row("Lao", "ພາສາລາວ", "ລາວ", true),
    Row("Thai", "ฉันชอบกินข้าวผัด", "กิน", true),
    Row("Thai: other tone", "ไม่", "ไม", false),
    Row("Persian, ZWNJ left out", "می\u{200C}خواهم", "میخواهم", true),
    Row("Persian, ZWNJ", "می\u{200C}خواهم", "می\u{200C}خواهم", true),
    Row("Hindi, ZWJ", "क्\u{200D}ष", "क्ष", true),
    Row("Gujarati", "ગુજરાતી ભાષા", "ભાષા", true),
    Row("Malayalam: other vowel", "കാ", "കി", false),
    Row("keycap", "#\u{FE0F}\u{20E3}", "#\u{FE0F}\u{20E3}", true),
    Row("keycap: another", "2\u{FE0F}\u{20E3}", "1\u{FE0F}\u{20E3}", false),
    Row("keycap, its digit", "1\u{FE0F}\u{20E3}", "1", true),
    Row("flag: another", "🇩🇪", "🇫🇷", false),
    Row("flag of a part", "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}", "🏴", true),
    Row("skin tone in the query", "👍", "👍🏽", true),
    Row("skin tone: another", "👋🏿 hi", "👋🏻", true),
    Row("rainbow flag", "🏳\u{FE0F}\u{200D}🌈", "🌈", true),
    Row("emoji in a row, after a word", "haha😂😂😂", "😂", true),
    Row("emoji in a row, after a word", "haha😂😂😂", "haha", true),
    Row("emoji: another", "😀", "😃", false),
    Row("heart with VS16 in the query", "❤", "❤\u{FE0F}", true),
    Row("C++, by C", "C++ is fast", "c", true),
    Row("C# is not C++", "C# code", "C++", false),
    Row("C#", "some c# code", "C#", true),
    Row("$100", "$100 please", "$100", true),
    Row("100$ is not $100", "100$ please", "$100", false),
    Row("arrow", "a => b", "=>", true),
    Row("comparison", "x<y", "<", true),
    Row("percent", "50% off", "50%", true),
    Row("percent", "50 people", "50%", false),
    Row("ampersand", "R&D", "r&d", true),
    Row("ampersand", "R and D", "R&D", false),
    Row("mail address", "me@example.com", "me@example.com", true),
    Row("name", "@bob hi", "bob", true),
    Row("name", "@bob hi", "@bob", true),
    Row("name", "bob hi", "@bob", false),
    Row("tilde", "cd ~/src", "~/src", true),
    Row("fraction", "½ cup", "½", true),
    Row("superscript", "x² + y", "x2", true),
    Row("numero", "№5", "№", true),
    Row("root", "√2", "√2", true),
    Row("arrow of Unicode", "A → B", "→", true),
    Row("pound", "£5", "£5", true),
    Row("trademark", "Brand™", "brand", true),
    Row("ligature", "ﬁle", "file", true),
    Row("Roman number", "Ⅳ", "iv", true),
    Row("Arabic, tatweel", "كتـــاب", "كتاب", true),
    Row("Arabic, presentation forms", "ﻛﺘﺎﺏ", "كتاب", true),
    Row("Arabic, digits", "١٢٣", "123", true),
    Row("Arabic, hamza", "أحمد", "احمد", true),
    Row("Hebrew, points in the query", "שלום", "שָׁלוֹם", true),
    Row("Russian Ё", "Ёлка", "елка", true),
    Row("Icelandic", "ÆSIR", "aesir", true),
    Row("French", "Œuvre", "oeuvre", true),
    Row("Vietnamese đ", "đường", "duong", true),
    Row("Turkish ı", "ılık", "ilik", true),
    Row("German", "Größe", "GROSSE", true),
    Row("Georgian capitals", "ᲡᲐᲥᲐᲠᲗᲕᲔᲚᲝ", "საქართველო", true),
    Row("Armenian", "Հայաստան", "հայաստան", true),
    Row("Tibetan", "བོད་སྐད", "བོད", true),
    Row("Ethiopic", "ሰላም ለዓለም", "ሰላም", true),
    Row("CJK, a single character", "東京", "東", true),
    Row("CJK, a single character: another", "東", "京", false),
    Row("CJK, across punctuation", "上海,北京", "海北", false),
    Row("CJK, in quotes", "我家在上海东边。", "\"上海东边\"", true),
    Row("CJK beside Latin", "iPhoneを買った", "iphone", true),
    Row("CJK beside Latin", "iPhoneを買った", "買った", true),
    Row("CJK beside Latin", "LINE交換", "line交換", true),
    Row("CJK beyond the first plane", "𠮷野家", "𠮷野", true),
    Row("CJK, iteration mark", "人々の", "人々", true),
    Row("CJK, long vowel", "コーヒーを飲む", "コーヒー", true),
    Row("Korean, other syllable", "안녕하세요", "하게", false),
    Row("Korean, letters", "ㅋㅋㅋ", "ㅋㅋ", true),
    Row("beginning of a phrase's last word", "see nginx.conf", "nginx.co*", true),
    Row("unassigned", "\u{378}", "\u{378}", true),
    Row("private use", "\u{E000}", "\u{E000}", true),
    Row("no character", "\u{FFFE}x", "x", true),
    Row("NUL", "a\u{0}b", "b", true),
    Row("row of symbols", "x =======", "=======", true),
    Row("row of symbols, shorter", "a == b", "===", false),
  ]
}

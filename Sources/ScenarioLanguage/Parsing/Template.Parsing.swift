extension Template {
  /// Reads text in which `$name` stands for a value and `$$` for a dollar; any other dollar is itself.
  init(parsing scalars: some Collection<Unicode.Scalar>) {
    self.init()
    var text = String.UnicodeScalarView()
    var rest = scalars[...]
    while let scalar = rest.popFirst() {
      if scalar == "$", let next = rest.first {
        if next == "$" {
          rest = rest.dropFirst()
        } else if WordRules.isNameStart(next) {
          append(String(text))
          text = String.UnicodeScalarView()
          let name = rest.prefix(while: WordRules.isNamePart)
          rest = rest.dropFirst(name.count)
          append(name: String(String.UnicodeScalarView(name)))
          continue
        }
      }
      text.append(scalar)
    }
    append(String(text))
  }
}

import ScenarioLanguage
import Testing
import Wire

/// `variables:` in the header, and what stands for them.
@Suite("Variables") struct VariableTests {
  private func expand(
    _ text: String, _ values: [String: Variables.Value] = [:], _ files: [String: String] = [:]
  ) -> Expansion {
    var variables = Variables()
    for (name, value) in values { variables[name] = value }
    return Expansion.expand(SourceFile(path: "test.chat", text: text), variables: variables) {
      path throws(SourceLoadError) in
      guard let text = files[path] else { throw SourceLoadError(reason: "there is no such file") }
      return SourceFile(path: path, text: text)
    }
  }

  /// The sent frames and the matchers of a file's first scenario.
  private func parts(_ expansion: Expansion) -> [String] {
    (expansion.scenarios.first?.steps ?? []).flatMap { step -> [String] in
      if case .send(let who, .json(let template)) = step.kind {
        return ["\(who.joined(separator: " ")) \(template.literal ?? "?")"]
      }
      return step.expectations.flatMap { $0.pattern?.fields ?? [] }.map { ScenarioText.matcher($0.matcher) }
    }
  }

  private static let text = """
    title: t
    users: alice
    variables: HOST="two words" PORT=8080 WHO=alice

    $WHO >json {"host":"$HOST","port":$PORT,"address":"$HOST:$PORT"}
    alice < ack a=$HOST b=$PORT c="$PORT" d=~"at $HOST"

    """

  @Test func `a default stands for a variable that the run gives nothing for`() {
    let expansion = expand(Self.text)
    #expect(expansion.diagnostics.map(\.message) == [])
    #expect(
      parts(expansion) == [
        #"alice {"host":"two words","port":8080,"address":"two words:8080"}"#, #""two words""#, "8080",
        #""8080""#, #"~"at two words""#,
      ])
  }

  @Test func `what the run gives counts for more, and is a number where it reads as one`() {
    let expansion = expand(Self.text, ["HOST": .init(#"say "$x""#), "PORT": .init("0080")])
    #expect(
      parts(expansion) == [
        #"alice {"host":"say \"$x\"","port":"0080","address":"say \"$x\":0080"}"#, #""say \"$$x\"""#,
        #""0080""#, #""0080""#, #"~"at say \"$$x\"""#,
      ])
    #expect(parts(expand(Self.text, ["PORT": .init("1")]))[2] == "1")
    #expect(parts(expand(Self.text, ["PORT": .init("1", isSecret: true)]))[2] == #""1""#)
  }

  @Test(
    arguments: [
      ("[c]", "[c]"), ("[a,1, \"b c\"]", "[a, 1, \"b c\"]"), ("{k=v}", "{k=v}"), ("[c", "\"[c\""),
      ("[c] d", "\"[c] d\""), ("[?c]", "\"[?c]\""), ("{a, b}", "\"{a, b}\""),
    ])
  func `a list that the run gives is one, like a default`(value: String, shown: String) {
    let text = "title: t\nusers: alice\nvariables: L\n\nalice < ack a=$L\n"
    #expect(parts(expand(text, ["L": .init(value)])) == [shown])
    #expect(parts(expand(text, ["L": .init("[c]", isSecret: true)])) == ["\"[c]\""])
  }

  @Test func `a loop goes through a list that the run gives`() {
    let text = "title: t\nusers: a b\nvariables: L=[a]\n\nfor each W in $L\n  $W >json {}\nend\n"
    #expect(parts(expand(text)) == ["a {}"])
    #expect(parts(expand(text, ["L": .init("[a, b]")])) == ["a {}", "b {}"])
  }

  @Test func `an included file, a macro and a cell use the same variable`() {
    let text = """
      title: t
      users: alice
      variables: A=one
      cases:
      | cell   |
      | "$A 2" |

      include part.chat
      macro m X
        alice >json {"x":"$X","a":"$A"}
      end
      m $A
      alice >json {"cell":"$cell"}

      """
    let expansion = expand(
      text, [:], ["part.chat": "variables: A=other B=two\n\nalice >json {\"b\":\"$A $B\"}\n"])
    #expect(expansion.diagnostics.map(\.message) == [])
    #expect(
      parts(expansion) == [
        #"alice {"b":"one two"}"#, #"alice {"x":"one","a":"one"}"#, #"alice {"cell":"one 2"}"#,
      ])
  }

  @Test func `without a value the file can be read, and what is missing is said with its place`() throws {
    let text = "title: t\nusers: alice\nvariables: A WHO=alice B\n\n$B > $A\n$B < ack x=$A\n$WHO >bytes $A\n"
    let expansion = expand(text, ["B": .init("alice")])
    #expect(expansion.diagnostics.map(\.message) == [])
    let missing = try #require(expansion.scenarios.first?.missingVariables)
    #expect(
      missing.map { "\($0.span.description) \($0.message)" } == ["test.chat:3:12 the variable A has no value"]
    )
    for way in ["--variable A=", "--variables-file", "VERBATIM_VAR_A"] {
      #expect(missing.first?.remedy?.contains(way) == true)
    }
    #expect(expand(text).diagnostics.map(\.message) == [], "nor is it known who B is")
  }

  @Test(arguments: [
    #"alice >json {"a":"b","seq":$A + 1}"#, "alice < ack seq=$A-1", "alice < ack seq=$cell+1", "m $A",
  ])
  func `no sum is made of a secret`(line: String) {
    let text = """
      title: t
      users: alice
      variables: A
      cases:
      | cell |
      | $A   |

      macro m X
        alice < ack seq=$X+1
      end
      """
    let secret = expand("\(text)\n\(line)\n", ["A": .init("48151623", isSecret: true)])
    #expect(secret.diagnostics.map(\.code) == [.argumentNotValid])
    #expect(secret.diagnostics.allSatisfy { !$0.message.contains("4815") })
    #expect(expand("\(text)\n\(line)\n", ["A": .init("48151623")]).diagnostics.map(\.message) == [])
  }

  @Test func `the formatter keeps variables and their defaults as they were written`() throws {
    let untidy = "variables:  A , B=\"x y\"   C=[1, 2]  # why\ntitle: t\nneeds: simulator\nlimits: a=1\n"
    let tidy = "title: t\nlimits: a=1\nvariables: A B=\"x y\" C=[1, 2]  # why\nneeds: simulator\n"
    #expect(try ScenarioFormatter.format(SourceFile(path: "t.chat", text: untidy)).get() == tidy)
  }
}

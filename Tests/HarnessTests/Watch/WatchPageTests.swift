import Reports
import Testing
import WatchPage

/// The page of a watch; `Tests/Watch` uses it in a browser.
@Suite("Watch page") struct WatchPageTests {
  private static let gate = PageGate(secret: "5ec4e7", port: 4000)
  private static let own = "http://127.0.0.1:4000"

  @Test(arguments: ["/", "/5ec4e7", "/guess/", "/5ec4e7/live/", "/5ec4e7/?a", "//5ec4e7/"])
  func `nobody else gets anything`(path: String) {
    #expect(throws: PageGate.Refusal.unknownPlace) {
      try Self.gate.place(path, hosts: ["127.0.0.1:4000"], origins: [])
    }
  }

  @Test(arguments: [["evil.example:4000"], ["127.0.0.1"], ["127.0.0.1:4001"], [], ["127.0.0.1:4000", "x"]])
  func `another name for this machine is refused`(hosts: [String]) {
    #expect(throws: PageGate.Refusal.foreignHost) {
      try Self.gate.place("/5ec4e7/", hosts: hosts, origins: [])
    }
  }

  @Test(arguments: [
    [], ["null"], ["http://evil.example"], ["http://127.0.0.1:4001"], ["https://127.0.0.1:4000"],
  ])
  func `a socket of another site is refused`(origins: [String]) {
    #expect(throws: PageGate.Refusal.foreignOrigin) {
      try Self.gate.place("/5ec4e7/live", hosts: ["127.0.0.1:4000"], origins: origins)
    }
  }

  @Test func `messages of the page are read, and nothing else is`() {
    func request(_ text: String) -> PageRequest? { PageRequest(Array(text.utf8)) }
    #expect(request(#"{"type":"run"}"#) == .run)
    #expect(request(#"{"type":"show","name":"a.chat [1]"}"#) == .show(name: "a.chat [1]"))
    #expect(request(#"{"type":"bless","name":"a.chat"}"#) == .bless(name: "a.chat"))
    #expect(request(#"{"type":"write"}"#) == .write)
    #expect(request(#"{"type":"debug","name":"a.chat"}"#) == .debug(name: "a.chat"))
    #expect(request(#"{"type":"command","line":"run 7"}"#) == .command(line: "run 7"))
    #expect(request(#"{"type":"leave"}"#) == .leave)
    for text in [
      "", "[]", #"{"type":"show"}"#, #"{"type":"bless","name":1}"#, #"{"type":"closed"}"#,
      #"{"type":"debug","line":"a.chat"}"#, #"{"type":"command","name":"run 7"}"#,
    ] {
      #expect(request(text) == nil)
    }
  }

  @Test func `the page may connect to its own socket and to nothing else`() {
    let page = LivePage.text(address: Self.gate.liveAddress)
    #expect(page.contains("connect-src ws://127.0.0.1:4000/5ec4e7/live;"))
    #expect(page.contains("data-live=\"ws://127.0.0.1:4000/5ec4e7/live\""))
    #expect(!page.contains("https://"))
    #expect(page.contains("<dialog id=\"stepper\""))
  }

  @Test func `a result has the run before beside it, and what it says is text`() throws {
    let before = try WatchFolder.result("a.chat", WatchFolder.failing)
    let now = try WatchFolder.result("a.chat", WatchFolder.passing.replacing("It passes", with: "<b>"))
    #expect(!LivePage.article(of: now, before: nil).contains("The run before"))
    let both = LivePage.article(of: now, before: before)
    #expect(both.contains("id=\"r1\"") && both.contains("id=\"r2\"") && both.contains("It fails"))
    #expect(both.contains("&lt;b&gt;") && !both.contains("<b></h2>"))
    #expect(LivePage.list(of: [now]).contains("<b>&lt;b&gt;</b>"))
    #expect(HTMLReport.title(of: [now, before]) == "1 of 2 red")
  }
}

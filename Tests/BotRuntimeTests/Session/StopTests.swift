import Bots
import Testing
import Wire

@testable import BotRuntime

@Suite struct `A bot that is stopped` {
  private static let event = #"{"type":"user_join","room":"lobby","user":"bob"}"#

  @Test func `sends what waits, and breaks the connection so that its session can be resumed`() {
    var talk = Talk()
    _ = talk.logIn()
    _ = talk.ask("one", seq: 1)
    _ = talk.ask("two", seq: 2)
    #expect(talk.tell(.stop) == [])
    #expect(talk.deliver(re: "b1") == ["remember", Talk.answer("two", id: "b2")])
    #expect(talk.deliver(re: "b2") == ["remember", "remember", "cut", "end"])
    #expect(talk.kept?.session?.received == 4)
  }

  @Test func `leaves an event that comes now to its next start`() {
    var talk = Talk()
    _ = talk.logIn()
    _ = talk.ask("one", seq: 1)
    _ = talk.tell(.stop)
    #expect(talk.ask("two", seq: 2) == ["remember", "cut", "end"])
    #expect(talk.kept?.session?.received == 1)
  }

  @Test func `says goodbye where nothing is kept, and passes over what still comes`() {
    var talk = Talk(keepsMemory: false)
    _ = talk.logIn()
    _ = talk.ask("one", seq: 1)
    _ = talk.tell(.stop)
    #expect(talk.ask("two", seq: 2) == [])
    #expect(talk.deliver(re: "b1") == ["goodbye", "end"])
  }

  @Test func `waits five seconds at most`() {
    var talk = Talk()
    _ = talk.logIn()
    _ = talk.ask("one", seq: 1)
    _ = talk.tell(.stop)
    #expect(talk.advance(4999) == [])
    #expect(talk.advance(1) == ["remember", "cut", "end"])
  }

  @Test func `ends at once where there is no connection`() {
    var talk = Talk()
    _ = talk.logIn()
    _ = talk.tell(.disconnected(code: nil))
    #expect(talk.tell(.stop) == ["remember", "end"])
    #expect(talk.tell(.timePassed) == [])
  }
}

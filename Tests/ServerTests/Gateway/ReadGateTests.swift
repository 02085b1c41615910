import Testing

@testable import Server

@Suite struct `What is read of a connection` {
  @Test func `is all, and nothing is put off`() {
    var gate = ReadGate()
    #expect(gate.wantsRead() == true)
    #expect(gate.drained() == false)
  }

  @Test func `is nothing while messages wait, and then what was put off`() {
    var gate = ReadGate()
    gate.filled()
    #expect(gate.isOpen == false)
    #expect(gate.wantsRead() == false)
    gate.filled()
    #expect(gate.drained() == true)
    #expect(gate.isOpen == true)
    #expect(gate.drained() == false)
  }

  @Test func `goes on by itself where no read was put off`() {
    var gate = ReadGate()
    gate.filled()
    #expect(gate.drained() == false)
    #expect(gate.wantsRead() == true)
  }

  @Test func `is nothing while the address sends too much, for which one timer is set`() {
    var gate = ReadGate()
    #expect(gate.throttle() == true)
    #expect(gate.throttle() == false)
    #expect(gate.wantsRead() == false)
    #expect(gate.unthrottle() == true)
    #expect(gate.throttle() == true)
  }

  @Test(arguments: [true, false])
  func `waits for both reasons to be gone`(addressIsLast: Bool) {
    var gate = ReadGate()
    gate.filled()
    #expect(gate.throttle() == true)
    #expect(gate.wantsRead() == false)
    let first = addressIsLast ? gate.drained() : gate.unthrottle()
    #expect(first == false)
    #expect(gate.isOpen == false)
    let second = addressIsLast ? gate.unthrottle() : gate.drained()
    #expect(second == true)
  }

  @Test func `stops at a number of unhandled messages, and goes on at half of it`() {
    let messages = UnhandledMessages(most: 4)
    let added = (1...5).map { _ in messages.add() }
    #expect(added == [false, false, false, true, true])
    let removed = (1...5).map { _ in messages.remove() }
    #expect(removed == [false, false, true, false, false])
  }
}

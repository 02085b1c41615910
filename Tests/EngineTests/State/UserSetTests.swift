import Testing

@testable import Engine

@Suite struct UserSetTests {
  @Test func `users are there once, and in the order of their numbers`() {
    var set = UserSet()
    for number in [5, 1, 9, 5, 3, 1] as [UInt32] { set.insert(UserID(number)) }
    #expect(set.users == [1, 3, 5, 9].map { UserID($0) })
    for number in 0...10 as ClosedRange<UInt32> {
      #expect(set.contains(UserID(number)) == [1, 3, 5, 9].contains(number))
    }
    for number in [5, 5, 2, 9, 1] as [UInt32] { set.remove(UserID(number)) }
    #expect(set.users == [UserID(3)])
    #expect(set.count == 1)
  }
}

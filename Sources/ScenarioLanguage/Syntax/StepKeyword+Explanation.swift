extension StepKeyword {
  /// What a line that begins with the keyword does, in one sentence.
  package var meaning: String {
    switch self {
    case .order: "The events of the lines up to `end` come in exactly this order, also between users."
    case .any: "The events of the lines up to `end` come in any order."
    case .end: "Closes a block, a loop or a macro."
    case .include: "Inserts the steps of another file, and makes its macros known; the path is relative."
    case .macro: "Names the lines up to `end`, in which `$PARAM` stands for a value of the call."
    case .repeat: "Plays the lines up to `end` this often; `as NAME` names the number of the round."
    case .for: "`for each NAME in` plays the lines up to `end` once for each of the values after it."
    case .until: "Advances virtual time to an instant, which is in UTC if it has no zone."
    }
  }

  /// Lines of a scenario that have it.
  package var example: String {
    switch self {
    case .order:
      """
      order
        alice < chat_message seq=1
        bob   < chat_message seq=1
      end
      """
    case .any:
      """
      any
        alice < user_join user=bob
        alice < user_join user=carol
      end
      """
    case .end, .repeat:
      """
      repeat 3 as N
        alice > message $N
      end
      """
    case .include: "include setup/meeting.chat"
    case .macro:
      """
      macro meet WHO ROOM
        $WHO > /join $ROOM
        $WHO < user_list room=$ROOM
      end

      meet alice lobby
      """
    case .for:
      """
      for each WHO in alice bob
        $WHO > hello
      end
      """
    case .until: "until 2026-03-29T09:00"
    }
  }
}

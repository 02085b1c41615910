extension Transcript {
  /// What led to the entry at a place: the scenario's line first, and the entry itself last.
  ///
  /// Where time had to pass between a cause and what it led to, the line that let it pass stands between the two.
  package func chain(to place: Int) -> [Entry] {
    var chain = [entries[place]]
    var place = place
    while let cause = entries[place].cause {
      if entries[cause].at < entries[place].at, !entries[cause].isTime,
        let time = entries[cause..<place].last(where: \.isTime)
      {
        chain.append(time)
      }
      chain.append(entries[cause])
      place = cause
    }
    return chain.reversed()
  }

  /// What the scenario's last line did that did anything, and everything that happened since.
  var lastDoing: [Entry] {
    guard let index = scripted.lastIndex(where: { entries[$0].isDeed }) else { return [] }
    // A line can do something for each of several clients. Where it does it again for one, as in a macro that is called
    // again, that was done earlier.
    var first = scripted[index]
    var senders = Set([entries[first].sender])
    for place in scripted[..<index].reversed() {
      let entry = entries[place]
      guard entry.isDeed, entry.span == entries[first].span, senders.insert(entry.sender).inserted else {
        break
      }
      first = place
    }
    return Array(entries[first...])
  }
}

extension Transcript.Entry {
  /// Who sent it, where it is a frame.
  fileprivate var sender: String? {
    if case .sent(let name, _) = kind { name } else { nil }
  }

  fileprivate var isTime: Bool {
    if case .time = kind { true } else { false }
  }

  /// Whether something is done here, and not seen.
  package var isDeed: Bool {
    switch kind {
    case .sent, .time, .fault: true
    case .arrived, .section, .received: false
    }
  }

  /// Whether it only says what the next entries are about.
  package var isSection: Bool {
    if case .section = kind { true } else { false }
  }
}

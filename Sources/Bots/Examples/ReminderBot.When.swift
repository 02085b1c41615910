import Engine

extension ReminderBot {
  /// When to remind: after some time, or at a time of the clock in UTC.
  enum When: Hashable {
    /// After a time, as in `10m`.
    case after(Duration)
    /// The next time of a day or a week, as in `17:30` or `monday 9:00`. What is past today is tomorrow's, or next week's.
    case next(Schedule)
    /// On the day after this one, so long after midnight, as in `tomorrow 9:00`.
    case tomorrow(Duration)
    /// At an instant, as in `2026-03-01 12:00`.
    case at(Instant)

    /// How it is written, for the help.
    static let examples = "10m, 17:30, tomorrow 9:00, monday 9:00 or 2026-03-01 12:00, all in UTC"

    /// Reads one word, or two, or says what is wrong.
    init(from arguments: inout Arguments) throws(CommandRefusal) {
      let first = arguments.nextWord() ?? ""
      if let duration = Duration(units: first) {
        self = .after(duration)
      } else if let time = TimeOfDay(first) {
        self = .next(.daily(hour: time.hour, minute: time.minute))
      } else if let second = arguments.nextWord(), let day = When(day: first.lowercased(), time: second) {
        self = day
      } else {
        let problem =
          first.isEmpty ? "The time is missing" : "I do not understand the time \"\(first.shortened)\""
        throw CommandRefusal("\(problem). Say \(Self.examples).")
      }
    }

    private init?(day: String, time text: String) {
      guard let time = TimeOfDay(text) else { return nil }
      if day == "tomorrow" {
        self = .tomorrow(.hours(time.hour) + .minutes(time.minute))
      } else if let weekday = Schedule.Weekday.allCases.first(where: { "\($0)" == day }) {
        self = .next(.weekly(weekday, hour: time.hour, minute: time.minute))
      } else if let instant = Instant(utc: "\(day) \(time)") {
        self = .at(instant)
      } else {
        return nil
      }
    }

    /// The instant that is meant; one that names its date may be past.
    func instant(after now: Instant) -> Instant? {
      switch self {
      case .after(let duration): now.advanced(by: duration)
      case .next(let schedule): schedule.next(after: now)
      case .tomorrow(let time): Schedule.daily(hour: 0, minute: 0).next(after: now)?.advanced(by: time)
      case .at(let instant): instant
      }
    }

    /// How the instant is told to the one who asked: with what they left out.
    func announcement(of instant: Instant) -> String {
      switch self {
      case .after(let duration): "in \(duration.units)"
      case .next, .tomorrow, .at: "at \(instant.utc) UTC"
      }
    }
  }

  /// A time of the clock with 24 hours, as in `9:00` or `17:30`.
  private struct TimeOfDay: CustomStringConvertible {
    let hour: Int
    let minute: Int

    init?(_ text: String) {
      let digits = text.split(separator: ":", omittingEmptySubsequences: false)
      guard digits.count == 2, digits.joined().allSatisfy(\.isWholeNumber),
        (1...2).contains(digits[0].utf8.count), digits[1].utf8.count == 2,
        let hour = Int(digits[0]), let minute = Int(digits[1]), hour < 24, minute < 60
      else { return nil }
      self.hour = hour
      self.minute = minute
    }

    /// With two digits each, as in `09:00`.
    var description: String { (hour < 10 ? "0" : "") + "\(hour):" + (minute < 10 ? "0" : "") + "\(minute)" }
  }
}

extension Parameter<ReminderBot.When> {
  /// A time, of one word or two.
  static func when(_ usage: String) -> Parameter {
    Parameter(usage) { (arguments) throws(CommandRefusal) in try ReminderBot.When(from: &arguments) }
  }
}

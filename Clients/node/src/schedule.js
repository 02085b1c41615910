const week = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const day = 86_400_000;

/** @typedef {{ next(after: number): number }} Schedule When something comes again, in milliseconds of 1970. */

/**
 * `mon-fri`, `sat sun`, `mon,thu`, or nothing for every day.
 * @param {string} text
 * @returns {Set<number>}
 */
function daysOf(text) {
  /** @type {Set<number>} */ const days = new Set();
  for (const part of text.toLowerCase().split(/[\s,]+/u).filter(Boolean)) {
    const [first, other] = part.split("-").map((name) => week.indexOf(name));
    const last = other ?? first;
    if (first < 0 || last < 0) throw new RangeError(`"${text}" are no days; write mon-fri, or sat sun`);
    for (let index = first; ; index = (index + 1) % 7) {
      days.add(index);
      if (index === last) break;
    }
  }
  return days.size > 0 ? days : new Set(week.keys());
}

/**
 * A time of the clock on some days of the week. One that is left out when clocks go forward is as much later as they do: 02:30 is then
 * 03:30. Of one that comes twice when they go back the first is meant. So it comes once a day.
 * @param {string} at `09:30` @param {string} zone @param {string} days @returns {Schedule}
 */
export function daily(at, zone, days) {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/u.exec(at) ?? [];
  if (!hours) throw new RangeError(`"${at}" is no time of the day; write 09:30`);
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric",
  });
  /**
   * The clock's time of an instant, as if it were UTC.
   * @param {number} instant
   */
  const local = (instant) => {
    const part = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
    return Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second);
  };
  /**
   * The instant of a clock's time.
   * @param {number} wanted
   */
  const instant = (wanted) => {
    const before = wanted - (local(wanted - day) - (wanted - day));
    const after = wanted - (local(wanted + day) - (wanted + day));
    // By the offset of the day before, where that gives the time; of a time that is left out it gives a later one.
    return local(before) === wanted || local(after) !== wanted ? before : after;
  };
  const wanted = daysOf(days);
  const time = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return {
    next(after) {
      for (let date = Math.floor(local(after) / day) * day - day; ; date += day) {
        if (!wanted.has((new Date(date).getUTCDay() + 6) % 7)) continue;
        const due = instant(date + time);
        if (due > after) return due;
      }
    },
  };
}

/**
 * A time that repeats after as long, counted from 1970, so that a restart does not shift it.
 * @param {number} period
 * @returns {Schedule}
 */
export function every(period) {
  if (!(period >= 1000)) throw new RangeError("a schedule repeats after at least a second");
  return { next: (after) => (Math.floor(after / period) + 1) * period };
}

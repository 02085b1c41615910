/**
 * A time of the clock on some days of the week. One that is left out when clocks go forward is as much later as they do: 02:30 is then
 * 03:30. Of one that comes twice when they go back the first is meant. So it comes once a day.
 * @param {string} at `09:30` @param {string} zone @param {string} days @returns {Schedule}
 */
export function daily(at: string, zone: string, days: string): Schedule;
/**
 * A time that repeats after as long, counted from 1970, so that a restart does not shift it.
 * @param {number} period
 * @returns {Schedule}
 */
export function every(period: number): Schedule;
/**
 * When something comes again, in milliseconds of 1970.
 */
export type Schedule = {
    next(after: number): number;
};

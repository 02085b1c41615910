/**
 * Which of the server's allowances a command costs.
 * @param {string} type
 * @returns {RateClass}
 */
export function rateClass(type: string): RateClass;
/**
 * One allowance, by the server's own rule. A token is taken from it when the reply comes, later than the server took it: whoever counted
 * from the sending would be ahead of the server by the command's way there, and now and then be refused.
 */
export class Pace {
    /** Commands on their way. */
    underWay: number;
    /** @param {number} burst @param {number} perSecond */
    obey(burst: number, perSecond: number): void;
    /**
     * How many milliseconds until there is a token beside those that are kept in reserve.
     * @param {number} now
     * @param {number} reserve
     */
    wait(now: number, reserve?: number): number;
    /** @param {number} now */
    spend(now: number): void;
    #private;
}
export type RateClass = "messages" | "queries" | "commands";

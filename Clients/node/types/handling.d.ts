/**
 * @typedef {object} Entry An event in the inbox. It stays there until its handlers have ended, so that a killed program handles it again.
 * @property {"message" | "event" | "timer"} kind
 * @property {[string, string, number | string, string | number]} key What makes it the same event, also in another instance of the bot.
 * @property {string} lane Events of one lane are handled in order.
 * @property {import("./link.js").Frame} frame
 * @property {Record<number, any>} steps What was answered to its commands and questions, by their numbers.
 */
/** One event while it is handled. */
export class Handling {
    /** @param {string} id @param {Entry} entry @param {Handling | null} before What it waits for, until it begins. */
    constructor(id: string, entry: Entry, before?: Handling | null);
    /** How many commands and questions there were. */ count: number;
    /** How many of them wait. */ pending: number;
    isRunning: boolean;
    isWaiting: boolean;
    isOver: boolean;
    /** @type {Map<string, { before: string | undefined, after: string | undefined }>} The store's values that it set, with those before. */ writes: Map<string, {
        before: string | undefined;
        after: string | undefined;
    }>;
    /** Whether the next one of the lane may begin. */ isReleased: boolean;
    release: () => void;
    released: Promise<any>;
    id: string;
    entry: Entry;
    before: Handling | null;
    /** Whether it waits neither for a frame nor for the one before it in the lane. */
    get isAtWork(): boolean;
    /**
     * The key of a command: the same in each run, so that the server stores a message once.
     * @param {number} number
     */
    key(number: number): string;
}
/**
 * An event in the inbox. It stays there until its handlers have ended, so that a killed program handles it again.
 */
export type Entry = {
    kind: "message" | "event" | "timer";
    /**
     * What makes it the same event, also in another instance of the bot.
     */
    key: [string, string, number | string, string | number];
    /**
     * Events of one lane are handled in order.
     */
    lane: string;
    frame: import("./link.js").Frame;
    /**
     * What was answered to its commands and questions, by their numbers.
     */
    steps: Record<number, any>;
};

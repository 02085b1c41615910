/** @typedef {import("./link.js").Frame} Frame @typedef {[seq: number, at: string | null]} Mark The newest message of a conversation. */
/** Where the bot is, and what it has heard there: each message once, in order, also what was said while it was away. */
export class Rooms {
    /** @param {import("./running.js").Running} running */
    constructor(running: import("./running.js").Running);
    get isCatchingUp(): boolean;
    get nextLook(): number;
    /** @param {string} user @param {string} room @returns {"member" | "moderator" | "owner"} */
    roleOf(user: string, room: string): "member" | "moderator" | "owner";
    /**
     * Enters the rooms of a new session, or those that one that goes on is not in.
     * @param {boolean} isResumed
     * @param {boolean} isFirst
     */
    begin(isResumed: boolean, isFirst: boolean): void;
    /**
     * Takes note of where a command has led.
     * @param {Frame} command
     * @param {Frame} reply
     */
    answered(command: Frame, reply: Frame): void;
    /**
     * Whether a message is new here, and none is missing before it; else it comes from the history or not at all.
     * @param {Frame} frame
     */
    takes(frame: Frame): boolean;
    /**
     * Other events of rooms.
     * @param {Frame} frame
     */
    hear({ type, room, user, role }: Frame): void;
    /**
     * Looks whether deleted rooms were made again, ever more seldom. Joining would make them.
     * @param {number} now
     */
    look(now: number): void;
    #private;
}
export type Frame = import("./link.js").Frame;
/**
 * The newest message of a conversation.
 */
export type Mark = [seq: number, at: string | null];

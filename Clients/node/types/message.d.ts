/** @typedef {import("./running.js").Running} Running @typedef {import("./handling.js").Handling} Handling */
/** What somebody said, in a room or to the bot alone. */
export class Message {
    /** @param {import("./link.js").Frame} raw @param {Running} running @param {Handling} handling */
    constructor(raw: import("./link.js").Frame, running: Running, handling: Handling);
    /** The frame as it came, or as history has it. */ raw: import("./link.js").Frame;
    /** @type {string} */ text: string;
    /** @type {string} */ user: string;
    /** @type {string | null} Null where it was said in private. */ room: string | null;
    /** @type {number} Its number in the room, or in the conversation of the two. */ seq: number;
    at: Date;
    bot: boolean;
    /** @type {Record<string, unknown> | null} */ data: Record<string, unknown> | null;
    /** @type {number | null} */ replyTo: number | null;
    /** @type {string[]} */ mentions: string[];
    /**
     * What the author is in the room, as far as the server told.
     * @returns {"member" | "moderator" | "owner"}
     */
    get role(): "moderator" | "owner" | "member";
    /**
     * Answers where it was said. One message, however often it is sent: its key is made of this message and of how many answers came before.
     * @param {string} text @param {Record<string, unknown>} [fields] More fields of the command, such as `reply_to` and `data`.
     * @returns {Promise<import("./protocol.js").AckEvent | import("./protocol.js").PrivateMessageDeliveredEvent>}
     */
    reply(text: string, fields?: Record<string, unknown> | undefined): Promise<import("./protocol.js").AckEvent | import("./protocol.js").PrivateMessageDeliveredEvent>;
    /**
     * Gives the message a reaction, such as 👍. It has it once, however often this is called.
     * @param {string} reaction @returns {Promise<import("./protocol.js").OkEvent>}
     */
    react(reaction: string): Promise<import("./protocol.js").OkEvent>;
    /**
     * Asks the author something. What they say next in the same place is the answer, and comes to no other handler; null where none came in
     * time. Meanwhile other messages are handled.
     * @param {string} text @param {{ patience?: number } & Record<string, unknown>} [options] `patience` in seconds; the others are fields as in `reply`
     * @returns {Promise<Message | null>}
     */
    ask(text: string, options?: ({
        patience?: number | undefined;
    } & Record<string, unknown>) | undefined): Promise<Message | null>;
    #private;
}
export type Running = import("./running.js").Running;
export type Handling = import("./handling.js").Handling;

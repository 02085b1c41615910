/**
 * A conversation with a bot on a real server, in virtual time. When `say` returns all its effects have happened, so that `expectNothing` is
 * exact. At the end everything that the bot said must have been expected.
 * @param {() => Bot} make Makes the bot: once, and again for each `restart`.
 * @param {(chat: Chat) => Promise<void>} body
 * @param {{ name?: string, rooms?: string[], owner?: string }} [options] The bot's name, its rooms, and who owns them if not the bot.
 */
export function conversation(make: () => Bot, body: (chat: Chat) => Promise<void>, options?: {
    name?: string | undefined;
    rooms?: string[] | undefined;
    owner?: string | undefined;
} | undefined): Promise<void>;
/** A conversation in progress; people and rooms are made on first use. */
export class Chat {
    /** @param {Server} server @param {string} room */
    constructor(server: Server, room: string);
    /** @internal @param {() => Bot} make @param {string} name @param {string[]} rooms @param {string | undefined} owner */
    begin(make: () => Bot, name: string, rooms: string[], owner: string | undefined): Promise<void>;
    /**
     * Adds a bot.
     * @param {() => Bot} make
     * @param {{ name: string, rooms?: string[] }} options
     */
    add(make: () => Bot, { name, rooms }: {
        name: string;
        rooms?: string[];
    }): Promise<void>;
    /** @param {string} text @param {{ by?: string, in?: string }} [options] */
    say(text: string, options?: {
        by?: string | undefined;
        in?: string | undefined;
    } | undefined): Promise<void>;
    /** @param {string} text @param {{ by?: string, to?: string }} [options] */
    whisper(text: string, options?: {
        by?: string | undefined;
        to?: string | undefined;
    } | undefined): Promise<void>;
    /**
     * A user joins a room, once.
     * @param {string} user
     * @param {string} [room]
     */
    join(user: string, room?: string | undefined): Promise<void>;
    /** @param {string} user @param {string} [room] */
    leave(user: string, room?: string | undefined): Promise<void>;
    /**
     * A user types a line, such as `/mod bot`.
     * @param {string} line
     * @param {{ by?: string, in?: string }} [options]
     * @returns {Promise<any>}
     */
    type(line: string, options?: {
        by?: string | undefined;
        in?: string | undefined;
    } | undefined): Promise<any>;
    /**
     * A user gives any command of the protocol.
     * @param {string} type
     * @param {Record<string, unknown>} fields
     * @param {{ by?: string }} [options]
     * @returns {Promise<any>} The reply.
     */
    send(type: string, fields: Record<string, unknown>, options?: {
        by?: string | undefined;
    } | undefined): Promise<any>;
    /**
     * An operator deletes a room.
     * @param {string} [room]
     */
    deleteRoom(room?: string | undefined): Promise<void>;
    /** A second instance of a bot runs beside it, with what it keeps of its own. */
    twin(name?: string): Promise<void>;
    /**
     * The bot's next message in a room, where `replyTo` says so as a reply to that one.
     * @param {Expected} expected
     * @param {{ in?: string, replyTo?: number }} [options]
     */
    expect(expected: Expected, options?: {
        in?: string | undefined;
        replyTo?: number | undefined;
    } | undefined): Promise<void>;
    /**
     * The bot's next message to a user alone.
     * @param {Expected} expected
     * @param {{ to?: string, replyTo?: number }} [options]
     */
    expectWhisper(expected: Expected, options?: {
        to?: string | undefined;
        replyTo?: number | undefined;
    } | undefined): Promise<void>;
    /**
     * The next text that the bot gives a message of its own, in a room or in its private conversation with a user.
     * @param {Expected} expected
     * @param {{ in?: string, with?: string }} [options]
     */
    expectEdit(expected: Expected, options?: {
        in?: string | undefined;
        with?: string | undefined;
    } | undefined): Promise<void>;
    /**
     * The next that the bot does is to give this reaction to the message of a number.
     * @param {string} reaction
     * @param {{ to: number, in?: string, with?: string }} options
     */
    expectReaction(reaction: string, options: {
        to: number;
        in?: string;
        with?: string;
    }): Promise<void>;
    /** Nothing was said that was not expected. */
    expectNothing(): Promise<void>;
    /**
     * A handler failed, with this in the log.
     * @param {RegExp} expected
     */
    expectProblem(expected: RegExp): Promise<void>;
    /**
     * Advances time by seconds, or by a text such as `10m`, and stops whenever a bot has something to do.
     * @param {number | string} time
     */
    advance(time: number | string): Promise<void>;
    /** The bot's connection breaks, until `resume`. */
    cut(name?: string): Promise<void>;
    resume(name?: string): Promise<void>;
    /** The bot's program is killed, and begins again with what it has kept. */
    restart(name?: string): Promise<void>;
    /** Waits until nothing is left to do at this time: no bot is at work, and everybody has been told everything. */
    settle(): Promise<void>;
    /** @internal */
    end(): Promise<void>;
    /** @internal */
    close(): void;
    #private;
}
export type Bot = import("./bot.js").Bot;
export type Frame = import("./link.js").Frame;
export type Expected = string | RegExp | ((text: string) => boolean);
/**
 * What a bot said or did; the kind is empty for a message.
 */
export type Said = {
    kind: string;
    text: string;
    replyTo?: number;
};
export type Player = {
    name: string;
    make: () => Bot;
    rooms: string[];
    token: string;
    disk: MemoryDisk;
    running: import("./running.js").Running;
    isCut: boolean;
};
/** A server with a virtual clock, which the conversations of a process share, one after the other. */
declare class Server {
    /** @type {Promise<Server> | null} */ static "__#14@#shared": Promise<Server> | null;
    static shared(): Promise<Server>;
    static "__#14@#start"(): Promise<Server>;
    /** @param {string} url @param {string} token */
    constructor(url: string, token: string);
    /** @type {Client | null} */ operator: Client | null;
    /** @type {(frame: Frame) => void} */ hear: (frame: Frame) => void;
    url: string;
    token: string;
    /**
     * Begins anew for a conversation, which gets what the operator hears.
     * @param {(frame: Frame) => void} hear
     */
    begin(hear: (frame: Frame) => void): Promise<Client>;
}
import { MemoryDisk } from "./state.js";
/** A user's or the operator's connection. */
declare class Client {
    /** @param {string} url @param {Record<string, string>} headers @param {(frame: Frame) => void} hear */
    constructor(url: string, headers: Record<string, string>, hear: (frame: Frame) => void);
    /** @type {Promise<void>} */ opened: Promise<void>;
    /** @param {string} type @param {Record<string, unknown>} [fields] @returns {Promise<any>} */
    ask(type: string, fields?: Record<string, unknown> | undefined): Promise<any>;
    close(): void;
    /** @param {boolean} keeps */
    keepAlive(keeps: boolean): void;
    #private;
}
export {};

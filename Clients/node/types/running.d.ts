/** A bot at work: its inbox, its outbox, its timers and its store, on a link and a state. */
export class Running {
    /** @param {import("./bot.js").Bot} bot @param {Options} options @param {import("./state.js").Disk} disk */
    constructor(bot: import("./bot.js").Bot, options: Options, disk: import("./state.js").Disk);
    state: State;
    link: Link;
    rooms: Rooms;
    bot: import("./bot.js").Bot;
    options: Options;
    /** @type {Promise<void>} Resolves when the bot was stopped; rejects where it cannot go on. */ ended: Promise<void>;
    /** Who the bot is, once it is logged in. */
    get user(): string;
    /** Whether nothing is under way: everything that came was handled, and what waits does so for a frame. */
    get isIdle(): boolean;
    /**
     * Resolves when nothing is under way.
     * @returns {Promise<void>}
     */
    idle(): Promise<void>;
    /** When the next timer, question or look for a room is due. */
    get nextDue(): number;
    /**
     * Ends: handlers under way and what waits to be sent get a while.
     * @param {number} patienceMs
     */
    stop(patienceMs?: number): Promise<void>;
    /** Ends as a killed program does. */
    kill(): void;
    /** Keeps what changed, has the server tell when the next thing is due, and tells a test when all is done; once for many calls. */
    tick(): void;
    /** Resolves when there is room for more events. */
    room(): Promise<void>;
    /**
     * Takes a new message of a conversation, live or from its history.
     * @param {Frame} frame
     * @param {string} place
     */
    hearMessage(frame: Frame, place: string): void;
    /** @param {() => any} run */
    spawn(run: () => any): Promise<void>;
    /**
     * Gives a command of the protocol. What a handler sends has a key that is made of its event, and is sent again by the next program
     * where this one is killed.
     * @param {Frame} frame @param {Handling | undefined} [handling] @returns {Promise<any>}
     */
    command(frame: Frame, handling?: Handling | undefined): Promise<any>;
    /** @param {Message} message @param {Handling} handling @param {number} patience @returns {Promise<Frame | null>} */
    answer(message: Message, handling: Handling, patience: number): Promise<Frame | null>;
    /** @param {string} name @param {number} due @param {any} data */
    setTimer(name: string, due: number, data: any): void;
    /** @param {string} name */
    cancelTimer(name: string): void;
    /** @param {string} key @returns {string | undefined} */
    load(key: string): string | undefined;
    /**
     * A handler's values are kept when it has ended, together with that.
     * @param {string} key
     * @param {string | undefined} after
     */
    save(key: string, after: string | undefined): void;
    /**
     * Does something to the store once for each event, also where it is handled again.
     * @template T
     * @param {() => T} work
     * @returns {T}
     */
    once<T>(work: () => T): T;
    /** @param {string} user @param {string} room */
    roleOf(user: string, room: string): "moderator" | "owner" | "member";
    #private;
}
export type Frame = import("./link.js").Frame;
export type Entry = import("./handling.js").Entry;
export type Options = {
    url: string;
    token: string;
    rooms: string[];
    /**
     * Whether a test is told when everything is done.
     */
    quiet: boolean;
    /**
     * Whether the state outlives the program.
     */
    lasts: boolean;
    log: (level: "info" | "warn" | "error", text: string) => void;
};
export type Timer = {
    due: number;
    data: any;
    schedule?: boolean;
};
export type Question = {
    due: number;
    handling: Handling;
    number: number;
    settle: (answer: Frame | null) => void;
};
import { State } from "./state.js";
import { Link } from "./link.js";
import { Rooms } from "./rooms.js";
import { Handling } from "./handling.js";
import { Message } from "./message.js";

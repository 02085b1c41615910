/**
 * Runs the bot of a module that is the program, and not imported by a test.
 * @param {string} url Its `import.meta.url`.
 * @param {() => Bot} make
 */
export function main(url: string, make: () => Bot): void;
/**
 * @typedef {import("./protocol.js").Commands} Commands
 * @typedef {import("./protocol.js").Events} Events
 * @typedef {import("./commands.js").CommandOptions} CommandOptions
 * @typedef {{ name: string, due: Date, data: any }} Timer
 * @typedef {string | null | undefined | void | object} Answer A text is the answer; anything else is none.
 */
/** @template T @typedef {import("./commands.js").Parameter<T>} Parameter */
/**
 * A bot: what it does with messages, commands, timers and other events.
 *
 * Handlers of one conversation run in order, those of others beside each other. A handler that throws is logged, and the bot goes on.
 */
export class Bot {
    /** @param {{ hearsBots?: boolean }} [options] Whether messages of other bots are handled too. */
    constructor(options?: {
        hearsBots?: boolean | undefined;
    } | undefined);
    table: CommandTable;
    /** @type {((message: Message) => Answer | Promise<Answer>)[]} */ messageHandlers: ((message: Message) => Answer | Promise<Answer>)[];
    /** @type {Map<string, ((event: any) => any)[]>} */ handlers: Map<string, ((event: any) => any)[]>;
    /** @type {Map<string, { schedule: import("./schedule.js").Schedule, run: (timer: Timer) => any }>} */ schedules: Map<string, {
        schedule: import("./schedule.js").Schedule;
        run: (timer: Timer) => any;
    }>;
    hearsBots: boolean;
    store: Store;
    /**
     * Messages of people that are no command, in rooms and in private; a text that is returned is the answer.
     * @param {(message: Message) => Answer | Promise<Answer>} handler
     */
    onMessage(handler: (message: Message) => Answer | Promise<Answer>): void;
    /**
     * Any event of the protocol by its type, as its frame; one that a server of a later version has, too.
     * @template {keyof Events | (string & {})} T @param {T} type
     * @param {(event: T extends keyof Events ? Events[T] : Record<string, any>) => any} handler
     */
    on<T extends (string & {}) | keyof import("./protocol.js").Events>(type: T, handler: (event: T extends keyof import("./protocol.js").Events ? import("./protocol.js").Events[T] : Record<string, any>) => any): void;
    /**
     * A command `!name` with arguments that are read before it runs. A text that it returns is the answer, a `Refusal` that it throws too.
     * @template {Parameter<any>[]} P
     * @param {string} name One word, or several, in small letters. @param {CommandOptions} options @param {[...P]} parameters
     * @param {(message: Message, ...values: { [K in keyof P]: P[K] extends Parameter<infer T> ? T : never }) => Answer | Promise<Answer>} run
     */
    command<P extends Parameter<any>[]>(name: string, options: CommandOptions, parameters: [...P], run: (message: Message, ...values: { [K in keyof P]: P[K] extends Parameter<infer T_1> ? T_1 : never; }) => Answer | Promise<Answer>): void;
    /**
     * Timers whose name is this, or has it as the first word, as in `tea alice`.
     * @param {string} name
     * @param {(timer: Timer) => any} handler
     */
    timer(name: string, handler: (timer: Timer) => any): void;
    /**
     * Each day, or each of some days of the week, at a time in a time zone.
     * @param {string} at `09:30`
     * @param {{ tz?: string, days?: string }} options `days` as in `mon-fri`
     * @param {(timer: Timer) => any} run
     */
    daily(at: string, { tz, days }: {
        tz?: string;
        days?: string;
    }, run: (timer: Timer) => any): void;
    /**
     * Again and again after so many seconds, counted from 1970.
     * @param {number} seconds
     * @param {(timer: Timer) => any} run
     */
    every(seconds: number, run: (timer: Timer) => any): void;
    /**
     * Says something in a room.
     * @param {string} room
     * @param {string} message
     * @param {Partial<Commands["chat_message"]["fields"]> & Record<string, unknown>} [fields]
     * @returns {Promise<Commands["chat_message"]["reply"]>}
     */
    send(room: string, message: string, fields?: (Partial<Omit<import("./protocol.js").ChatMessageCommand, "type" | "id">> & Record<string, unknown>) | undefined): Promise<Commands["chat_message"]["reply"]>;
    /**
     * Says something to a user alone.
     * @param {string} to
     * @param {string} message
     * @param {Partial<Commands["private_message"]["fields"]> & Record<string, unknown>} [fields]
     * @returns {Promise<Commands["private_message"]["reply"]>}
     */
    whisper(to: string, message: string, fields?: (Partial<Omit<import("./protocol.js").PrivateMessageCommand, "type" | "id">> & Record<string, unknown>) | undefined): Promise<Commands["private_message"]["reply"]>;
    /**
     * Gives any command of the protocol; the promise is its reply, or fails with a `CommandError`.
     * @template {keyof Commands} T @param {T} type @param {Commands[T]["fields"]} fields @returns {Promise<Commands[T]["reply"]>}
     */
    ask<T_2 extends keyof import("./protocol.js").Commands>(type: T_2, fields: import("./protocol.js").Commands[T_2]["fields"]): Promise<import("./protocol.js").Commands[T_2]["reply"]>;
    /**
     * Sets a timer in place of one of the same name. It survives restarts; one that fell due meanwhile comes at once.
     * @param {string} name @param {{ after: number, data?: unknown } | { at: Date, data?: unknown }} when `after` in seconds
     */
    setTimer(name: string, when: {
        after: number;
        data?: unknown;
    } | {
        at: Date;
        data?: unknown;
    }): void;
    /** @param {string} name */
    cancelTimer(name: string): void;
    /**
     * Does something to the store once for an event, even where a kill has the event handled again.
     * @template T
     * @param {() => T} work
     * @returns {T}
     */
    once<T_3>(work: () => T_3): T_3;
    /**
     * Does something that no event waits for and that is not done again after a kill; what it throws is logged. The test kit and `certify`
     * wait for it, and not for other work that a handler does not await.
     * @param {() => any} work
     */
    spawn(work: () => any): void;
    /** The server's time. */
    get now(): Date;
    /** The rooms that the bot was told to be in. */
    get rooms(): string[];
    /** The name of the bot's account. */
    get user(): string;
    /** Runs the bot until SIGTERM or SIGINT, as the environment says: VERBATIM_URL, VERBATIM_TOKEN, VERBATIM_NAME, VERBATIM_ROOMS, VERBATIM_STATE. */
    run(): Promise<never>;
    /** @param {import("./running.js").Options} options @param {import("./state.js").Disk} [disk] */
    start(options: import("./running.js").Options, disk?: import("./state.js").Disk | undefined): Running;
    /** Ends in order: what is under way is done, and what waits is sent. */
    stop(): Promise<void>;
    /** @internal */
    get running(): Running;
    /** @internal @param {import("./handling.js").Handling} handling @param {Running} running */
    handle(handling: import("./handling.js").Handling, running: Running): Promise<void>;
    #private;
}
/** Values by key that outlive the program: what JSON can hold. What a handler sets is kept when it has ended, and taken back where it throws. */
export class Store {
    /** @param {() => Running} running */
    constructor(running: () => Running);
    /** @param {string} key @returns {any} */
    get(key: string, otherwise?: any): any;
    /** @param {string} key @param {unknown} value */
    set(key: string, value: unknown): void;
    /** @param {string} key */
    delete(key: string): void;
    /** @param {string} key */
    has(key: string): boolean;
    /**
     * All keys that begin with a text, and their values, in the order in which they were set first.
     * @param {string} [prefix]
     * @returns {[string, any][]}
     */
    entries(prefix?: string | undefined): [string, any][];
    #private;
}
export type Commands = import("./protocol.js").Commands;
export type Events = import("./protocol.js").Events;
export type CommandOptions = import("./commands.js").CommandOptions;
export type Timer = {
    name: string;
    due: Date;
    data: any;
};
/**
 * A text is the answer; anything else is none.
 */
export type Answer = string | null | undefined | void | object;
export type Parameter<T> = import("./commands.js").Parameter<T>;
import { CommandTable } from "./commands.js";
import { Message } from "./message.js";
import { Running } from "./running.js";

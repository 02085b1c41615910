/**
 * Reads `90s`, `10m`, `2h` or `1d` as milliseconds; null for every other text.
 * @param {string} text
 */
export function durationOf(text: string): number | null;
/**
 * A time in its two largest units, as in `1h 5m`; what is less than a second counts as one.
 * @param {number} milliseconds
 */
export function units(milliseconds: number): string;
/** What follows the name of a command, word by word. */
export class Arguments {
    /** @param {string} text */
    constructor(text: string);
    /**
     * The next word, or null where none is left.
     * @returns {string | null}
     */
    word(): string | null;
    /** What is left, which stays. */
    peek(): string;
    /** All that is left, or null where nothing is. */
    rest(): string | null;
    #private;
}
export function word(usage: string): Parameter<string>;
export function text(usage: string): Parameter<string>;
export function choice<T extends string>(...choices: T[]): Parameter<T>;
export function integer(usage: string, least: number, most: number): Parameter<number>;
export function duration(usage: string, longest?: string): Parameter<number>;
export function mention(usage: string): Parameter<string | null>;
export function optional<T>(parameter: Parameter<T>): Parameter<T | null>;
/**
 * @typedef {object} CommandOptions
 * @property {string} about What it does, in a sentence for the help.
 * @property {"anywhere" | "rooms" | "private"} [place] Where it may be given.
 * @property {"moderator" | "owner"} [role] The least role that may give it, in rooms.
 * @property {string[]} [users] Who alone may give it.
 * @property {number} [coolDown] Seconds until the same user may give it again.
 * @typedef {CommandOptions & { name: string, parameters: Parameter<any>[], usage: string, run: (message: Message, ...values: any[]) => any }} BotCommand
 */
/** The commands of a bot, in the order of the help. */
export class CommandTable {
    /** @type {BotCommand[]} */ all: BotCommand[];
    /** @param {string} name @param {CommandOptions} options @param {Parameter<any>[]} parameters @param {BotCommand["run"]} run */
    add(name: string, options: CommandOptions, parameters: Parameter<any>[], run: BotCommand["run"]): void;
    /**
     * The command whose name has the most of a message's first words, and what follows it.
     * @param {string} line
     * @returns {[BotCommand, Arguments] | null}
     */
    find(line: string): [BotCommand, Arguments] | null;
    /**
     * What is said to a `!` that is no command: the help, and in private, where nobody else can be meant, a hint.
     * @param {Message} message
     */
    otherwise({ text: line, room }: Message): string | null;
    /**
     * Runs a command; what it returns is the answer.
     * @param {BotCommand} command
     * @param {Arguments} words
     * @param {Message} message
     * @param {{ role: string, now: number, user: string }} context
     */
    run(command: BotCommand, words: Arguments, message: Message, { role, now, user }: {
        role: string;
        now: number;
        user: string;
    }): Promise<any>;
    #private;
}
/**
 * One argument: how the help writes it, and how it is read.
 */
export type Parameter<T> = {
    usage: string;
    read: (words: Arguments) => T;
};
export type Message = import("./message.js").Message;
export type CommandOptions = {
    /**
     * What it does, in a sentence for the help.
     */
    about: string;
    /**
     * Where it may be given.
     */
    place?: "rooms" | "anywhere" | "private" | undefined;
    /**
     * The least role that may give it, in rooms.
     */
    role?: "moderator" | "owner" | undefined;
    /**
     * Who alone may give it.
     */
    users?: string[] | undefined;
    /**
     * Seconds until the same user may give it again.
     */
    coolDown?: number | undefined;
};
export type BotCommand = CommandOptions & {
    name: string;
    parameters: Parameter<any>[];
    usage: string;
    run: (message: Message, ...values: any[]) => any;
};

/** A session with a server over all the connections that it takes: it logs in, counts, resumes, paces and repeats commands. */
export class Link {
    /**
     * @param {{ url: string, token: string, progress: Progress, quiet: boolean, log: (level: "info" | "warn", text: string) => void }} options
     * @param {LinkEvents} events
     */
    constructor(options: {
        url: string;
        token: string;
        progress: Progress;
        quiet: boolean;
        log: (level: "info" | "warn", text: string) => void;
    }, events: LinkEvents);
    hello: Frame | null;
    user: string;
    isReady: boolean;
    /** @type {Progress} */ progress: Progress;
    get isVirtual(): boolean;
    /** The server's time in milliseconds. */
    get now(): number;
    /** Whether nothing is under way but what waits for a frame: an answer to a command is, a timer of a virtual clock is not. */
    get isQuiet(): boolean;
    /** When the server's timer is due. */
    get alarmAt(): number;
    get waiting(): number;
    connect(): void;
    /** Breaks the connection, as a fault of the network does. */
    cut(): void;
    /**
     * Ends for good; the session stays to be resumed where it is only cut.
     * @param {boolean} isOrderly
     */
    stop(isOrderly: boolean): void;
    /**
     * Sends a command as soon as the limits allow, and again until it is answered.
     * @param {Frame} frame @param {{ retries?: boolean, first?: boolean }} [options]
     * @returns {Promise<any>}
     */
    command(frame: Frame, options?: {
        retries?: boolean | undefined;
        first?: boolean | undefined;
    } | undefined): Promise<any>;
    /**
     * Asks for `due` at a time of the server's clock.
     * @param {number} time
     */
    wakeAt(time: number): void;
    /** Tells a test that everything was done that the frames until now asked for. */
    report(): void;
    /**
     * Resolves when the server has told everything that was caused until now.
     * @returns {Promise<void>}
     */
    ping(): Promise<void>;
    /** @param {boolean} keeps */
    keepAlive(keeps: boolean): void;
    #private;
}
export type Frame = Record<string, any> & {
    type: string;
};
/**
 * A session, and how many frames of it have come.
 */
export type Progress = {
    session: string | null;
    received: number;
};
export type LinkEvents = {
    /**
     * Logged in: `resumed` says whether the session went on.
     */
    ready: (ready: Frame) => void;
    /**
     * A frame that answers nothing.
     */
    frame: (frame: Frame) => void;
    /**
     * A frame was counted, of whatever kind; null where it was none.
     */
    counted: (frame: Frame | null) => void;
    /**
     * The time that `wakeAt` asked for has come.
     */
    due: () => void;
    /**
     * It is over, and connecting again is no use.
     */
    ended: (fault: Error) => void;
};
export type Waiting = {
    frame: Frame;
    resolve: (reply: any) => void;
    reject: (fault: Error) => void;
    retries: boolean;
};
export type Lane = {
    queue: Waiting[];
    current: Waiting | null;
    until: number;
    pace: Pace;
    timer?: NodeJS.Timeout;
};
import { Pace } from "./pace.js";

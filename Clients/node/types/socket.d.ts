/**
 * The client's side of a WebSocket (RFC 6455) without extensions, on every version of Node.
 *
 * Node's own `WebSocket` (from 22 on) cannot break a connection: it closes in order, which ends the session that is to be resumed.
 */
export class Socket {
    /**
     * @param {string} url `ws://…` or `wss://…`
     * @param {{ headers?: Record<string, string>, timeoutMs?: number }} options
     * @param {SocketEvents} events
     */
    constructor(url: string, { headers, timeoutMs }: {
        headers?: Record<string, string>;
        timeoutMs?: number;
    }, events: SocketEvents);
    /** @param {string} text */
    send(text: string): void;
    /** The answer is told as `heard`. */
    ping(): void;
    /** Ends the connection in order, and the server's session with it. */
    close(code?: number): void;
    /** Breaks the connection: the server keeps the session to be resumed. */
    abort(): void;
    /**
     * Whether the process stays alive for this connection.
     * @param {boolean} keeps
     */
    keepAlive(keeps: boolean): void;
    #private;
}
/**
 * What a connection tells; after `closed` it tells nothing more.
 */
export type SocketEvents = {
    opened: () => void;
    /**
     * A text message.
     */
    received: (text: string) => void;
    /**
     * Bytes came, of whatever kind.
     */
    heard: () => void;
    /**
     * The code is null where the connection broke.
     */
    closed: (code: number | null, reason: string) => void;
};

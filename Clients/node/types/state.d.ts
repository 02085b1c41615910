/**
 * @typedef {object} Disk Where the state's lines are kept.
 * @property {() => string} read
 * @property {(text: string) => Promise<void>} append Resolves when the text is surely kept.
 * @property {(text: string) => Promise<void>} replace
 * @property {() => void} close
 */
/** A file `NAME.state` in a folder: each line is one transaction, and a line that a crash cut off counts as none. */
export class FolderDisk {
    /** @param {string} folder @param {string} name @param {number} [patienceMs] How long a program that is being replaced may take to end. */
    constructor(folder: string, name: string, patienceMs?: number | undefined);
    read(): string;
    /** @param {string} text */
    append(text: string): Promise<void>;
    /** @param {string} text */
    replace(text: string): Promise<void>;
    close(): void;
    #private;
}
/**
 * What lasts as long as the program, or as the test that restarts a bot on it.
 * @implements {Disk}
 */
export class MemoryDisk implements Disk {
    text: string;
    read(): string;
    /** @param {string} text */
    append(text: string): Promise<void>;
    /** @param {string} text */
    replace(text: string): Promise<void>;
    close(): void;
}
/**
 * All that outlives the program, as sections of JSON values by key. Changes are collected, and written as one transaction by `flush`.
 */
export class State {
    /** @param {Disk} disk */
    constructor(disk: Disk);
    /** @param {string} section @returns {ReadonlyMap<string, any>} */
    section(section: string): ReadonlyMap<string, any>;
    /** @param {string} section @param {string} key */
    get(section: string, key: string): any;
    /**
     * Sets a value, or takes it away where it is undefined.
     * @param {string} section
     * @param {string} key
     * @param {any} [value]
     */
    set(section: string, key: string, value?: any): void;
    /**
     * Changes memory alone.
     * @param {string} section
     * @param {string} key
     * @param {any} value
     */
    put(section: string, key: string, value: any): void;
    /**
     * Has a change written that memory has already.
     * @param {string} section
     * @param {string} key
     * @param {any} value
     */
    keep(section: string, key: string, value: any): void;
    get isClean(): boolean;
    /** Resolves when all that was changed until now is kept. */
    flush(): Promise<void>;
    close(): void;
    #private;
}
/**
 * Where the state's lines are kept.
 */
export type Disk = {
    read: () => string;
    /**
     * Resolves when the text is surely kept.
     */
    append: (text: string) => Promise<void>;
    replace: (text: string) => Promise<void>;
    close: () => void;
};

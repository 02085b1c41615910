import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";

/**
 * @typedef {object} Disk Where the state's lines are kept.
 * @property {() => string} read
 * @property {(text: string) => Promise<void>} append Resolves when the text is surely kept.
 * @property {(text: string) => Promise<void>} replace
 * @property {() => void} close
 */

/** A file `NAME.state` in a folder: each line is one transaction, and a line that a crash cut off counts as none. */
export class FolderDisk {
  #path; #lock;
  /** @type {import("node:fs/promises").FileHandle | null} */ #file = null;

  /** @param {string} folder @param {string} name @param {number} [patienceMs] How long a program that is being replaced may take to end. */
  constructor(folder, name, patienceMs = 10_000) {
    mkdirSync(folder, { recursive: true });
    this.#path = join(folder, `${encodeURIComponent(name)}.state`);
    this.#lock = `${this.#path}.lock`;
    const until = performance.now() + patienceMs;
    for (let holder; (holder = lockHolder(this.#lock)); pause(20)) {
      if (performance.now() > until) throw new Error(`${this.#path} is in use by process ${holder}; give each instance a VERBATIM_STATE of its own`);
    }
    writeFileSync(this.#lock, `${process.pid} ${startOf(process.pid)}`);
  }

  read() {
    try {
      const bytes = readFileSync(this.#path);
      const end = bytes.lastIndexOf(10) + 1;
      if (end < bytes.length) truncateSync(this.#path, end);
      return bytes.subarray(0, end).toString();
    } catch (fault) {
      if (/** @type {NodeJS.ErrnoException} */ (fault).code === "ENOENT") return "";
      throw fault;
    }
  }

  /** @param {string} text */
  async append(text) {
    this.#file ??= await open(this.#path, "a", 0o600);
    await this.#file.appendFile(text);
    await this.#file.datasync();
  }

  /** @param {string} text */
  async replace(text) {
    await this.#file?.close();
    this.#file = null;
    const file = openSync(`${this.#path}.new`, "w", 0o600);
    writeFileSync(file, text);
    fsyncSync(file);
    closeSync(file);
    renameSync(`${this.#path}.new`, this.#path);
    const folder = openSync(join(this.#path, ".."), "r");
    fsyncSync(folder);
    closeSync(folder);
  }

  close() {
    this.#file?.close();
    rmSync(this.#lock, { force: true });
  }
}

/** @param {number} milliseconds */
function pause(milliseconds) { Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds); }

/**
 * When a process began, as Linux tells: a number that is used again is not the same process. Empty for one that has ended (Z).
 * @param {number} pid
 */
function startOf(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\) /su, "").split(" ");
    return fields[0] === "Z" ? "" : fields[19];
  } catch {
    return "";
  }
}

/** @param {string} lock */
function lockHolder(lock) {
  try {
    const [pid, start] = readFileSync(lock, "utf8").split(" ");
    process.kill(Number(pid), 0);
    return startOf(Number(pid)) === start && Number(pid) !== process.pid ? pid : null;
  } catch {
    return null;
  }
}

/**
 * What lasts as long as the program, or as the test that restarts a bot on it.
 * @implements {Disk}
 */
export class MemoryDisk {
  text = "";
  read() { return this.text; }
  /** @param {string} text */
  async append(text) { this.text += text; }
  /** @param {string} text */
  async replace(text) { this.text = text; }
  close() {}
}

/**
 * All that outlives the program, as sections of JSON values by key. Changes are collected, and written as one transaction by `flush`.
 */
export class State {
  /** @type {Map<string, Map<string, any>>} */ #sections = new Map();
  /** @type {Map<string, [string, string, any?]>} What changed since the last transaction; without a value where a key went. */ #changes = new Map();
  /** @type {Map<string, [string, string, any?]>} What the disk has. */ #kept = new Map();
  #disk; #size = 0;
  /** @type {Promise<void> | null} */ #writing = null;

  /** @param {Disk} disk */
  constructor(disk) {
    this.#disk = disk;
    const text = disk.read();
    this.#size = text.length;
    for (const line of text.split("\n")) {
      if (line) this.#keep(JSON.parse(line));
    }
    for (const [section, key, value] of this.#kept.values()) this.put(section, key, value);
  }

  /** @param {string} section @returns {ReadonlyMap<string, any>} */
  section(section) {
    let found = this.#sections.get(section);
    if (!found) this.#sections.set(section, (found = new Map()));
    return found;
  }

  /** @param {string} section @param {string} key */
  get(section, key) { return this.#sections.get(section)?.get(key); }

  /**
   * Sets a value, or takes it away where it is undefined.
   * @param {string} section
   * @param {string} key
   * @param {any} [value]
   */
  set(section, key, value) {
    this.put(section, key, value);
    this.keep(section, key, value);
  }

  /**
   * Changes memory alone.
   * @param {string} section
   * @param {string} key
   * @param {any} value
   */
  put(section, key, value) {
    const values = /** @type {Map<string, any>} */ (this.section(section));
    value === undefined ? values.delete(key) : values.set(key, value);
  }

  /**
   * Has a change written that memory has already.
   * @param {string} section
   * @param {string} key
   * @param {any} value
   */
  keep(section, key, value) {
    const name = `${section}\n${key}`;
    // What came and went in between costs nothing.
    if (value === undefined && !this.#kept.has(name) && !this.#writing) this.#changes.delete(name);
    else this.#changes.set(name, value === undefined ? [section, key] : [section, key, value]);
  }

  get isClean() { return this.#changes.size === 0 && !this.#writing; }

  /** Resolves when all that was changed until now is kept. */
  async flush() {
    while (this.#writing) await this.#writing;
    if (this.#changes.size === 0) return;
    this.#writing = this.#write().finally(() => { this.#writing = null; });
    await this.#writing;
  }

  async #write() {
    const changes = [...this.#changes.values()];
    this.#changes.clear();
    const text = `${JSON.stringify(changes)}\n`;
    await this.#disk.append(text);
    this.#keep(changes);
    this.#size += text.length;
    if (this.#size < 1 << 20) return;
    const whole = `${JSON.stringify([...this.#kept.values()])}\n`;
    if (whole.length * 4 > this.#size) return;
    await this.#disk.replace(whole);
    this.#size = whole.length;
  }

  /** @param {[string, string, any?][]} changes */
  #keep(changes) {
    for (const change of changes) {
      const name = `${change[0]}\n${change[1]}`;
      change.length === 2 ? this.#kept.delete(name) : this.#kept.set(name, change);
    }
  }

  close() { this.#disk.close(); }
}

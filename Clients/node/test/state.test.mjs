import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { FolderDisk, State } from "../src/state.js";

function folder(t) {
  const path = mkdtempSync(join(tmpdir(), "state-"));
  t.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

test("what was flushed is there again, and a line that was cut off is not", async (t) => {
  const path = folder(t);
  const first = new State(new FolderDisk(path, "bot"));
  first.set("store", "a", 1);
  first.set("store", "b", null);
  first.set("store", "c", 3);
  await first.flush();
  first.set("store", "c");
  first.set("inbox", "1", {});
  first.set("inbox", "1");
  await first.flush();
  first.close();
  appendFileSync(join(path, "bot.state"), '[["store","a",2],["sto');
  const again = new State(new FolderDisk(path, "bot"));
  assert.deepEqual([...again.section("store")], [["a", 1], ["b", null]]);
  again.set("store", "d", 4);
  await again.flush();
  again.close();
  assert.deepEqual([...new State(new FolderDisk(path, "bot")).section("store").keys()], ["a", "b", "d"]);
});

test("the file stays in proportion to what is in it, and holds nothing that was not to be kept", async (t) => {
  const path = folder(t);
  const state = new State(new FolderDisk(path, "bot"));
  for (let round = 0; round < 40; round += 1) {
    state.set("store", "big", "x".repeat(60_000) + round);
    state.put("store", "not yet", round);
    await state.flush();
  }
  const text = readFileSync(join(path, "bot.state"), "utf8");
  assert.ok(text.length < 1_500_000, `${text.length}`);
  assert.ok(!text.includes("not yet"));
  state.close();
  assert.equal(new State(new FolderDisk(path, "bot")).get("store", "big").slice(60_000), "39");
});

test("two programs never write one state, and a killed one is in nobody's way", (t) => {
  const path = folder(t);
  new FolderDisk(path, "bot");
  writeFileSync(join(path, "bot.state.lock"), `1 ${readFileSync("/proc/1/stat", "utf8").replace(/^.*\) /su, "").split(" ")[19]}`);
  assert.throws(() => new FolderDisk(path, "bot", 50), /in use by process 1/u);
  writeFileSync(join(path, "bot.state.lock"), "1 7"); // a process of that number, but another one
  new FolderDisk(path, "bot").close();
});

test("a program waits for the one that it replaces", async (t) => {
  const path = folder(t);
  const earlier = spawn("sleep", ["0.3"]);
  await once(earlier, "spawn");
  const start = readFileSync(`/proc/${earlier.pid}/stat`, "utf8").replace(/^.*\) /su, "").split(" ")[19];
  writeFileSync(join(path, "bot.state.lock"), `${earlier.pid} ${start}`);
  assert.throws(() => new FolderDisk(path, "bot", 0), /in use/u);
  new FolderDisk(path, "bot").close(); // The event loop stands still, so that the other one stays in the list of processes as ended.
});

import assert from "node:assert/strict";
import test from "node:test";
import { Bot, durationOf, units } from "verbatim-chat";
import { conversation } from "verbatim-chat/testing";
import { daily, every } from "../src/schedule.js";

/** The times after an instant. */
function times(schedule, after, count) {
  const found = [];
  for (let at = Date.parse(after); found.length < count; found.push(new Date(at).toISOString().slice(0, 16))) at = schedule.next(at);
  return found;
}

for (const [title, schedule, after, expected] of [
  ["in UTC", daily("09:30", "UTC", ""), "2026-01-01T09:30:00Z", ["2026-01-02T09:30", "2026-01-03T09:30"]],
  ["on work days", daily("09:30", "UTC", "mon-fri"), "2026-01-02T09:30:00Z", ["2026-01-05T09:30", "2026-01-06T09:30"]],
  ["over the week's end", daily("00:00", "UTC", "sat-mon"), "2026-01-05T00:00:00Z", ["2026-01-10T00:00", "2026-01-11T00:00", "2026-01-12T00:00"]],
  ["into summer time", daily("09:30", "Europe/Berlin", ""), "2026-03-27T12:00:00Z", ["2026-03-28T08:30", "2026-03-29T07:30", "2026-03-30T07:30"]],
  ["at a time that is left out", daily("02:30", "Europe/Berlin", ""), "2026-03-28T00:00:00Z", ["2026-03-28T01:30", "2026-03-29T01:30", "2026-03-30T00:30"]],
  ["at a time that comes twice", daily("02:30", "Europe/Berlin", ""), "2026-10-24T12:00:00Z", ["2026-10-25T00:30", "2026-10-26T01:30"]],
  ["where the day begins late", daily("00:10", "Pacific/Auckland", "sun"), "2026-04-01T00:00:00Z", ["2026-04-04T11:10", "2026-04-11T12:10"]],
  ["after a period", every(90_000), "2026-01-01T00:00:00Z", ["2026-01-01T00:01", "2026-01-01T00:03", "2026-01-01T00:04"]],
]) test(`it comes ${title}`, () => assert.deepEqual(times(schedule, after, expected.length), expected));

test("what is no time is refused at once", () => {
  assert.throws(() => daily("24:00", "UTC", ""), /no time of the day/u);
  assert.throws(() => daily("09:30", "Europe/Atlantis", ""), RangeError);
  assert.throws(() => daily("09:30", "UTC", "mon-fry"), /no days/u);
  assert.throws(() => every(1), /a second/u);
});

test("durations are read and written", () => {
  assert.deepEqual(["90s", "10m", "2h", "1d", "0s", "m", "1y", "-1s"].map(durationOf), [90_000, 600_000, 7_200_000, 86_400_000, 0, null, null, null]);
  assert.deepEqual([1, 90_000, 3_900_000, 90_061_000].map(units), ["1s", "1m 30s", "1h 5m", "1d 1h"]);
});

function bell() {
  const bot = new Bot();
  bot.daily("16:00", { tz: "Europe/Berlin" }, () => { bot.send("lobby", "It is four."); });
  bot.every(6 * 3600, ({ due }) => { bot.send("lobby", `bong ${due.getUTCHours()}`); });
  return bot;
}

test("a bot rings, also after a restart, and what was missed comes once", () => conversation(bell, async (chat) => {
  await chat.advance("15h");
  for (const text of ["bong 6", "bong 12", "It is four."]) await chat.expect(text);
  await chat.restart();
  await chat.cut();
  await chat.advance("2d");
  await chat.expectNothing();
  await chat.restart();
  await chat.expect("bong 18");
  await chat.expect("It is four.");
}));

test("a timer further away than the server allows comes all the same", () => conversation(() => {
  const bot = new Bot();
  bot.onMessage(() => { bot.setTimer("far", { after: 800 * 86_400 }); });
  bot.timer("far", () => { bot.send("lobby", "at last"); });
  return bot;
}, async (chat) => {
  await chat.say("begin");
  await chat.advance(799 * 86_400);
  await chat.expectNothing();
  await chat.advance("1d");
  await chat.expect("at last");
}));

test("a timer that is due at the same time again says what it was set with", () => conversation(() => {
  const bot = new Bot();
  bot.onMessage((message) => { bot.setTimer("echo", { at: new Date("2020-01-01"), data: message.text }); });
  bot.timer("echo", ({ data }) => { bot.send("lobby", `${data}!`); });
  return bot;
}, async (chat) => {
  for (const words of ["one", "two"]) {
    await chat.say(words);
    await chat.expect(`${words}!`);
  }
}));

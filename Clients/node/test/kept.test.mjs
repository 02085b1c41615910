import assert from "node:assert/strict";
import test from "node:test";
import { Bot } from "verbatim-chat";
import { conversation } from "verbatim-chat/testing";

/** A bot that counts what it hears, and waits for its answers. */
function counter() {
  const bot = new Bot();
  bot.onMessage(async (message) => {
    const count = bot.once(() => {
      bot.store.set("count", bot.store.get("count", 0) + 1);
      return bot.store.get("count");
    });
    await message.reply(`${count}: ${message.text}`);
    await bot.whisper("alice", `told ${count}`);
  });
  return bot;
}

test("what was said while the session was gone is answered, in order, in rooms and in private", () => conversation(counter, async (chat) => {
  await chat.whisper("before");
  await chat.expectWhisper("1: before");
  await chat.expectWhisper("told 1");
  await chat.cut();
  await chat.advance("1h");
  await chat.say("first");
  await chat.whisper("second");
  await chat.say("third");
  await chat.resume();
  await chat.expect(/: first$/u);
  await chat.expect(/: third$/u);
  for (let count = 0; count < 4; count += 1) await chat.expectWhisper(/^(told \d|\d: second)$/u);
}));

test("more than one page of what was missed is answered, and nothing twice", () => conversation(() => {
  const bot = new Bot();
  bot.onMessage(({ user, text }) => (user === "alice" ? `${text}!` : null));
  return bot;
}, async (chat) => {
  await chat.say("begin");
  await chat.expect("begin!");
  await chat.cut();
  for (let count = 0; count < 60; count += 1) {
    await chat.say(`${count}`, { by: count % 6 === 0 ? "alice" : "bob" });
    await chat.advance(1);
  }
  await chat.advance("1h");
  await chat.restart();
  await chat.advance("1m");
  for (let count = 0; count < 60; count += 6) await chat.expect(`${count}!`);
}));

test("a room that was deleted and made again is a new one", () => conversation(counter, async (chat) => {
  for (const text of ["a", "b", "c"]) {
    await chat.say(text);
    await chat.expect(/: /u);
    await chat.expectWhisper(/told/u);
  }
  await chat.cut();
  await chat.advance("1h");
  await chat.deleteRoom();
  await chat.say("new");
  await chat.resume();
  await chat.expect("4: new");
  await chat.expectWhisper("told 4");
}));

test("a room that is deleted while the bot is in it is joined when it is there again", () => conversation(counter, async (chat) => {
  await chat.say("old");
  await chat.expect("1: old");
  await chat.expectWhisper("told 1");
  await chat.deleteRoom();
  await chat.advance("10s");
  await chat.say("new");
  await chat.advance("30s");
  await chat.expect("2: new");
  await chat.expectWhisper("told 2");
}));

test("two instances answer once", () => conversation(counter, async (chat) => {
  await chat.twin();
  await chat.say("hello");
  await chat.expect("1: hello");
  await chat.expectWhisper("told 1");
}));

test("an instance that was away for a hundred answers of the other repeats none", () => conversation(() => {
  const bot = new Bot();
  bot.onMessage(({ text }) => text);
  return bot;
}, async (chat) => {
  await chat.twin();
  await chat.cut();
  for (let number = 0; number < 100; number += 1) {
    await chat.say(`${number}`);
    await chat.expect(`${number}`);
    await chat.advance(1);
  }
  await chat.resume();
  await chat.advance("1m");
}));

test("a handler that was killed while it waited begins again, and says nothing twice", () => {
  let runs = 0;
  return conversation(() => {
    const bot = new Bot();
    bot.command("two", { about: "Asks two things." }, [], async (message) => {
      runs += 1;
      const one = await message.ask("one?");
      const two = await message.ask("two?");
      return `${one?.text} and ${two?.text}`;
    });
    return bot;
  }, async (chat) => {
    await chat.say("!two");
    await chat.expect("one?");
    await chat.restart();
    await chat.say("a");
    await chat.expect("two?");
    await chat.restart();
    await chat.restart();
    await chat.say("b");
    await chat.expect("a and b");
    assert.equal(runs, 4);
  });
});

test("messages wait for the server's clock where the limits say so", () => conversation(() => {
  const bot = new Bot();
  bot.onMessage(() => { for (let count = 0; count < 30; count += 1) bot.send("lobby", `${count}`); });
  return bot;
}, async (chat) => {
  await chat.say("all");
  for (let count = 0; count < 20; count += 1) await chat.expect(`${count}`);
  await chat.expectNothing();
  await chat.advance(2);
  for (let count = 20; count < 30; count += 1) await chat.expect(`${count}`);
}));

test("a refusal is the error of the command, and an unknown event is handled as any other", () => conversation(() => {
  const bot = new Bot();
  bot.command("gone", { about: "Says something where it is not." }, [], async () => {
    const fault = await bot.send("elsewhere", "hi").catch((error) => error);
    return `${fault.name} ${fault.code}`;
  });
  bot.on("user_leave", ({ room, user }) => { bot.send(room, `Bye, ${user}.`); });
  return bot;
}, async (chat) => {
  await chat.say("!gone");
  await chat.expect("CommandError no_such_room");
  await chat.join("bob");
  await chat.leave("bob");
  await chat.expect("Bye, bob.");
}));

import test from "node:test";
import assert from "node:assert/strict";
import { Bot, Refusal, duration, integer, optional, text, word } from "verbatim-chat";
import { conversation } from "verbatim-chat/testing";

function tea() {
  const bot = new Bot();
  bot.command("brew", { about: "Tells you when your tea is ready." }, [duration("TIME", "1h")], (message, time) => {
    bot.setTimer(`tea ${message.user}`, { after: time / 1000, data: { room: message.room, user: message.user } });
    return `${message.user}: I will tell you.`;
  });
  bot.command("pots", { about: "Says how many pots there were." }, [], () => `${bot.store.get("pots", 0)} so far.`);
  bot.command("fail", { about: "Fails." }, [], () => {
    bot.store.set("pots", 1000);
    throw new TypeError("no tea");
  });
  bot.command("order", { about: "Takes your order." }, [], async (message) => {
    const drink = await message.ask(`${message.user}: Tea or coffee?`, { patience: 120 });
    if (!drink) return `${message.user}: Ask again when you know.`;
    const cups = await drink.ask("How many cups?");
    return `${cups?.text} × ${drink.text} for ${message.user}.`;
  });
  bot.timer("tea", async ({ data }) => {
    bot.store.set("pots", bot.store.get("pots", 0) + 1);
    await (data.room ? bot.send(data.room, `${data.user}: Your tea is ready.`) : bot.whisper(data.user, "Your tea is ready."));
  });
  return bot;
}

test("tea is ready in time, also after a restart", () => conversation(tea, async (chat) => {
  await chat.say("good morning");
  await chat.expectNothing();
  await chat.say("!brew 4m");
  await chat.expect("alice: I will tell you.");
  await chat.whisper("!brew 2m", { by: "bob" });
  await chat.expectWhisper(/tell/u, { to: "bob" });
  await chat.advance("3m");
  await chat.expectWhisper("Your tea is ready.", { to: "bob" });
  await chat.restart();
  await chat.expectNothing();
  await chat.advance("1m");
  await chat.expect("alice: Your tea is ready.");
  await chat.say("!pots");
  await chat.expect("2 so far.");
}));

test("what is due while the bot is away comes when it is back", () => conversation(tea, async (chat) => {
  await chat.say("!brew 1h");
  await chat.expect(/tell/u);
  await chat.cut();
  await chat.advance("1d");
  await chat.expectNothing();
  await chat.restart();
  await chat.expect("alice: Your tea is ready.");
}));

test("a handler that fails changes nothing and is told", () => conversation(tea, async (chat) => {
  await chat.say("!fail");
  await chat.expectProblem(/no tea/u);
  await chat.say("!pots");
  await chat.expect("0 so far.");
}));

test("orders are taken from two at once, over a restart", () => conversation(tea, async (chat) => {
  await chat.say("!order");
  await chat.expect("alice: Tea or coffee?");
  await chat.say("!order", { by: "bob" });
  await chat.expect("bob: Tea or coffee?");
  await chat.say("tea");
  await chat.expect("How many cups?");
  await chat.restart();
  await chat.say("3");
  await chat.expect("3 × tea for alice.");
  await chat.advance("2m");
  await chat.expect("bob: Ask again when you know.");
}));

test("the help and the refusals", () => conversation(tea, async (chat) => {
  await chat.say("!help brew");
  await chat.expect("!brew TIME – Tells you when your tea is ready.");
  await chat.say("!brew");
  await chat.expect("alice: TIME is missing. Usage: !brew TIME");
  await chat.say("!brew 2h");
  await chat.expect("alice: TIME is at most 1h. Usage: !brew TIME");
  await chat.say("!pots now");
  await chat.expect('alice: "now" is too much. Usage: !pots');
  await chat.say("!unknown");
  await chat.expectNothing();
  await chat.whisper("!brwe 1m");
  await chat.expectWhisper("Did you mean !brew? !help lists what I can do.");
}));

test("a failure tells the conversation so far", async () => {
  await assert.rejects(conversation(tea, async (chat) => {
    await chat.say("!pots");
    await chat.expect("7 so far.");
  }), (/** @type {Error} */ { message }) => {
    assert.equal(message, `the bot said something else in lobby
  expected: "7 so far."
  came:     "0 so far."
the conversation so far:
  2026-01-01
  00:00:00.000 bot connects
  00:00:00.000 alice joins lobby
  00:00:00.000 alice in lobby: "!pots"
  00:00:00.000 bot in lobby: "0 so far."`);
    return true;
  });
});

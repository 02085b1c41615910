import assert from "node:assert/strict";
import test from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { Bot } from "verbatim-chat";
import { conversation } from "verbatim-chat/testing";

function clerk() {
  const bot = new Bot();
  bot.command("ask", { about: "Asks back in a thread." }, [], async (message) => {
    await message.react("👀");
    const answer = await message.ask("When?", { reply_to: message.seq, patience: 60 });
    await answer?.reply(`${answer.text}, then.`, { reply_to: message.seq });
  });
  bot.on("reaction_added", async ({ room, seq, reaction }) => {
    if (room && reaction === "👍") await bot.send(room, "You are welcome.", { reply_to: seq });
  });
  bot.command("later", { about: "Answers beside its handler." }, [], (message) => {
    bot.spawn(async () => {
      await pause(50);
      await message.reply("Later.");
    });
  });
  bot.command("edit", { about: "Says something, and then something else." }, [], async (message) => {
    const { seq } = await message.reply("one");
    await bot.ask("edit_message", { with: message.user, seq, message: "two" });
  });
  bot.command("fail", { about: "Fails." }, [], () => { throw new TypeError("no tea"); });
  bot.command("fail later", { about: "Fails beside its handler." }, [], () => { bot.spawn(() => { throw new TypeError("no cake"); }); });
  return bot;
}

/** @param {(chat: import("verbatim-chat/testing").Chat) => Promise<void>} body @param {RegExp} message */
const fails = (body, message) => assert.rejects(conversation(clerk, body), { message });

test("threads and reactions", () => conversation(clerk, async (chat) => {
  await chat.say("!ask");
  await chat.expectReaction("👀", { to: 1 });
  await chat.expect("When?", { replyTo: 1 });
  await chat.restart();
  await chat.say("now");
  await chat.expect("now, then.", { replyTo: 1 });
  await chat.send("react", { room: "lobby", seq: 4, reaction: "👍" });
  await chat.expect("You are welcome.", { replyTo: 4 });
  await chat.whisper("!ask");
  await chat.expectReaction("👀", { to: 1, with: "alice" });
  await chat.expectWhisper("When?", { replyTo: 1 });
}));

test("edits", () => conversation(clerk, async (chat) => {
  await chat.whisper("!edit");
  await chat.expectWhisper("one");
  await chat.expectEdit("two", { with: "alice" });
}));

test("another reply, and a reaction that nobody expected, are failures", async () => {
  await fails(async (chat) => {
    await chat.say("!ask");
    await chat.expectReaction("👀", { to: 1 });
    await chat.expect("When?", { replyTo: 2 });
  }, /as a reply to 1 in lobby, and not to 2/u);
  await fails((chat) => chat.say("!ask"), /reaction to 1: "👀"/u);
});

test("work beside handlers is waited for", () => fails(async (chat) => {
  await chat.say("!later");
  await chat.expectNothing();
}, /"Later\."/u));

test("failures name the faults of handlers", async () => {
  await fails(async (chat) => {
    await chat.say("!fail");
    await chat.expect("tea");
  }, /^the bot said nothing.*\n.*\n.*\nthe bot has a fault: a handler failed on .*TypeError: no tea$/mu);
  await conversation(clerk, async (chat) => {
    await chat.say("!fail later");
    await chat.expectProblem(/no cake/u);
  });
});

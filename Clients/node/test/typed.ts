// Compiled with `tsc --strict`, and not run: what an editor knows of commands, events and arguments.
import { Bot, CommandError, choice, integer, optional, text } from "verbatim-chat";
import { conversation } from "verbatim-chat/testing";
import type { ErrorCode } from "verbatim-chat/protocol";

function typed(): Bot {
  const bot = new Bot();
  bot.on("user_join", async ({ room, user }) => {
    const { seq } = await bot.send(room, `Welcome, ${user}.`);
    const number: number = seq;
    await bot.ask("edit_message", { room, seq: number, message: "Welcome." });
  });
  bot.command("roll", { about: "Rolls dice." }, [integer("SIDES", 2, 100), optional(choice("fair", "loaded")), text("WHY")], (message, sides, dice, why) => {
    const all: [number, "fair" | "loaded" | null, string] = [sides, dice, why];
    return `${message.user}: ${all.join(" ")}`;
  });
  bot.onMessage(async (message) => {
    try {
      const page = await bot.ask("history", { room: message.room ?? "lobby", limit: 10 });
      return `${page.messages.length}`;
    } catch (fault) {
      const code: ErrorCode | null = fault instanceof CommandError ? fault.code : null;
      return code;
    }
  });
  // @ts-expect-error a command needs its fields
  bot.onMessage(() => bot.ask("kick", { room: "lobby" }));
  // @ts-expect-error there is no such argument
  bot.command("one", { about: "Takes one." }, [text("TEXT")], (message, one: string, two: string) => two);
  return bot;
}

void conversation(typed, async (chat) => {
  await chat.say("!roll 6 why not");
  await chat.expect(/6/u, { replyTo: 1 });
  await chat.expectReaction("👀", { to: 1 });
  const { seq }: { seq: number } = await chat.send("chat_message", { room: "lobby", message: "good" }, { by: "bob" });
  await chat.expectEdit((text) => text !== `${seq}`, { with: "alice" });
});

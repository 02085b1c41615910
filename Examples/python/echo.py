#!/usr/bin/env python3
"""Says again what it is told: `!echo hello` in a room, and everything in private. See ../README.md."""

from verbatim_chat import Bot, Message

bot = Bot()


@bot.on_message
def echo(message: Message) -> str | None:
    said = message.text if message.room is None else message.text.removeprefix("!echo ")
    is_asked = message.room is None or message.text.startswith("!echo ")
    return said if is_asked and said.strip() else None


if __name__ == "__main__":
    bot.run()

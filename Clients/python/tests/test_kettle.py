from datetime import timedelta
from typing import Annotated, Literal
from verbatim_chat import Bot, Message, Range, Rest, AtMost, Timer
from verbatim_chat.testing import conversation
import time

bot = Bot()

@bot.command("boil", "Boils.")
async def boil(message: Message):
    await message.reply(f"The kettle is on, {message.user}.")

@bot.command("tea", "Tea.")
def tea(message: Message, after: Annotated[timedelta, AtMost(hours=1)]):
    bot.set_timer(f"tea {message.user}", after=after, data=message.room)
    bot.store["n"] = bot.store.get("n", 0) + 1
    return f"{bot.store['n']}"

@bot.timer("tea")
async def ready(timer: Timer):
    await bot.send(timer.data, f"tea {timer.due:%H:%M}")

def test_kettle():
    for _ in range(30):
        t = time.monotonic()
        with conversation(bot) as chat:
            chat.say("good morning")
            chat.expect_nothing()
            chat.say("!boil")
            chat.expect("The kettle is on, alice.")
        print(time.monotonic() - t)

def test_timer():
    with conversation(bot) as chat:
        chat.say("!tea 4m")
        chat.expect("1")
        chat.say("!tea 2h")
        chat.expect("alice: AFTER is at most 1h. Usage: !tea AFTER")
        chat.restart()
        chat.advance("3m")
        chat.expect_nothing()
        chat.advance("1m")
        chat.expect("tea 00:04")
        chat.say("!tea 4m")
        chat.expect("2")
        chat.cut()
        chat.advance("1h")
        chat.expect_nothing()
        chat.restart()
        chat.expect("tea 00:08")

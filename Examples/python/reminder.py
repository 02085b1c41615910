#!/usr/bin/env python3
"""`!remind 10m tea`, `!remind list` and `!remind cancel 1`, in a room or in private. See ../README.md."""

import asyncio
import re
from datetime import datetime
from session import Session

UNITS = {"s": 1_000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}
HELP = "say !remind 10m tea (s, m, h, d), !remind list, or !remind cancel 1."


class Reminder(Session):
    def __init__(self):
        super().__init__()
        self.count, self.reminders = 0, {}  # by the timer's name: the message that asked, when it is due, what of

    def begin(self):
        super().begin()
        for timer in self.reminders:  # a new session has no timers either
            self.set_timer(timer)

    def now(self):  # in milliseconds
        return round(datetime.fromisoformat(self.time.replace("Z", "+00:00")).timestamp() * 1000)

    def set_timer(self, timer):
        self.ask(type="set_timer", timer=timer, milliseconds=max(1, self.reminders[timer][1] - self.now()))

    def hear(self, message):
        command, *words = message["message"].split() or [""]
        if command == "!remind":
            self.reply(message, f"{message['user']}: {self.remind(message, *words)}")

    def remind(self, message, verb="", *words):
        # What was asked in private is listed and cancelled in private only.
        same = lambda asked: asked["user"] == message["user"] and asked.get("room") == message.get("room")
        theirs = {timer: text for timer, (asked, _, text) in self.reminders.items() if same(asked)}
        text = " ".join(words)
        delay = re.fullmatch(r"([0-9]{1,11})([smhd])", verb)
        wait = int(delay[1]) * UNITS[delay[2]] if delay else 0
        if 0 < wait <= 366 * UNITS["d"] and text:
            self.count += 1
            self.reminders[str(self.count)] = (message, self.now() + wait, text)
            self.set_timer(str(self.count))
            return f"reminder {self.count} comes in {verb}."
        if verb == "list":
            return "; ".join(f"{timer} {text}" for timer, text in theirs.items()) or "you have none here."
        if verb == "cancel" and text in theirs:
            del self.reminders[text]
            self.ask(type="cancel_timer", timer=text)
            return f"I will not remind you of {theirs[text]}."
        return HELP

    def due(self, timer):
        message, _, text = self.reminders.pop(timer, (None, None, None))
        if message:  # one that was asked for twice may come twice
            self.reply(message, f"{message['user']}: {text}")


asyncio.run(Reminder().run())

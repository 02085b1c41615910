"""Bots for Verbatim: typed commands and events, sessions that outlive connections and programs, timers, commands with arguments."""

from .arguments import AtMost, Mention, Parse, Range, Rest, duration, units
from .bot import Bot, Message, Settings, Timer
from .errors import CommandError, Ended, Refusal, VerbatimError
from .store import Store

__version__ = "0.1.0"

__all__ = [
    "AtMost", "Bot", "CommandError", "Ended", "Mention", "Message", "Parse", "Range", "Refusal", "Rest", "Settings", "Store", "Timer",
    "VerbatimError", "duration", "units"]

#!/usr/bin/python3
"""Proves that check-frames notices what it is there for: each log below has one fault, or none."""

import sys

import frames

JOIN = {"type": "join", "id": "1", "room": "lobby"}
LIST = {"type": "user_list", "re": "1", "room": "lobby", "users": [], "seq": 0, "online": 0, "more": False}


def record(frame, received, channel="verbatim", **more):
    return {"channel": channel, "host": 1, "received": received, "frame": frame, **more}


# What is logged, and a part of what is found in it; None where nothing is.
CANARIES = {
    "nothing is wrong": ([record(JOIN, True), record(LIST, False)], None),
    "a field is null": ([record({**JOIN, "after": None}, True)], None),
    "a field is unknown": ([record({**JOIN, "colour": {"red": 1}}, True)], None),
    "an event lacks a field": (
        [record({"type": "pong"}, False)], "'now' is a required property"),
    "a time has no milliseconds": (
        [record({"type": "pong", "now": "2026-01-01T00:00:00Z"}, False)], "does not match"),
    "an event has null": ([record({**LIST, "topic": None}, False)], "None is not of type 'string'"),
    "a number is too large": ([record({**LIST, "seq": 2**53}, False)], "greater than the maximum"),
    "an event is of no known type": ([record({"type": "greeting"}, False)], "no schema is for frames"),
    "a found user looks like a message": (
        [record({"type": "search", "in": "users", "results": [{"user": "bob", "message": "hi"}]}, False)],
        "'online' is a required property"),
    "a tutorial's frame is not its own": (
        [record({"message": "hi"}, False, "tutorialNotification")], "is not of type 'object'"),
    "a command that does not fit was accepted": ([record({"type": "join"}, True)], "'room' is a required property"),
    "a log-in with a token and a name was accepted": (
        [record({"type": "login", "token": "…", "user": "bob", "password": "…"}, True)], "is not valid under any"),
    "a command that fits was refused": (
        [record(JOIN, True, refusal="bad_frame", field="room")], "it was refused with bad_frame, and fits"),
    "a frame that went out is no JSON": (
        [{"channel": "verbatim", "host": 1, "received": False, "problem": "expected a value"}], "a frame that is no JSON"),
    "a command got the reply of another": (
        [record(JOIN, True), record({"type": "ok", "re": "1"}, False)], "it answers join"),
}


def main():
    for name, (records, expected) in CANARIES.items():
        problems, unused = frames.judge([("log", record) for record in records])
        found = "\n".join(problems.values())
        if (found != "") if expected is None else (expected not in found):
            sys.exit(f"canaries: {name}: what was found is: {found or 'nothing'}")
        if "commands/kick.json" not in unused:
            sys.exit(f"canaries: {name}: a schema that had no frame was not noticed")
    print(f"{len(CANARIES)} canaries")


main()

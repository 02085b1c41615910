"""The link with a server that does what no good server does."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import websockets
from verbatim_chat import Bot, Message, Settings
from verbatim_chat.errors import Ended

HELLO = {
    "type": "hello", "clock": "wall", "now": "2026-01-01T00:00:00.000Z", "capabilities": ["history", "resume"],
    "limits": {"heartbeat_seconds": 1, "messages_burst": 100, "messages_per_second": 100, "commands_burst": 100, "commands_per_second": 100}}
READY = {"type": "ready", "re": "login", "user": "echo", "bot": True, "session": "s", "resumed": False}
Talk = Callable[["Peer"], Awaitable[None]]


class Peer:
    def __init__(self, socket: Any) -> None:
        self.socket = socket

    async def say(self, *frames: dict[str, Any]) -> None:
        for frame in frames:
            await self.socket.send(json.dumps(frame))

    async def hear(self, kind: str) -> dict[str, Any]:
        frame: dict[str, Any] = json.loads(await asyncio.wait_for(self.socket.recv(), 5))
        assert frame["type"] == kind, frame
        return frame

    async def log_in(self, **ready: Any) -> dict[str, Any]:
        await self.say(HELLO)
        login = await self.hear("login")
        await self.say({**READY, **ready})
        return login

    async def begin(self) -> None:
        await self.log_in()
        join = await self.hear("join")
        await self.say({"type": "user_list", "re": join["id"], "room": "lobby", "users": ["echo"], "seq": 0, "online": 1, "more": False})


def message(seq: int, text: str, **more: Any) -> dict[str, Any]:
    return {"type": "chat_message", "room": "lobby", "seq": seq, "user": "alice", "message": text, "at": "2026-01-01T00:00:00.000Z", **more}


def run(*talks: Talk, reports: bool = False) -> None:
    """Each connection of the bot is answered by the next of these."""
    bot = Bot()

    @bot.on_message
    async def echo(message: Message) -> str:
        return message.text

    async def main() -> None:
        left, done = list(talks), asyncio.get_running_loop().create_future()

        async def serve(socket: Any, path: str = "") -> None:
            try:
                await left.pop(0)(Peer(socket))
                if not left:
                    done.set_result(None)
            except BaseException as error:
                if not done.done():
                    done.set_exception(error)

        async with websockets.serve(serve, "127.0.0.1", 0) as server:
            port = list(server.sockets)[0].getsockname()[1]
            runner = bot.start(Settings(f"ws://127.0.0.1:{port}/ws", "t", "echo", ("lobby",), reports=reports))
            running = asyncio.ensure_future(runner.run())
            await asyncio.wait([running, done], return_when=asyncio.FIRST_COMPLETED, timeout=15)
            assert done.done() or running.done(), "it takes too long"
            await asyncio.wait([running], timeout=0.1)  # which may be about to end by itself
            running.cancel()
            [ended] = await asyncio.gather(running, return_exceptions=True)
            if isinstance(ended, Ended) and "1000" not in str(ended):  # with which the last connection ends
                raise ended
            done.result()

    asyncio.run(main())


async def keep(peer: Peer) -> None:
    await peer.socket.wait_closed()


def test_it_reports_when_it_has_nothing_left_to_do() -> None:
    async def talk(peer: Peer) -> None:
        await peer.log_in()
        join = await peer.hear("join")
        assert await peer.hear("ping") == {"type": "ping", "id": "quiet", "received": 0}
        await peer.say({"type": "user_list", "re": join["id"], "room": "lobby", "users": [], "seq": 0, "online": 1, "more": False})
        assert (await peer.hear("ping"))["received"] == 1
        await peer.say({"type": "pong", "re": "quiet"})  # is counted, and no news
        await peer.say(message(1, "hi"))
        said = await peer.hear("chat_message")
        assert (await peer.hear("ping"))["received"] == 3
        await peer.say({"type": "ack", "re": said["id"], "room": "lobby", "seq": 2, "at": HELLO["now"], "duplicate": False})
        assert (await peer.hear("ping"))["received"] == 4
    run(talk, reports=True)


def test_it_survives_what_it_does_not_know() -> None:
    async def talk(peer: Peer) -> None:
        await peer.begin()
        for text in ("", "{", "[]", "1", '"x"', '{"type":7}', '{"type":"new","room":{}}', '{"type":"chat_message"}', '{"type":"timer"}',
                     '{"type":"private_message","user":1,"seq":"x","message":[]}', '{"type":"ok","re":"nobody"}', "[" * 5000):
            await peer.socket.send(text)
        await peer.say(message(1, "hi", unknown=[1], data={"a": 1}))
        assert (await peer.hear("chat_message"))["message"] == "hi"
    run(talk)


def test_it_leaves_a_connection_on_which_nothing_comes() -> None:
    async def silent(peer: Peer) -> None:
        await peer.begin()
        begun = asyncio.get_running_loop().time()
        assert (await peer.hear("ping"))["received"] == 1
        await peer.socket.wait_closed()
        assert asyncio.get_running_loop().time() - begun < 2.2, "it takes twice the heartbeat at most"

    async def again(peer: Peer) -> None:
        assert (await peer.log_in(resumed=True))["resume"] == {"session": "s", "received": 1}
    run(silent, again)


def test_what_was_not_answered_is_sent_again_after_what_was_missed() -> None:
    sent: list[dict[str, Any]] = []

    async def cut(peer: Peer) -> None:
        await peer.begin()
        await peer.say(message(1, "one"))
        sent.append(await peer.hear("chat_message"))
        peer.socket.transport.abort()

    async def again(peer: Peer) -> None:
        await peer.log_in(resumed=True)
        doubt = await peer.hear("ping")
        await peer.say({"type": "pong", "re": doubt["id"], "now": HELLO["now"]})
        assert await peer.hear("chat_message") == sent[0], "the same id and the same key"
        peer.socket.transport.abort()

    async def answered(peer: Peer) -> None:
        await peer.log_in(resumed=True)
        doubt = await peer.hear("ping")
        await peer.say(
            {"type": "ack", "re": sent[0]["id"], "room": "lobby", "seq": 2, "at": HELLO["now"], "duplicate": False},
            {"type": "pong", "re": doubt["id"], "now": HELLO["now"]}, message(3, "two"))
        assert (await peer.hear("history"))["after"] == 0, "2 has not come yet, so that there is a gap"
    run(cut, again, answered)


def test_rate_limits_are_waited_for_without_a_storm() -> None:
    async def talk(peer: Peer) -> None:
        await peer.begin()
        await peer.say(message(1, "one"))
        for _ in range(2):
            said = await peer.hear("chat_message")
            begun = asyncio.get_running_loop().time()
            await peer.say({"type": "error", "re": said["id"], "code": "rate_limited", "message": "wait", "retry_after_ms": 200})
        assert (await peer.hear("chat_message")) == said
        assert asyncio.get_running_loop().time() - begun >= 0.2
    run(talk)


def test_a_log_in_that_has_to_wait_and_one_that_is_refused() -> None:
    begun = 0.0

    async def wait(peer: Peer) -> None:
        nonlocal begun
        await peer.say(HELLO)
        await peer.hear("login")
        begun = asyncio.get_running_loop().time()
        await peer.say({"type": "error", "re": "login", "code": "rate_limited", "message": "wait", "retry_after_ms": 400})
        await keep(peer)

    async def refuse(peer: Peer) -> None:
        assert asyncio.get_running_loop().time() - begun >= 0.4
        await peer.say(HELLO)
        await peer.hear("login")
        await peer.say({"type": "error", "re": "login", "code": "auth_failed", "message": "not right"})
        await keep(peer)
    with pytest.raises(Ended, match="not right"):
        run(wait, refuse)


def test_it_ends_when_it_is_sent_away() -> None:
    async def talk(peer: Peer) -> None:
        await peer.begin()
        await peer.socket.close(4503, "revoked")
    with pytest.raises(Ended, match="4503"):
        run(talk, keep)


def test_who_wrote_for_the_first_time_while_it_was_away_is_found() -> None:
    def whisper(seq: int, at: str) -> dict[str, Any]:
        return {"seq": seq, "user": "zoe", "message": f"number {seq}", "at": at}

    async def talk(peer: Peer) -> None:
        await peer.say({**HELLO, "capabilities": ["history", "resume", "conversations"]})
        await peer.hear("login")
        await peer.say(READY)
        join = await peer.hear("join")
        await peer.say({"type": "user_list", "re": join["id"], "room": "lobby", "users": [], "seq": 0, "online": 1, "more": False})
        asked = await peer.hear("conversations")
        later = "2026-01-01T00:00:05.000Z"
        await peer.say({"type": "conversation_list", "re": asked["id"], "cursor": "c", "conversations": [
            {"with": "zoe", "seq": 2, "at": later, "read": 0, "unread": 2}]})
        more = await peer.hear("conversations")
        assert more["cursor"] == "c"
        await peer.say({"type": "conversation_list", "re": more["id"], "conversations": [
            {"with": "old", "seq": 9, "at": "2025-12-31T00:00:00.000Z", "read": 0, "unread": 1}]})
        history = await peer.hear("history")
        assert history["with"] == "zoe"
        await peer.say({
            "type": "history", "re": history["id"], "with": "zoe", "more": False,
            "messages": [whisper(1, "2025-12-31T00:00:00.000Z"), whisper(2, later)]})
        said = await peer.hear("private_message")
        assert said["message"] == "number 2", "what was said before the bot was there is not for it"
    run(talk)

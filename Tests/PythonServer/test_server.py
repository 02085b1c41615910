#!/usr/bin/python3
"""Talks to the server as clients do. `/usr/bin/python3 Tests/PythonServer/test_server.py` takes some seconds."""

from __future__ import annotations

import asyncio
import json
import logging
import subprocess
import sys
import tempfile
import unittest
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import websockets

TOKEN = "the token of the operator"
PASSWORD = "open sesame"
logging.getLogger("asyncio").setLevel(logging.ERROR)  # a busy machine is slow, which is nobody's fault here


class Client:
    """One connection, whose greeting has been read."""

    def __init__(self, socket: Any) -> None:
        self.socket = socket

    async def send(self, type: str, **fields: Any) -> None:
        await self.socket.send(json.dumps({"type": type, **fields}))

    async def receive(self) -> dict[str, Any]:
        return json.loads(await asyncio.wait_for(self.socket.recv(), 5))

    async def ask(self, type: str, **fields: Any) -> dict[str, Any]:
        await self.send(type, id="q", **fields)
        reply = await self.receive()
        assert reply.pop("re") == "q", reply
        return reply

    async def closed(self) -> int:
        await asyncio.wait_for(self.socket.wait_closed(), 5)
        return self.socket.close_code


class ServerTests(unittest.IsolatedAsyncioTestCase):
    """Each test begins with an empty server on a virtual clock."""

    @classmethod
    def setUpClass(cls) -> None:
        with tempfile.NamedTemporaryFile("w") as file:
            file.write(TOKEN)
            file.flush()
            server = Path(__file__).with_name("server.py")
            command = [sys.executable, str(server), "--clock", "virtual", "--admin-token-file", file.name]
            cls.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
            assert cls.process.stdout
            cls.url = cls.process.stdout.readline().split()[-1]

    @classmethod
    def tearDownClass(cls) -> None:
        cls.process.terminate()
        cls.process.wait()
        assert cls.process.stdout
        cls.process.stdout.close()

    async def asyncSetUp(self) -> None:
        self.operator = await self.connect(TOKEN)
        self.assertEqual(await self.operator.ask("reset"), {"type": "ok"})

    async def connect(self, token: str | None = None) -> Client:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        socket = await websockets.connect(self.url, extra_headers=headers, subprotocols=["verbatim.v1"])
        self.addAsyncCleanup(socket.close)
        client = Client(socket)
        client.hello = await client.receive()
        self.assertEqual(client.hello["type"], "hello")
        return client

    async def user(self, name: str) -> Client:
        client = await self.connect()
        client.ready = await client.ask("register", user=name, password=PASSWORD)
        self.assertEqual(client.ready["type"], "ready")
        return client

    async def pair_in(self, room: str) -> tuple[Client, Client]:
        alice, bob = await self.user("alice"), await self.user("bob")
        await alice.ask("join", room=room)
        self.assertEqual((await bob.ask("join", room=room))["users"], ["alice", "bob"])
        self.assertEqual(await alice.receive(), {"type": "user_join", "room": room, "user": "bob"})
        return alice, bob

    async def test_hello_tells_what_there_is(self) -> None:
        guest = await self.connect()
        self.assertEqual(guest.hello["now"], "2026-01-01T00:00:00.000Z")
        self.assertEqual(guest.hello["capabilities"], ["history", "search", "editing", "resume", "timers"])
        self.assertEqual((await guest.ask("kick", room="a", user="b"))["code"], "unknown_type")

    async def test_a_token_logs_in_and_a_wrong_one_does_not(self) -> None:
        alice = await self.user("alice")
        again = await self.connect(alice.ready["token"])
        self.assertEqual((await again.receive())["user"], "alice")
        stranger = await self.connect("no such token")
        self.assertEqual((await stranger.receive())["code"], "auth_failed")
        self.assertEqual(await stranger.closed(), 4502)

    async def test_the_reply_comes_before_the_message(self) -> None:
        alice, bob = await self.pair_in("tea")
        ack = await alice.ask("chat_message", room="TEA", message="hi")
        self.assertEqual((ack["type"], ack["room"], ack["seq"]), ("ack", "tea", 1))
        self.assertEqual(await alice.receive(), await bob.receive())

    async def test_a_key_says_a_thing_once(self) -> None:
        alice, bob = await self.pair_in("tea")
        first = await alice.ask("chat_message", room="tea", message="hi", key="k")
        await alice.receive()
        again = await alice.ask("chat_message", room="tea", message="hi", key="k")
        self.assertEqual(again, first | {"duplicate": True})
        other = await alice.ask("chat_message", room="tea", message="ho", key="k")
        self.assertEqual(other["code"], "key_reused")
        await bob.receive()
        self.assertEqual((await bob.ask("ping"))["type"], "pong")

    async def test_an_edit_is_told_to_everyone_in_the_room(self) -> None:
        alice, bob = await self.pair_in("tea")
        ack = await alice.ask("chat_message", room="tea", message="tee", key="k")
        await alice.receive()
        await bob.receive()
        await self.operator.ask("clock_advance", milliseconds=1000)
        self.assertEqual(await alice.ask("edit_message", room="TEA", seq=1, message="/leave"), {"type": "ok"})
        edited = await bob.receive()
        self.assertEqual(edited, {
            "type": "message_edited", "room": "tea", "seq": 1, "user": "alice", "message": "/leave",
            "at": "2026-01-01T00:00:00.000Z", "edited_at": "2026-01-01T00:00:01.000Z",
        })
        self.assertEqual(await alice.receive(), edited)
        del edited["type"], edited["room"]
        self.assertEqual((await bob.ask("history", room="tea"))["messages"], [edited])
        again = await alice.ask("chat_message", room="tea", message="tee", key="k")
        self.assertEqual(again, ack | {"duplicate": True})

    async def test_a_search_does_not_find_the_earlier_text(self) -> None:
        alice, bob = await self.pair_in("tea")
        await alice.ask("chat_message", room="tea", message="plum")
        await alice.receive()
        await alice.ask("edit_message", room="tea", seq=1, message="pear")
        found = await bob.receive(), await bob.receive()
        self.assertEqual([event["message"] for event in found], ["plum", "pear"])
        self.assertEqual((await bob.ask("search", query="plum", **{"in": "messages"}))["results"], [])
        self.assertEqual(len((await bob.ask("search", query="pear", **{"in": "messages"}))["results"]), 1)

    async def test_a_private_edit_is_told_to_both(self) -> None:
        alice, bob = await self.user("alice"), await self.user("bob")
        await alice.ask("private_message", to="bob", message="six")
        await bob.receive()
        self.assertEqual((await bob.ask("edit_message", seq=1, message="five", **{"with": "alice"}))["code"], "forbidden")
        await alice.ask("edit_message", seq=1, message="seven", **{"with": "bob"})
        told = await alice.receive(), await bob.receive()
        self.assertEqual([event["message"] for event in told], ["seven", "seven"])
        self.assertEqual([event["with"] for event in told], ["bob", "alice"])

    async def test_an_edit_is_refused(self) -> None:
        await self.operator.ask("reset", limits={"edit_seconds": 60, "message_characters": 4})
        alice, bob = await self.pair_in("tea")
        guest = await self.connect()
        await alice.ask("chat_message", room="tea", message="hi")
        for client, fields, code, field in (
            (guest, {"room": "tea", "seq": 1, "message": "ho"}, "auth_required", None),
            (bob, {"room": "tea", "seq": 1, "message": "ho"}, "forbidden", "seq"),
            (alice, {"room": "tea", "seq": 2, "message": "ho"}, "no_such_message", "seq"),
            (alice, {"room": "tea", "seq": 0, "message": "ho"}, "bad_frame", "seq"),
            (alice, {"room": "tea", "with": "bob", "seq": 1, "message": "ho"}, "bad_frame", "with"),
            (alice, {"seq": 1, "message": "ho"}, "bad_frame", "room"),
            (alice, {"room": "nowhere", "seq": 1, "message": "ho"}, "no_such_room", "room"),
            (alice, {"with": "nobody", "seq": 1, "message": "ho"}, "no_such_user", "with"),
            (alice, {"with": "bob", "seq": 1, "message": "ho"}, "no_such_message", "seq"),
            (alice, {"room": "tea", "seq": 1, "message": " "}, "bad_frame", "message"),
            (alice, {"room": "tea", "seq": 1, "message": "hello"}, "too_large", "message"),
        ):
            await client.send("edit_message", id="e", **fields)
            while (refused := await client.receive()).get("re") != "e":
                pass  # what was said before
            self.assertEqual((refused["code"], refused.get("field")), (code, field), fields)

    async def test_a_message_can_be_edited_for_a_while(self) -> None:
        await self.operator.ask("reset", limits={"edit_seconds": 60})
        alice, _ = await self.pair_in("tea")
        await alice.ask("chat_message", room="tea", message="hi")
        await alice.receive()
        await self.operator.ask("clock_advance", milliseconds=59_999)
        self.assertEqual(await alice.ask("edit_message", room="tea", seq=1, message="ho"), {"type": "ok"})
        await alice.receive()
        await self.operator.ask("clock_advance", milliseconds=1)
        self.assertEqual((await alice.ask("edit_message", room="tea", seq=1, message="ha"))["code"], "forbidden")

    async def test_an_edit_can_be_typed(self) -> None:
        alice, bob = await self.pair_in("tea")
        await alice.ask("chat_message", room="tea", message="hi")
        await alice.receive()
        await bob.receive()
        self.assertEqual((await alice.ask("line", line="/EDIT 1  /pm  me "))["type"], "ok")
        self.assertEqual((await bob.receive())["message"], "/pm  me")
        await alice.receive()
        for line in ("/edit", "/edit 1", "/edit one two"):
            refused = await alice.ask("line", line=line)
            self.assertEqual((refused["code"], refused["field"]), ("bad_frame", "line"))
            self.assertIn("/edit SEQ TEXT", refused["message"])

    async def test_what_waits_for_a_cut_session_has_the_newest_text(self) -> None:
        alice, bob = await self.pair_in("tea")
        bob.socket.transport.abort()
        await self.operator.ask("settle")
        for command in ("chat_message", "private_message"):
            await alice.send(command, to="bob", room="tea", message="one")
        for place in ({"room": "tea"}, {"with": "bob"}):
            for text in ("two", "three"):
                await alice.send("edit_message", seq=1, message=text, **place)
        await self.operator.ask("settle")
        back = await self.connect()
        await back.send("login", token=bob.ready["token"], resume={"session": bob.ready["session"], "received": 0})
        await back.receive()
        await back.receive()
        events = [await back.receive() for _ in range(6)]
        self.assertEqual([event["type"] for event in events], ["chat_message", "private_message"] + ["message_edited"] * 4)
        self.assertEqual({event["message"] for event in events}, {"three"})
        self.assertTrue(all("edited_at" in event for event in events))

    async def test_a_cut_session_is_resumed(self) -> None:
        alice, bob = await self.pair_in("tea")
        bob.socket.transport.abort()
        await self.operator.ask("settle")
        await alice.ask("chat_message", room="tea", message="hi")
        back = await self.connect()
        await back.send("login", token=bob.ready["token"], resume={"session": bob.ready["session"], "received": 0})
        self.assertTrue((await back.receive())["resumed"])
        self.assertEqual([(await back.receive())["type"] for _ in range(2)], ["user_list", "chat_message"])

    async def test_a_session_that_is_not_resumed_ends(self) -> None:
        alice, bob = await self.pair_in("tea")
        bob.socket.transport.abort()
        await self.operator.ask("settle")
        await self.operator.ask("clock_advance", milliseconds=300_000)
        self.assertEqual(await alice.receive(), {"type": "user_leave", "room": "tea", "user": "bob"})

    async def test_private_messages_are_for_two(self) -> None:
        alice, bob, carol = await self.user("alice"), await self.user("bob"), await self.user("carol")
        self.assertEqual((await alice.ask("private_message", to="BOB", message="psst"))["target"], "bob")
        self.assertEqual((await bob.receive())["message"], "psst")
        self.assertEqual((await bob.ask("history", **{"with": "alice"}))["messages"][0]["user"], "alice")
        self.assertEqual((await carol.ask("search", query="psst", **{"in": "messages"}))["results"], [])

    async def test_a_search_goes_on_at_its_cursor(self) -> None:
        alice, _ = await self.pair_in("tea")
        for text in ("a café", "Cafe noir", "no such thing"):
            await alice.ask("chat_message", room="tea", message=text)
            await alice.receive()
        query = {"in": "messages", "query": "CAFE", "limit": 1}
        page = await alice.ask("search", **query)
        self.assertEqual([result["seq"] for result in page["results"]], [2])
        page = await alice.ask("search", cursor=page["cursor"], **query)
        self.assertEqual([result["seq"] for result in page["results"]], [1])
        self.assertNotIn("cursor", page)

    async def test_frames_that_are_no_commands_are_refused_and_counted(self) -> None:
        await self.operator.ask("reset", limits={"bad_frames": 6})
        guest = await self.connect()
        codes = []
        for text in ('{"type":"ping","type":"ping"}', '["\\ud800"]', "[" * 99, '{"a":NaN}', "[]", '{"type":7}'):
            await guest.socket.send(text)
            codes.append((await guest.receive())["code"])
        self.assertEqual(codes, ["bad_json", "bad_json", "too_deep", "bad_json", "bad_frame", "bad_frame"])
        self.assertEqual(await guest.closed(), 4500)

    async def test_an_allowance_comes_back_in_time(self) -> None:
        await self.operator.ask("reset", limits={"messages_burst": 1, "messages_per_second": 2})
        alice, _ = await self.pair_in("tea")
        await alice.ask("chat_message", room="tea", message="one")
        await alice.receive()
        refused = await alice.ask("chat_message", room="tea", message="two")
        self.assertEqual((refused["code"], refused["retry_after_ms"]), ("rate_limited", 500))
        await self.operator.ask("clock_advance", milliseconds=500)
        self.assertEqual((await alice.ask("chat_message", room="tea", message="two"))["seq"], 2)

    async def test_timers_come_in_order(self) -> None:
        alice = await self.user("alice")
        for name, milliseconds in (("late", 2000), ("soon", 1000), ("never", 1500)):
            await alice.ask("set_timer", timer=name, milliseconds=milliseconds)
        await alice.ask("cancel_timer", timer="never")
        await self.operator.ask("clock_advance", milliseconds=5000)
        self.assertEqual([(await alice.receive())["timer"] for _ in range(2)], ["soon", "late"])

    async def test_large_rooms_gather_who_comes(self) -> None:
        await self.operator.ask("reset", limits={"presence_each": 1})
        alice, bob = await self.user("alice"), await self.user("bob")
        await alice.ask("join", room="hall")
        await bob.ask("join", room="hall")
        await self.operator.ask("clock_advance", milliseconds=1000)
        told = {"type": "presence", "room": "hall", "joined": ["bob"], "left": [], "online": 2}
        self.assertEqual([await alice.receive(), await bob.receive()], [told, told])

    async def test_requests_that_become_no_websocket(self) -> None:
        base = self.url.replace("ws:", "http:")
        for url, status, code in ((base, 426, "upgrade_required"), (base + "x", 404, "not_found")):
            with self.assertRaises(urllib.error.HTTPError) as caught:
                await asyncio.to_thread(urllib.request.urlopen, url)
            with caught.exception as answer:
                self.assertEqual((answer.code, json.load(answer)["code"]), (status, code))
        with self.assertRaises(websockets.InvalidStatusCode) as refused:
            await websockets.connect(self.url + "?token=x")
        self.assertEqual(refused.exception.status_code, 400)


if __name__ == "__main__":
    unittest.main()

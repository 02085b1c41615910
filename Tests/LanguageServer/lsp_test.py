#!/usr/bin/env python3
"""Uses `verbatim lsp` through a client that nobody here wrote, pygls, as an editor does.

Usage: lsp_test.py --verbatim PROGRAM

lsprotocol reads each answer by the types of LSP 3.17, so that one which does not have them fails. The unit tests look
closer at what is answered; here it is framing, types, and the life of the process.
"""

import asyncio
import pathlib
import subprocess
import sys
import tempfile
import unittest

from lsprotocol import types
from pygls.lsp.client import BaseLanguageClient

# How long anything may take that is only a matter of moments.
SECONDS = 30

SCENARIO = """title: Bob comes \U0001f600
covers: ROOM-1
users: alice bob

include setup/meeting.chat
meet alice hall

== Bob
bob > /join lobby
bob < user_list room=lobby seq=?count
bob > so many: $count
bob < chat_message message="\U0001f600" user=alice
"""
MEETING = "macro meet WHO ROOM\n  $WHO > /join $ROOM\n  $WHO < user_list room=$ROOM\nend\n"


class EditorTests(unittest.IsolatedAsyncioTestCase):
    program = "verbatim"

    async def asyncSetUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.root = pathlib.Path(self.folder.name).resolve()
        (self.root / "setup").mkdir()
        (self.root / "setup" / "meeting.chat").write_text(MEETING)
        self.path = self.root / "bob comes.chat"
        self.path.write_text(SCENARIO)
        self.uri = self.path.as_uri()
        self.document = types.TextDocumentIdentifier(uri=self.uri)
        self.published = asyncio.Queue()
        self.shown = []
        self.client = BaseLanguageClient("lsp_test", "1")
        self.client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(lambda params: self.published.put_nowait(params))
        self.client.feature(types.WINDOW_SHOW_MESSAGE)(lambda params: self.shown.append(params))
        await self.client.start_io(self.program, "lsp", "--stdio")
        self.process = self.client._server
        self.initialized = await self.answer(self.client.initialize_async(types.InitializeParams(
            capabilities=types.ClientCapabilities(
                text_document=types.TextDocumentClientCapabilities(
                    publish_diagnostics=types.PublishDiagnosticsClientCapabilities(related_information=True))),
            root_uri=self.root.as_uri(), process_id=None)))
        self.client.initialized(types.InitializedParams())

    async def asyncTearDown(self):
        if self.process.returncode is None:
            self.process.kill()
        await self.client.stop()
        self.folder.cleanup()

    async def answer(self, request):
        return await asyncio.wait_for(asyncio.ensure_future(request), SECONDS)

    async def open(self, text=SCENARIO):
        """Opens the scenario, and gives what is published about it."""
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(
            text_document=types.TextDocumentItem(uri=self.uri, language_id="verbatim", version=1, text=text)))
        return (await self.answer(self.published.get())).diagnostics

    def place(self, word, after=0):
        """The position of the first place of a word, in UTF-16."""
        before = SCENARIO[:SCENARIO.index(word) + after]
        line = before.split("\n")[-1]
        return types.Position(line=before.count("\n"), character=len(line.encode("utf-16-le")) // 2)

    def at(self, kind, word, after=0, **more):
        return kind(text_document=self.document, position=self.place(word, after), **more)

    async def test_initialize_says_what_the_server_can_do(self):
        abilities = self.initialized.capabilities
        self.assertEqual(self.initialized.server_info.name, "verbatim")
        self.assertEqual(abilities.position_encoding, types.PositionEncodingKind.Utf16)
        self.assertEqual(abilities.execute_command_provider.commands, ["verbatim.run"])

    async def test_mistakes_are_published_as_they_are_made(self):
        self.assertEqual(await self.open(), [])
        start = self.place("user=alice", 5)
        end = types.Position(line=start.line, character=start.character + 5)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(
            text_document=types.VersionedTextDocumentIdentifier(uri=self.uri, version=2),
            content_changes=[types.TextDocumentContentChangeEvent_Type1(
                range=types.Range(start=start, end=end), text="alice usr=x")]))
        found = (await self.answer(self.published.get())).diagnostics
        self.assertEqual([each.code for each in found], ["field-unknown"])
        self.assertEqual(found[0].source, "verbatim")
        self.assertEqual(found[0].range.start, types.Position(line=start.line, character=start.character + 6))

    async def test_a_file_is_formatted(self):
        await self.open(SCENARIO.replace("users: alice", "users:   alice"))
        edits = await self.answer(self.client.text_document_formatting_async(types.DocumentFormattingParams(
            text_document=self.document, options=types.FormattingOptions(tab_size=2, insert_spaces=True))))
        self.assertEqual(edits[0].new_text.split("\n")[0], "users: alice bob")

    async def test_words_are_completed(self):
        await self.open()
        offered = await self.answer(self.client.text_document_completion_async(
            self.at(types.CompletionParams, "user_list", 2)))
        self.assertIn("chat_message", [item.label for item in offered.items])

    async def test_words_say_what_they_mean(self):
        await self.open()
        hover = await self.answer(self.client.text_document_hover_async(
            self.at(types.HoverParams, "chat_message", 2)))
        self.assertIn("A message was sent to a room.", hover.contents.value)

    async def test_a_call_leads_to_the_macro_in_another_file(self):
        await self.open()
        found = await self.answer(self.client.text_document_definition_async(
            self.at(types.DefinitionParams, "meet alice", 1)))
        self.assertEqual(found.uri, (self.root / "setup" / "meeting.chat").as_uri())
        self.assertEqual(found.range.start, types.Position(line=0, character=6))
        references = await self.answer(self.client.text_document_references_async(self.at(
            types.ReferenceParams, "$count", 1, context=types.ReferenceContext(include_declaration=True))))
        self.assertEqual(len(references), 2)

    async def test_a_file_has_an_outline_and_colours(self):
        await self.open()
        symbols = await self.answer(self.client.text_document_document_symbol_async(
            types.DocumentSymbolParams(text_document=self.document)))
        self.assertEqual([each.name for each in symbols], ["Bob"])
        folds = await self.answer(self.client.text_document_folding_range_async(
            types.FoldingRangeParams(text_document=self.document)))
        self.assertEqual([(each.start_line, each.end_line) for each in folds], [(7, 11)])
        tokens = await self.answer(self.client.text_document_semantic_tokens_full_async(
            types.SemanticTokensParams(text_document=self.document)))
        self.assertEqual(len(tokens.data) % 5, 0)
        self.assertGreater(len(tokens.data), 100)

    async def test_a_name_is_changed_everywhere_or_not_at_all(self):
        await self.open()
        changes = await self.answer(self.client.text_document_rename_async(
            self.at(types.RenameParams, "$count", 1, new_name="number")))
        self.assertEqual([edit.new_text for edit in changes.changes[self.uri]], ["number", "number"])
        with self.assertRaisesRegex(Exception, "bob is taken"):
            await self.answer(self.client.text_document_rename_async(
                self.at(types.RenameParams, "alice bob", 1, new_name="bob")))

    async def test_a_lens_runs_the_file(self):
        await self.open()
        lenses = await self.answer(self.client.text_document_code_lens_async(
            types.CodeLensParams(text_document=self.document)))
        command = lenses[0].command
        self.assertEqual((command.command, command.arguments), ("verbatim.run", [str(self.path)]))
        result = await self.answer(self.client.workspace_execute_command_async(
            types.ExecuteCommandParams(command=command.command, arguments=command.arguments)))
        failures = (await self.answer(self.published.get())).diagnostics
        self.assertEqual(failures[0].range.start.line, 11)
        self.assertIn("FAIL", str(result))
        self.assertEqual(self.shown[0].message, "0 passed, 1 failed")

    async def test_shutdown_and_exit_end_the_process_with_success(self):
        self.assertIsNone(await self.answer(self.client.shutdown_async(None)))
        self.client.exit(None)
        self.assertEqual(await self.answer(self.process.wait()), 0)

    async def test_exit_without_shutdown_ends_it_with_failure(self):
        self.client.exit(None)
        self.assertEqual(await self.answer(self.process.wait()), 1)


class StreamTests(unittest.TestCase):
    """What no client sends."""

    def run_with(self, sent):
        return subprocess.run([EditorTests.program, "lsp"], input=sent, capture_output=True, timeout=SECONDS)

    def test_a_client_that_goes_without_a_word_ends_it_with_failure(self):
        self.assertEqual(self.run_with(b"").returncode, 1)

    def test_what_is_no_message_is_said_and_ends_it(self):
        done = self.run_with(b"GET / HTTP/1.1\r\n\r\n")
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"Content-Length", done.stderr)

    def test_what_is_no_json_is_answered(self):
        done = self.run_with(b"Content-Length: 1\r\n\r\n{")
        self.assertIn(b"-32700", done.stdout)

    def test_a_message_that_is_too_long_is_refused_and_skipped(self):
        length = (64 << 20) + 1
        done = self.run_with(b"Content-Length: %d\r\n\r\n" % length + b" " * length + b"Content-Length: 1\r\n\r\n{")
        self.assertEqual([done.stdout.count(code) for code in (b"-32600", b"-32700")], [1, 1])


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] != "--verbatim":
        sys.exit(__doc__)
    EditorTests.program = str(pathlib.Path(sys.argv[2]).resolve())
    unittest.main(argv=sys.argv[:1])

"""A fixture for pytest: `def test_it(talk): chat = talk(bot)`. What is left at the end fails the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from .testing import Conversation, conversation


@pytest.fixture
def talk() -> Iterator[Callable[..., Conversation]]:
    """Begins conversations, as `conversation` does, which end with the test."""
    with ExitStack() as stack:
        yield lambda *bots, **options: stack.enter_context(conversation(*bots, **options))

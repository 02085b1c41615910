"""What the README shows works."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from verbatim_chat import Bot


def test_the_readme(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Bot, "run", lambda self: None)
    text = (Path(__file__).parent.parent / "README.md").read_text()
    names: dict[str, Any] = {"__name__": "readme"}
    for block in re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        exec(compile(block, "README.md", "exec"), names)
    names["test_tea"]()

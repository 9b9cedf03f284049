"""Compile each schema once: compiling takes most of the time of a commit to a small store."""

import json
from typing import Any

import fastjsonschema
import pytest

_compiled: dict[str, Any] = {}
_compile = fastjsonschema.compile


def compile_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep compiled schemas for the rest of the tests."""

    def once(schema: Any) -> Any:
        key = json.dumps(schema)
        if key not in _compiled:
            _compiled[key] = _compile(schema)
        return _compiled[key]

    monkeypatch.setattr(fastjsonschema, "compile", once)

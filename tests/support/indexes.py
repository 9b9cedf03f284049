"""The small store with one fact a line, the form that can be indexed."""

import json

from conftest import Harbour


def lined(harbour: Harbour) -> None:
    """Replace facts.json by facts.ndjson in the small store."""
    lines = [json.dumps(fact, ensure_ascii=False) + "\n" for fact in harbour.parts["facts"]]
    (harbour.store / "facts.ndjson").write_text("".join(lines), encoding="utf-8")
    (harbour.store / "facts.json").unlink()

"""The small store with a fact on each line, as an index wants it."""

import json

from conftest import Harbour


def lined(harbour: Harbour) -> None:
    """Write the facts of a store one a line."""
    lines = [json.dumps(fact, ensure_ascii=False) + "\n" for fact in harbour.parts["facts"]]
    (harbour.store / "facts.ndjson").write_text("".join(lines), encoding="utf-8")
    (harbour.store / "facts.json").unlink()

"""Fill in the derived fields of a store: bounds, digests, paragraphs, sources, conflicts.

    python scripts/derive.py                  fields that follow from the store alone
    python scripts/derive.py --articles DIR   also digests, paragraphs, sentences and wording
    python scripts/derive.py --check ...      change nothing; exit with 1 if a file is out of date

mss_cli/stores/deriving.py says how a new passage may be quoted.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from mss_cli.errors import MssError
from mss_cli.stores.articles import Articles
from mss_cli.stores.deriving import derive as derive
from mss_cli.stores.deriving import derive_in_order
from mss_cli.stores.deriving import written as written
from mss_cli.stores.directory import OPTIONAL, PARTS


def main() -> int:
    """Derive the fields, then write or compare the files; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--store", type=Path, default=Path(__file__).parent.parent / "data")
    parser.add_argument("--articles", type=Path)
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args()
    try:
        before = _texts(args.store)
        parts = {name: _parsed(name, text) for name, text in before.items()}
        articles = Articles(str(args.articles)) if args.articles else None
        derive_in_order(parts, articles)
    except (MssError, ValueError, OSError) as error:
        print(f"derive: {error}", file=sys.stderr)
        return 2
    except (TypeError, KeyError, AttributeError) as error:
        print(f"derive: a field is missing or has the wrong type: {error!r}", file=sys.stderr)
        return 2
    changed = [name for name in PARTS if written(parts[name]) != before[name]]
    for name in changed:
        if args.check:
            hint = "run 'python scripts/derive.py'"
            print(f"derive: {name}.json is out of date; {hint}", file=sys.stderr)
        else:
            (args.store / f"{name}.json").write_text(written(parts[name]), encoding="utf-8")
            print(f"derive: wrote {name}.json")
    return 1 if args.check and changed else 0


def _texts(store: Path) -> dict[str, str]:
    """Return the text of each file of a store. A missing optional file counts as an empty list."""
    texts = {}
    for name in PARTS:
        path = store / f"{name}.json"
        missing = name in OPTIONAL and not path.exists()
        texts[name] = written([]) if missing else path.read_text(encoding="utf-8")
    return texts


def _parsed(name: str, text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise ValueError(f"{name}.json: {error}") from None


if __name__ == "__main__":
    sys.exit(main())

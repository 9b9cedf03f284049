"""Valid but odd stores, made by the fuzzer's maker from a seed."""

import json
import random
from typing import Any

from fuzz.choices import Choices
from fuzz.stores import StoreMaker

from mss_cli.stores.directory import OPTIONAL


def odd_parts(seed: int, most: int) -> dict[str, Any]:
    """Return all parts of an odd store. most: facts, at most."""
    parts = StoreMaker(odd_choices(seed), most).parts()
    return {**{part: [] for part in OPTIONAL}, **parts}


def odd_choices(seed: int) -> Choices:
    """Return the choices of a seed."""
    return Choices(random.Random(seed).randbytes(4_000), endless=True)


def as_text(parts: dict[str, Any]) -> dict[str, str]:
    """Return the JSON of each part with sorted fields: 2 and 2.0 differ, the order does not."""
    return {part: json.dumps(records, sort_keys=True) for part, records in parts.items()}

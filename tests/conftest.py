"""Shared fixtures: a way to call the program, a small invented store, an invented record."""

import json
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import settings

from mss_cli.cli.entry import main
from scripts import derive

# Tests that are started in the background ignore interrupts, and so do their subprocesses.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# How long an example takes depends on the machine; benchmarks tell of speed.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

ROOT = Path(__file__).parent.parent
ARTICLES = ROOT.parent / "shared" / "articles"

# An article of our own: a headline, two paragraphs, an advert.
ARTICLE = (
    "Blue Harbour opens\n\n"
    "Mayor Ana Núñez opened the harbour on 3 May 2021. “It is [blue],” she said.\n\n"
    "About 40 boats are to come by June.\n"
    "Read also: Ten tips for sailors\n"
)


class Answer(NamedTuple):
    """The output and the exit status of one call."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        """Return the output, parsed."""
        return json.loads(self.out)


Call = Callable[..., Answer]


@pytest.fixture
def mss(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    """Call the program in this process, in a pipe of 80 columns, on 1 September 2025."""
    for name in ("MSS_STORE", "MSS_ARTICLES", "NO_COLOR", "FORCE_COLOR", "MSS_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    real = time.strftime  # with a given time it only formats, so it stays real
    monkeypatch.setattr("time.strftime", lambda *a: real(*a) if a[1:] else "2025-09-01")

    def call(*args: str) -> Answer:
        capsys.readouterr()
        code = main(args)
        captured = capsys.readouterr()
        return Answer(code, captured.out, captured.err)

    return call


def parts() -> dict[str, Any]:
    """Return a small store about the opening of a harbour, as an editor writes it, not derived."""
    source = "harbour.txt"
    fact = {
        "kind": "event",
        "date_basis": "explicit",
        "date_note": None,
        "status": "occurred",
        "said_by": [],
        "actors": ["ana-nunez"],
        "about": [],
        "places": ["blue-harbour"],
        "topics": ["opening"],
        "quantity": None,
        "stance": None,
        "phrases": [],
        "relations": [],
    }
    boats = {"value": 40, "low": None, "high": None, "qualifier": "about", "unit": "boats"}
    return {
        "manifest": {"name": "harbour", "title": "A harbour", "version": "0.0.1", "licence": "CC0"},
        "sources": [
            {
                "file": source,
                "title": "Blue Harbour opens",
                "label": "The opening",
                "publisher": None,
                "published": {"edtf": "2021-05", "basis": "inferred", "note": "Soon after."},
                "language": "en",
                "passages": [{"label": "boilerplate", "note": None, "quote": "Read also…sailors"}],
            }
        ],
        "entities": [
            {
                "id": "ana-nunez",
                "kind": "person",
                "name": "Ana Núñez",
                "aliases": ["Mayor Núñez"],
                "summary": "Mayor of Blue Harbour.",
            },
            {
                "id": "blue-harbour",
                "kind": "place",
                "name": "Blue Harbour",
                "aliases": [],
                "summary": "A town by the sea.",
            },
        ],
        "topics": [
            {
                "id": "opening",
                "label": "Opening",
                "alt_labels": ["launch"],
                "broader": None,
                "definition": "Openings.",
            }
        ],
        "facts": [
            {
                **fact,
                "id": "harbour-opened",
                "text": "Ana Núñez opened the harbour.",
                "date": "2021-05-03",
                "evidence": [
                    {"source": source, "form": "headline", "quote": "Blue Harbour opens"},
                    {"source": source, "form": "body", "quote": "Mayor Ana…2021."},
                ],
            },
            {
                **fact,
                "id": "boats-to-come",
                "kind": "figure",
                "text": "About 40 boats were expected by June.",
                "date": None,
                "date_basis": "none",
                "status": "planned",
                "quantity": {**boats, "measure": "boats-expected"},
                "evidence": [{"source": source, "form": "body", "quote": "About 40…June."}],
                "relations": [{"type": "follows", "fact": "harbour-opened", "note": None}],
            },
            {
                **fact,
                "id": "ana-blue",
                "kind": "statement",
                "text": "Ana Núñez said the harbour was [blue].",
                "date": "2021-05-03",
                "said_by": ["ana-nunez"],
                "phrases": ["It is [blue]"],
                "evidence": [{"source": source, "form": "body", "quote": "“It is…said."}],
            },
        ],
    }


def write(directory: Path, store: dict[str, Any]) -> Path:
    """Write the files of a store unchanged, and return the directory."""
    directory.mkdir(exist_ok=True)
    for name, part in store.items():
        (directory / f"{name}.json").write_text(json.dumps(part), encoding="utf-8")
    return directory


class Harbour(NamedTuple):
    """The small store: its parts, its directory, and the directory of its article."""

    parts: dict[str, Any]
    store: Path
    articles: Path


@pytest.fixture
def harbour(tmp_path: Path) -> Harbour:
    """Write the small store and its article."""
    from mss_cli.stores.articles import Articles

    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "harbour.txt").write_text(ARTICLE, encoding="utf-8")
    store = parts()
    derive.derive(store, Articles(str(articles)))
    return Harbour(store, write(tmp_path / "store", store), articles)


@pytest.fixture(scope="session")
def bridge_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the invented record of support.bridge once; its `store` is only read."""
    from support import bridge

    directory = tmp_path_factory.mktemp("bridge")
    bridge.build(directory)
    return directory


@pytest.fixture
def bridge(bridge_files: Path, mss: Call, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the program read the invented record by default."""
    monkeypatch.setenv("MSS_STORE", str(bridge_files / "store"))
    return bridge_files

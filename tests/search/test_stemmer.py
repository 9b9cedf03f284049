"""PyStemmer and the pure-Python snowballstemmer give every word the same stem."""

import sys
from importlib.resources import files

import pytest

from mss_cli.search.collection import texts
from mss_cli.search.lexicon import stemmer
from mss_cli.stores.loading import load_bundled
from mss_cli.text import words


def vocabulary() -> set[str]:
    """Return the words that an index of the bundled store would hold, and common English."""
    store = load_bundled()
    every = [text for fact in store.facts for _, text in texts(fact, store.wording)]
    for names in (store.entity_names, store.topic_names, store.measure_names, store.synonym_rings):
        every += [label for name in names for label in (*name.names, *name.hidden)]
    every.append((files("mss_cli.search") / "english.txt").read_text(encoding="utf-8"))
    return {word for text in every for word in words(text)}


def test_both_stemmers_give_the_same_stems(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("Stemmer", reason="PyStemmer has no wheel for this Python")
    compiled = stemmer()
    monkeypatch.setitem(sys.modules, "Stemmer", None)  # as if it were not installed
    monkeypatch.delitem(sys.modules, "snowballstemmer", raising=False)
    pure = stemmer()
    assert "snowballstemmer" in sys.modules
    every = vocabulary()
    assert len(every) > 5000
    assert {word: pure(word) for word in every} == {word: compiled(word) for word in every}

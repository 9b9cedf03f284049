"""A short run of the fuzz targets: their corpus, inputs near it, and planted defects.

docs/fuzzing.md explains how to search for longer and how to handle a finding.
"""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from fuzz.choices import Choices
from fuzz.mutation import CORPUS, TOKENS, corpus, mutated
from fuzz.targets import TARGETS

# How many inputs near the corpus are tried: about two seconds for each target.
EXAMPLES = {
    "dates": 700,
    "query": 400,
    "names": 120,
    "argv": 350,
    "store": 120,
    "render": 600,
    "index": 20,
}
INPUTS = sorted(path.relative_to(CORPUS) for name in TARGETS for path in (CORPUS / name).iterdir())


@pytest.mark.parametrize("path", INPUTS, ids=str)
def test_corpus_input_breaks_no_promise(path: Path) -> None:
    TARGETS[path.parts[0]]((CORPUS / path).read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_input_near_the_corpus_breaks_no_promise(name: str) -> None:
    search = settings(
        max_examples=EXAMPLES[name],
        derandomize=True,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    search(given(mutated(name))(lambda data: TARGETS[name](data)))()


def test_each_target_has_a_small_corpus_tokens_and_a_budget() -> None:
    assert set(TARGETS) == set(TOKENS) == set(EXAMPLES) == {path.name for path in CORPUS.iterdir()}
    for name in TARGETS:
        sizes = [len(data) for data in corpus(name).values()]
        assert len(sizes) >= 12, name
        assert max(sizes) <= 1000, name


def _itself(text: str, *_: Any) -> str:
    return text


def _nothing(*_: Any) -> str:
    return ""


def _backwards(plain: str, today: str) -> Any:
    from mss_cli.facts.dates import Interval

    return Interval("2024-02-30", "2024-01-01")


def _raises(*_: Any) -> Any:
    raise KeyError("planted")


PLANTED = [
    ("dates", "mss_cli.facts.periods._range", _backwards),
    ("dates", "mss_cli.facts.dates.widened", lambda edtf: _backwards(edtf, "")),
    ("query", "mss_cli.search.highlights.Match._asdict", lambda m: {**dict(zip("x", m)), "end": 9}),  # noqa: B905
    ("names", "mss_cli.query.resolution.similar_words", _raises),
    ("names", "mss_cli.cli.session.visible", _itself),
    ("argv", "mss_cli.cli.argv._place", lambda arguments, declared, values: True),
    ("store", "mss_cli.stores.validation.record_fault", _nothing),
    ("store", "mss_cli.stores.loading.invalid_store", _raises),
    ("render", "mss_cli.output.formats.table.visible", _itself),
    ("render", "mss_cli.output.formats.csv._FORMULA", ("=",)),
    ("render", "mss_cli.output.formats.markdown.escaped", _itself),
    ("render", "mss_cli.output.formats.table.fitted", lambda natural, *_: natural),
    ("index", "mss_cli.stores.index.terms.filter_terms", lambda fact: iter(())),
]


@pytest.mark.parametrize(
    ("name", "where", "defect"), PLANTED, ids=[f"{n} {w}" for n, w, _ in PLANTED]
)
def test_target_finds_a_planted_defect(
    monkeypatch: pytest.MonkeyPatch, name: str, where: str, defect: Any
) -> None:
    monkeypatch.setattr(where, defect)
    with pytest.raises((AssertionError, KeyError, TypeError)):
        _replayed(name)


def _replayed(name: str) -> None:
    for data in corpus(name).values():
        TARGETS[name](data)


def test_each_target_has_a_planted_defect() -> None:
    assert {name for name, *_ in PLANTED} == set(TARGETS)


# --- decisions made from bytes ------------------------------------------------------------


def test_choices_read_bytes_from_the_front_and_never_fail() -> None:
    choices = Choices(b"\x05\x01\x02\x63abc")
    assert choices.number(0, 9) == 5
    assert choices.number(10, 1000) == 10 + 0x0102
    assert choices.now(1)
    assert choices.left == 3
    assert choices.pick("xyz") == "xyz"[ord("a") % 3]
    assert [Choices(b"").number(3, 9), Choices(b"").byte(), Choices(b"").left] == [3, 0, 0]
    assert Choices(b"").some("abc", 0, 3) == []
    assert Choices(b"\x02\x02\x00").some("abc", 0, 3) == ["c", "a"]


def test_choices_spell_texts_and_can_be_endless() -> None:
    assert Choices(b"\x00\x03ab\xff").text(["known"]) == "ab\ufffd"
    assert Choices(b"\x01\x00").text(["known"]) == "known"
    one, same, other = (Choices(data, endless=True) for data in (b"seed", b"seed", b"sead"))
    numbers = [one.number(0, 10**9) for _ in range(5)]
    assert numbers == [same.number(0, 10**9) for _ in range(5)]
    assert numbers != [other.number(0, 10**9) for _ in range(5)]

"""Short names of sources: recognisable, unique, the same in every store."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from conftest import Call, Harbour, write
from support.indexes import lined

from mss_cli.query.source_names import files_named, short_names, with_short_names


def store(**sources: tuple[str | None, str | None]) -> Any:
    """Return a store with these sources: publisher and title by file."""
    records = {
        file: {"file": file, "publisher": publisher, "title": title, "label": f"About {file}"}
        for file, (publisher, title) in sources.items()
    }
    return SimpleNamespace(sources=records)


NAMES = [
    ((("Sable Tribune", "A month of work"),), ["Sable Tribune"]),
    (((None, "A month of work"),), ["A month of work"]),
    (((None, None),), ["[About s0]"]),
    ((("  The \n Herald ", None),), ["The Herald"]),
    (((None, "Workers from Norland have come to the bridge"),), ["Workers from Norland…"]),
    (((None, "The Council decides on a bridge"),), ["The Council decides…"]),
    (((None, "Exactly 24 letters there"),), ["Exactly 24 letters there"]),
    (((None, "Donaudampfschifffahrtsgesellschaft"),), ["Donaudampfschifffahrtsg…"]),
    (((None, "A Donaudampfschifffahrtsgesellschaft"),), ["A Donaudampfschifffahrt…"]),
    ((("— ! —", None),), ["[About s0]"]),
    (((None, '- "Kenya", Haiti; deal'),), ["Kenya Haiti deal"]),
    ((("The Herald", "One"), ("the herald", "Two")), ["One", "Two"]),
    ((("The Herald", "One"), (None, "The Herald")), ["One", "s1"]),
    ((("The Herald", "One"), ("The Herald", "One")), ["s0", "s1"]),
    (((None, "S1"), (None, "Two")), ["s0", "Two"]),
    (((None, "S"), (None, "Two")), ["s0", "Two"]),
    (((None, "S0"), (None, "Two")), ["S0", "Two"]),
]


@pytest.mark.parametrize(("sources", "names"), NAMES, ids=[", ".join(n) for _, n in NAMES])
def test_name_is_the_publisher_or_a_short_title_or_the_file(
    sources: tuple[tuple[str | None, str | None], ...], names: list[str]
) -> None:
    every = store(**{f"s{n}": source for n, source in enumerate(sources)})
    assert list(short_names(every).values()) == names
    turned = store(**{f"s{n}": s for n, s in reversed(list(enumerate(sources)))})
    assert short_names(turned) == short_names(every)
    for file, name in short_names(every).items():
        if name != file:
            assert files_named(every, name) == [file]


def test_store_with_too_many_sources_has_no_short_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mss_cli.limits.MAX_NAMED_SOURCES", 1)
    assert short_names(store(a=("A", None), b=("B", None))) == {}


def test_file_names_in_a_text_are_replaced_as_whole_words() -> None:
    names = {"a.txt": "The Herald", "b": "One"}
    assert with_short_names("a.txt, 'b': a.txt. ab b-c a.txt.b", names) == (
        "The Herald, 'One': The Herald. ab b-c a.txt.b"
    )


@pytest.mark.usefixtures("bridge")
@pytest.mark.parametrize(
    ("typed", "files"),
    [
        ("tribune.txt", ["tribune.txt"]),
        ("trib", ["tribune.txt"]),
        ("TRIB", ["tribune.txt"]),
        ("Sable Tribune", ["tribune.txt"]),
        ("A month of", ["tribune.txt"]),
        ("a month of work", ["tribune.txt"]),
    ],
)
def test_source_is_named_by_file_short_name_or_title(
    mss: Call, typed: str, files: list[str]
) -> None:
    assert mss("sources", typed, "--fields", "file", "-q").out.splitlines() == files
    assert mss("cite", typed, "--fields", "source", "-q").out.splitlines() == files
    by_file = mss("facts", "--source", files[0])
    assert by_file.code == 0
    assert mss("facts", "--source", typed).out == by_file.out
    assert mss("search", f'bridge source:"{typed}"', "--source", typed).code == 0


@pytest.mark.usefixtures("bridge")
def test_table_shows_short_names_and_everything_else_shows_files(mss: Call) -> None:
    one = ("facts", "--source", "trib", "--limit", "1", "-q")
    assert "Sable Tribune" in mss(*one, "--format", "table").out
    assert "tribune.txt" not in mss(*one, "--format", "table").out
    for form in ("tsv", "csv", "json", "ndjson", "markdown"):
        assert "Sable Tribune" not in mss(*one, "--format", form).out
        assert "tribune.txt" in mss(*one, "--format", form).out.replace("\\", "")
    assert "tribune.txt" in mss(*one, "--format", "table", "--fields", "sources").out


@pytest.mark.usefixtures("bridge")
def test_sources_list_short_names_with_the_files(mss: Call) -> None:
    answer = mss("sources", "--fields", "file,name", "-q")
    assert "tribune.txt\tSable Tribune\n" in answer.out
    table = mss("sources", "trib", "--format", "table", "-q").out.splitlines()
    assert table[2].startswith("Sable Tribune ")
    assert table[3].startswith("tribune.txt ")


def test_every_store_gives_the_same_names(mss: Call, harbour: Harbour) -> None:
    first = harbour.parts["sources"][0]
    first["publisher"] = "Harbour Post"
    write(harbour.store, harbour.parts)
    asked = ("facts", "--source", "harbour post", "--format", "table", "--store")
    memory = mss(*asked, str(harbour.store))
    assert (memory.code, memory.out.count("Harbour Post")) == (0, 3)
    lined(harbour)
    assert mss(*asked, str(harbour.store)) == memory
    assert mss("index", "-q", "--store", str(harbour.store)).code == 0
    assert Path(harbour.store, "index.db").exists()
    assert mss(*asked, str(harbour.store)) == memory


@pytest.mark.usefixtures("bridge")
def test_sentence_quotes_short_names(mss: Call) -> None:
    table = mss("conflicts", "--class", "contradiction", "--format", "table", "-q").out
    assert ".txt" not in table
    assert "“" in table

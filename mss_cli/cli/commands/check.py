"""mss check: whether the record supports a claim, or each sentence of a draft."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from mss_cli import limits
from mss_cli.cli.inputs import input_name
from mss_cli.cli.options import Output, argument, option
from mss_cli.cli.session import Session
from mss_cli.errors import DataError, UsageError
from mss_cli.output.check_rows import FIELDS, MOST_CITED, annotated, check_result, errorformat
from mss_cli.query.query import Filters, Query
from mss_cli.query.reading import Scope, build
from mss_cli.text import plural, words

if TYPE_CHECKING:
    from mss_cli.checking import Checked
    from mss_cli.checking.drafts import DraftSentence
    from mss_cli.facts.model import Evidence

__all__ = ["FIELDS", "run"]


class ClaimArgument(NamedTuple):
    """The claim."""

    claim: Annotated[tuple[str, ...], argument("The sentence to check.", metavar="CLAIM")] = ()


class CheckOptions(NamedTuple):
    """The draft to check, and what to print of it."""

    file: Annotated[
        str | None,
        option(
            "--file",
            help="Check every sentence of this draft (plain text, Markdown or HTML); - reads "
            "standard input.",
            metavar="DRAFT",
            is_path=True,
        ),
    ] = None
    only: Annotated[
        str | None,
        option(
            "--only",
            help="Print only claims with these verdicts, e.g. contradicted,disputed.",
            metavar="VERDICTS",
            completes=("supported", "contradicted", "disputed", "not-in-record"),
        ),
    ] = None
    errorformat: Annotated[
        bool,
        option(
            "--errorformat",
            help="Print one line for each claim as FILE:LINE:COLUMN: VERDICT: TEXT, for editors.",
        ),
    ] = False
    explain: Annotated[bool, option("--explain", help="Show how mss read each clause.")] = False


def run(
    session: Session,
    argument: ClaimArgument,
    options: CheckOptions,
    filters: Filters,
    output: Output,
) -> int:
    """Check a claim, or every sentence of a draft, against the record.

    The verdict is supported, contradicted, disputed (the articles disagree) or not-in-record. For
    each part of the claim (who, what, how many, when, where, said by) mss shows whether the record
    agrees and, if not, what it says instead. If the record conflicts with any part, the claim is
    contradicted. If it conflicts with none but does not cover every part, the claim is
    not-in-record. A statement supports a claim only if the claim names the speaker. A plan never
    supports a claim that it was carried out.

    With --articles, a table also shows the passages of the deciding facts.

    With --file, each sentence of a draft gets its verdict; --format markdown prints the draft with
    footnotes. Filters such as --source limit the facts that a claim is checked against; --known-by
    checks against the record as it stood on a date. With --exit-status, mss exits with status 1 if
    a claim is contradicted. Treat a verdict as a suggestion: read the passages before you publish.

    Examples: mss check "Belize sent 20 soldiers"; mss check --file draft.md --only contradicted
    """
    wanted = _wanted(options.only)
    _refuse_order(filters)
    session.format(output)
    claim = " ".join(argument.claim)
    if options.errorformat and (output.json or output.compact or output.format or output.fields):
        raise UsageError("cannot be combined with another format", where="--errorformat")
    if options.file is not None and claim:
        raise UsageError("cannot be used with a claim", where="--file", expected="give one of them")
    if options.file == "":
        raise UsageError("names no file", where="--file", expected="give a path, or - for stdin")
    query, notes = build(session.store, filters, session.today, Scope(own_limit=True))
    session.say([*notes, *_limits_of(filters)])
    if options.file is not None:
        return _check_draft(session, options, wanted, query, output)
    if not claim.isprintable() and any("\ud800" <= c <= "\udfff" for c in claim):
        raise UsageError("is not UTF-8", where="the claim")
    if not words(claim):
        raise UsageError("the claim has no words" if argument.claim else "no claim", expected=_HOW)
    checked = _checked(session, query, claim)
    session.say([*checked.notes, *(checked.read if options.explain else ())])
    shown = [(None, checked)] if checked.verdict in wanted else []
    if options.errorformat:
        session.write(lambda: errorformat("claim", shown))
    else:
        passages, problems = _passages(session, checked) if shown else ([], [])
        session.emit(check_result(session.store, "", shown, True, passages), output)
        session.say(f"a passage is not shown: {problem}" for problem in problems)
    session.say([f"{checked.verdict}: {_MEANING[checked.verdict]}"])
    return int(output.exit_status and checked.verdict == "contradicted")


_HOW = 'give a sentence, e.g. mss check "Belize sent 20 soldiers", or a draft with --file DRAFT'
_MEANING = {
    "supported": "the record supports every part of the claim",
    "contradicted": "the record conflicts with part of the claim",
    "disputed": "the articles disagree about part of the claim",
    "not-in-record": "the record neither confirms nor rules out part of the claim",
}


def _wanted(only: str | None) -> frozenset[str]:
    """Return the verdicts to print. Raises UsageError for an unknown one."""
    if only is None:
        return frozenset(_MEANING)
    chosen = [verdict.strip().lower() for verdict in only.split(",") if verdict.strip()]
    for verdict in chosen or [only]:
        if verdict not in _MEANING:
            raise UsageError(
                f"unknown verdict {verdict!r}",
                where="--only",
                expected=f"use {', '.join(_MEANING)}",
            )
    return frozenset(chosen)


def _limits_of(filters: Filters) -> list[str]:
    """Return the line that names the filters that leave facts out of the check."""
    used = [f"--{name}" for name in filters.typed]
    if filters.known_by is not None:
        used.append("--known-by")
    return [f"compared only with the facts that pass {', '.join(used)}"] if used else []


def _refuse_order(filters: Filters) -> None:
    if filters.sort is not None or filters.reverse or filters.limit is not None:
        raise UsageError(
            "verdicts cannot be sorted or limited",
            where="--sort, --reverse, --limit",
            expected="leave these options out",
        )


def _checked(session: Session, query: Query, claim: str) -> "Checked":
    from mss_cli.checking import check

    return check(session.store, query, claim, session.today)


def _passages(
    session: Session, checked: "Checked"
) -> "tuple[list[tuple[Evidence, str]], list[str]]":
    """Return the passages of the deciding facts, and why some cannot be shown.

    Raises DataError if there is no such directory.
    """
    if session.articles_directory is None:
        return [], []
    from mss_cli.stores.articles import Articles

    articles = Articles(session.articles_directory)
    found: dict[str, tuple[Evidence, str]] = {}
    problems: dict[str, None] = {}
    for fact in checked.facts[:MOST_CITED]:
        for evidence in fact["evidence"]:
            try:
                text = " ".join(articles.context(evidence).passage.split())
            except DataError as error:
                problems[str(error)] = None
            else:
                found.setdefault(text, (evidence, text))
    return list(found.values()), list(problems)


# --- drafts -------------------------------------------------------------------------------


def _check_draft(
    session: Session,
    options: CheckOptions,
    wanted: frozenset[str],
    query: Query,
    output: Output,
) -> int:
    """Check every sentence of a draft, and print the claims with the wanted verdicts."""
    assert options.file is not None
    name = input_name(options.file)
    text, found = _read(session.content(options.file), options.file, name)
    checked = list(_verdicts(session, query, found))
    shown = [(s, c) for s, c in checked if c.verdict in wanted]
    if options.errorformat:
        session.write(lambda: errorformat(name, shown))
    elif output.format == "markdown" and output.fields is None:
        session.write(lambda: annotated(session.store, text, shown))
    else:
        session.emit(check_result(session.store, name, shown), output)
    told = [
        (s, line)
        for s, one in checked
        for line in (*one.notes, *one.read)
        if options.explain or not one.parts  # it could not be read
    ]
    session.say(f"{name}:{s.line}: {line}" for s, line in told)
    most = limits.MAX_CLAIM_CHARS
    long = [s for s in found if s.claims and len(s.text) > most]
    session.say(
        f"{name}:{s.line}: the sentence has {len(s.text):,} characters; only up to {most:,} are "
        "checked"
        for s in long
    )
    session.say(_counts(checked, len(found) - len(checked) - len(long)))
    contradicted = any(one.verdict == "contradicted" for _, one in checked)
    return int(output.exit_status and contradicted)


def _read(given: bytes, path: str, name: str) -> "tuple[str, list[DraftSentence]]":
    """Return the text of a draft, and its sentences. Raises DataError."""
    from mss_cli.checking.drafts import MARKDOWN, draft_sentences, normal_lines
    from mss_cli.drafting.articles.decoding import decoded

    if len(given) > limits.MAX_DRAFT_BYTES:
        most = f"{limits.MAX_DRAFT_BYTES:,}"
        raise DataError(f"has more than {most} bytes", where=name, expected="check it in parts")
    head = given[:1024].lstrip().lower()
    if head.startswith((b"<!doctype html", b"<html")) or path.lower().endswith((".html", ".htm")):
        from mss_cli.drafting.articles import read_article

        text = read_article(given, name).text
    else:
        text = normal_lines(decoded(given, name))
    found = list(draft_sentences(text, path.lower().endswith(MARKDOWN) or path == "-"))
    if not any(sentence.claims for sentence in found):
        raise DataError("has no sentence that claims something", where=name)
    return text, found


def _verdicts(
    session: Session, query: Query, found: "Sequence[DraftSentence]"
) -> "Iterator[tuple[DraftSentence, Checked]]":
    """Yield each sentence that claims something with its verdict, and show the progress."""
    from mss_cli.checking import Checked, Checker
    from mss_cli.checking.drafts import readable
    from mss_cli.output.progress import progress

    claims = [s for s in found if s.claims and len(s.text) <= limits.MAX_CLAIM_CHARS]
    dated = {s.start: readable(s.text) for s in claims}  # not those with a date that does not exist
    text = " ".join(s.text for s in claims if dated[s.start] is None)
    checker = Checker(session.store, query, session.today, text)
    with progress(session.watched) as told:
        for number, sentence in enumerate(claims, 1):
            told("checking", number, len(claims))
            fault = dated[sentence.start]
            if fault is None:
                yield sentence, checker.check(sentence.text)
            else:
                yield sentence, Checked(sentence.text, "not-in-record", (), (), (fault,))


def _counts(checked: "Sequence[tuple[DraftSentence, Checked]]", passed_over: int) -> list[str]:
    """Return the line that counts the verdicts."""
    counts: dict[str, Any] = dict.fromkeys(_MEANING, 0)
    for _, one in checked:
        counts[one.verdict] += 1
    told = ", ".join(f"{n} {verdict}" for verdict, n in counts.items() if n)
    rest = f"; {passed_over} without a claim" if passed_over else ""
    return [f"{plural(len(checked), 'claim')}: {told or 'none was checked'}{rest}"]

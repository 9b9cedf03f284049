"""Articles from text, Markdown, HTML and PDF. All of them are invented."""

import sys
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mss_cli import limits
from mss_cli.drafting.articles import confined, read_article
from mss_cli.drafting.articles.documents import without_repeats
from mss_cli.drafting.articles.paragraphs import joined, normalised
from mss_cli.errors import DataError

BODY = (
    "The old bridge was closed on Thursday after a crack was found in a tower. The mayor spoke to "
    "reporters. Buses will go over the northern bridge until May."
)
PLAIN = f"Bridge closed\n\nHALVEN, March 7, 2025 - {BODY}\n\nRead also: Ten walks\n"
PAGE = f"""<!DOCTYPE html><html lang="en-GB"><head><title>Bridge closed | The Courier</title>
<meta property="og:site_name" content="The Courier">
<meta property="article:published_time" content="2025-03-07T10:00:00Z">
<meta property="article:modified_time" content="2025-03-09T10:00:00Z">
<link rel="canonical" href="https://courier.example/2025/03/08/bridge">
<script type="application/ld+json">{{"@graph": [{{"@type": "NewsArticle",
"headline": "Bridge closed", "datePublished": "2025-03-07", "dateModified": "2025-03-09",
"author": {{"name": "Ana Bell"}}}}]}}
</script></head><body><nav>Home News Sport</nav><article><h1>Bridge closed</h1>
<p>{BODY}</p><p>The opposition called for an inquiry. Two engineers had warned the city.</p>
</article><footer>Copyright 2025</footer></body></html>"""


def pdf(text: str) -> bytes:
    """Return a PDF of one page with a text."""
    from pypdf import PdfWriter
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = PdfWriter()
    page = writer.add_blank_page(600, 800)
    stream = DecodedStreamObject()
    lines = "".join(f"({line}) Tj 0 -14 Td " for line in text.split("\n"))
    stream.set_data(f"BT /F1 10 Tf 40 700 Td {lines} ET".encode())
    page[NameObject("/Contents")] = writer._add_object(stream)
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    fonts = DictionaryObject({NameObject("/F1"): font})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def test_plain_text_has_title_dateline_and_boilerplate() -> None:
    article = read_article(PLAIN.encode(), "bridge.txt")
    assert article.title == "Bridge closed"
    assert [(d.edtf, d.where) for d in article.dates] == [("2025-03-07", "dateline")]
    assert [block.form for block in article.blocks] == ["headline", "body", "boilerplate"]
    assert article.text == PLAIN
    assert (article.language, article.suffix) == ("en", ".txt")


def test_hard_wrapped_lines_are_joined() -> None:
    wrapped = PLAIN.replace("after a crack", "after\na crack").replace(
        "to reporters", "to\nreporters"
    )
    lines = wrapped.split("\n")
    assert len(lines) > len(PLAIN.split("\n"))
    assert read_article(wrapped.encode(), "bridge.txt").text == PLAIN


def test_markdown_is_read_without_its_marks() -> None:
    fields = "title: Bridge closed\nauthor: Ana Bell"
    text = f"---\n{fields}\n---\n# Bridge **closed**\n\n{BODY} [More](x)\n"
    article = read_article(text.encode(), "bridge.md")
    assert (article.title, article.byline) == ("Bridge closed", "Ana Bell")
    assert article.text == f"Bridge closed\n\n{BODY} More\n"


def test_every_mark_of_markdown_is_left_out() -> None:
    text = (
        "Harbour opens\n=====\n\n> The *mayor* said ~~no~~ **yes, __really__**.\n\n"
        '* One `boat` came ![alt](pic.png)from [the sea](https://sea.example "Sea").\n'
        "2. A file of many_odd_names is 2 * 3 * 4 long\\!\n\n---\n\n[1]: https://sea.example\n"
    )
    article = read_article(text.encode(), "a.md")
    assert article.text == (
        "Harbour opens\n\nThe mayor said no yes, really.\n\nOne boat came from the sea.\n\n"
        "A file of many_odd_names is 2 * 3 * 4 long!\n"
    )


def test_page_has_every_date_but_not_that_of_a_change() -> None:
    article = read_article(PAGE.encode(), "bridge.html")
    assert (article.title, article.publisher) == ("Bridge closed", "The Courier")
    assert (article.byline, article.language) == ("Ana Bell", "en-GB")
    assert [(d.edtf, d.where) for d in article.dates] == [
        ("2025-03-07", "JSON-LD datePublished"),
        ("2025-03-07", "meta article:published_time"),
        ("2025-03-08", "address"),
    ]
    assert BODY in article.text
    assert "Home News" not in article.text
    assert article.original == PAGE.encode()


def test_pdf_with_text_is_read() -> None:
    article = read_article(pdf(PLAIN.replace(". ", ".\n")), "bridge.pdf")
    assert "crack was found in a tower." in article.text
    assert article.suffix == ".pdf"


@pytest.mark.parametrize(
    ("content", "name", "error"),
    [
        (b"", "a.txt", "a.txt: has no text; an article has at least three"),
        (
            b"One. Two.",
            "a.txt",
            "a.txt: has fewer than 3 sentences; an article has at least three",
        ),
        (b"a\0b", "a.txt", "a.txt: is not a text; save it as text, HTML or PDF"),
        (
            b"caf\xe9. One. Two. Three.",
            "a.txt",
            "a.txt: is not UTF-8 (byte 3); save it as UTF-8, or read it as windows-1252 with "
            "'mss add --repair'",
        ),
        (b"%PDF-1.4 nonsense", "a.pdf", None),
        (
            "Itâ€™s MoÃ¯se. He said so. They left.".encode(),
            "a.txt",
            "a.txt: its text was decoded wrongly: it has signs such as â€™ or Ã©; use 'mss add "
            "--repair', or save the article again as UTF-8",
        ),
        (
            pdf(""),
            "a.pdf",
            "a.pdf: is a PDF without text; run it through text recognition first",
        ),
    ],
)
def test_what_is_no_article_is_refused(content: bytes, name: str, error: str | None) -> None:
    with pytest.raises(DataError) as caught:
        read_article(content, name)
    if error is None:
        assert str(caught.value).startswith(f"{name}: is not a PDF that can be read")
    else:
        assert str(caught.value) == error


def test_large_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_ARTICLE_BYTES", 10)
    with pytest.raises(DataError, match=r"^a.txt: has more than 10 bytes, and mss reads no more$"):
        read_article(b"x" * 11, "a.txt")


def test_wrong_decoding_is_repaired_on_request() -> None:
    text = "Itâ€™s MoÃ¯se. He said â€œyesâ€\x9d. They left."
    article = read_article(text.encode(), "a.txt", repair=True)
    assert article.text == "It’s Moïse. He said “yes”. They left.\n"


def test_normalising_again_changes_nothing() -> None:
    text = normalised("A\u0301  b\r\nc\x0cd\u2028e\ufeff\x00\n\n\n f ")
    assert text == "\u00c1 b\n\nc\n\nd\n\ne\n\nf\n"
    assert normalised(text) == text


@given(st.text(max_size=300))
def test_normalised_text_is_a_fixed_point(text: str) -> None:
    once = normalised(text)
    assert normalised(once) == once
    assert normalised("\n".join(joined(once).paragraphs)) == once
    once.encode()


def test_lists_and_short_lines_stay_apart() -> None:
    text = (
        "A line that is about as long as the lines of this invented text are,\n"
        "and a second one which goes on until there is no more room for words\n"
        "and ends early.\n"
        "- one boat\n- two boats\nThe end. It came soon.\n"
    )
    article = read_article(text.encode(), "boats.txt")
    assert [article.text[b.start : b.end] for b in article.blocks] == [
        "A line that is about as long as the lines of this invented text are, and a second one "
        "which goes on until there is no more room for words and ends early.",
        "- one boat",
        "- two boats",
        "The end. It came soon.",
    ]


def test_hyphen_at_the_end_of_a_line_stays_in_a_text() -> None:
    text = (
        "The harbour was opened last week by the mayor, who spoke for the city-\n"
        "owned company. Two boats came. She thanked everybody who had helped her\n"
        "and left.\n"
    )
    assert "city-owned company" in read_article(text.encode(), "a.txt").text


def test_article_of_a_store_is_read_as_it_is() -> None:
    once = read_article(PLAIN.encode(), "a.txt").text
    assert read_article(once.encode(), "again.txt").text == once


def test_page_says_what_its_lines_are() -> None:
    summary = "A crack in a tower keeps the buses off the bridge until May at least."
    page = PAGE.replace(
        f"<p>{BODY}</p>",
        f"<p>{summary}</p><figure><img src=x><figcaption>The tower from the north"
        f"</figcaption></figure><p>{BODY}</p><p><a href=x>Ten walks along the river</a></p>",
    ).replace('"headline"', f'"description": "{summary}", "headline"')
    article = read_article(page.encode(), "bridge.html")
    forms = {article.text[b.start : b.end]: b.form for b in article.blocks}
    assert forms["Bridge closed"] == "headline"
    assert forms[summary] == "summary"
    assert forms[BODY] == "body"
    assert forms.get("The tower from the north", "caption") == "caption"
    assert forms.get("Ten walks along the river", "boilerplate") == "boilerplate"


def test_page_without_records_gives_its_time_element_and_heading() -> None:
    page = (
        "<html><head><title>Bridge closed - The Courier</title></head><body><article>"
        "<h1>Bridge closed</h1><p>By Ana Bell</p>"
        "<p>Updated <time datetime='2025-03-09T08:00Z'>9 March</time></p>"
        "<p>Published <time datetime='2025-03-07T08:00Z'>7 March</time></p>"
        f"<p>{BODY}</p><p>{BODY}</p></article></body></html>"
    )
    article = read_article(page.encode(), "bridge.html")
    assert article.title == "Bridge closed"
    assert [(d.edtf, d.where) for d in article.dates] == [("2025-03-07", "time element")]


def test_browser_notes_the_address_of_a_saved_page() -> None:
    page = (
        "<!DOCTYPE html>\n<!-- saved from url=(0044)https://courier.example/2025/03/07/bridge -->\n"
        f"<html><body><article><h1>Bridge closed</h1><p>{BODY}</p></article></body></html>"
    )
    article = read_article(page.encode(), "bridge.html")
    assert [(d.edtf, d.where) for d in article.dates] == [("2025-03-07", "address")]


def test_declared_language_yields_to_the_words() -> None:
    french = "Le pont de la ville est fermé pour les voitures. Il est dans un état de danger. "
    page = PAGE.replace(BODY, french * 4)
    assert read_article(page.encode(), "pont.html").language == "fr"
    unknown = "Ibhuloho livaliwe namhlanje. Abantu bayahamba. Imoto azikho. " * 4
    assert read_article(unknown.encode(), "a.txt").language == "und"


def test_entities_of_a_wrong_decoding_are_found_and_repaired() -> None:
    page = PAGE.replace("The mayor", "The city&acirc;&#8364;&#8482;s mayor")
    with pytest.raises(DataError, match="its text was decoded wrongly"):
        read_article(page.encode(), "bridge.html")
    assert "The city’s mayor" in read_article(page.encode(), "bridge.html", repair=True).text


def test_encrypted_pdf_is_refused() -> None:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf(PLAIN))))
    writer.encrypt("secret", algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    with pytest.raises(DataError) as caught:
        read_article(out.getvalue(), "a.pdf")
    assert str(caught.value) == "a.pdf: is encrypted; save a copy without a password"


def test_lines_on_every_page_of_a_pdf_are_left_out() -> None:
    pages = [f"The Courier\n{part}\nPage {n} of 3" for n, part in enumerate(["a", "b", "c"], 1)]
    assert without_repeats(pages) == ["a", "b", "c"]


# --- hostile files ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "page",
    [
        "<html>" + "<div>" * 50_000 + BODY + "</html>",
        f"<html><p title='{'x' * 1_000_000}'>{BODY}</p></html>",
        f"<html><script type='application/ld+json'>{'[' * 100_000}</script><p>{BODY}</p></html>",
        '<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><html>'
        + f"<p>{'&b;' * 10_000}</p><p>{BODY}</p></html>",
        f"<html><p>{BODY}</p><p>{'<br>x' * 10_000}</p></html>",
    ],
)
def test_hostile_page_ends_in_an_article_or_one_error(page: str) -> None:
    try:
        told = read_article(page.encode(), "a.html").text[:6]
    except DataError as error:
        told = str(error)[:6]
    assert told


def test_page_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_READ_SECONDS", 1)
    attributes = " ".join(f"a{n}=1" for n in range(200_000))  # quadratic in the parser
    page = f"<html><body><div {attributes}><p>{BODY}</p></div></body></html>"
    with pytest.raises(DataError) as caught:
        read_article(page.encode(), "a.html")
    assert str(caught.value) == (
        "a.html: takes more than 1 seconds to read; save the article as text"
    )


def test_modules_in_the_current_directory_are_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [path for path in sys.path if path not in ("", ".")])
    for name in ("json", "lxml", "trafilatura", "mss_cli"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit(7)", "utf-8")
    assert read_article(PAGE.encode(), "a.html").title == "Bridge closed"


def test_endless_text_is_refused() -> None:
    with pytest.raises(DataError) as caught:
        read_article(b"Boat.\n" * 20_001, "a.txt")
    assert str(caught.value) == (
        "a.txt: has more than 20,000 sentences, and mss reads no more; split it"
    )


def test_reader_that_dies_is_one_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confined, "_CODE", "raise MemoryError")
    with pytest.raises(DataError) as caught:
        read_article(PAGE.encode(), "a.html")
    assert str(caught.value) == (
        "a.html: takes too much memory to read, or is damaged; save the article as text"
    )


@pytest.mark.parametrize(
    ("form", "missing", "error"),
    [
        ("html", "trafilatura", "reading HTML needs trafilatura"),
        ("html", "lxml_html_clean", "reading HTML needs trafilatura"),
        ("pdf", "pypdf", "reading PDF needs pypdf"),
    ],
)
def test_missing_library_is_one_line(
    form: str, missing: str, error: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [n for n in sys.modules if n.split(".")[0] in ("trafilatura", "justext", missing)]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, missing, None)
    if missing == "lxml_html_clean":
        monkeypatch.delitem(sys.modules, "lxml.html.clean", raising=False)
    with pytest.raises(DataError) as caught:
        confined.read(form, b"<html></html>")
    assert str(caught.value).startswith(error)
    assert str(caught.value).endswith("; pip install 'mss-cli[add]'")

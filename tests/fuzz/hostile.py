"""Texts and values that have broken other programs; all targets use them."""

from typing import Any

ANSI = "\x1b[31mred\x1b[0m"
LINK = "\x1b]8;;http://example.org\x07link\x1b]8;;\x07"
BIDI = "\u202eabc\u202c \u2066x\u2069"
MARKS = "a" + "\u0301" * 9

# Texts for any field that holds a text.
TEXTS = (
    *("a", "Blue Harbour", "Ana Núñez", "a b\tc", "two\nlines", "cr\rlf\r\n", " ", "  two  "),
    *(ANSI, LINK, "\x9b5m", "\x9d0;title\x9c", "\x07", "\x00", "\x7f", BIDI, "\u200b", "\ufeff"),
    *("\u2028", "\u2029", "\x85", "\x1f", "\xa0", "\u3000", "\xad", MARKS, "\u0301a", "\u2800"),
    *(
        "\ud800",
        "x\udfffy",
        "\ue000",
        "\U000e0041",
        "👩‍👩‍👧‍👦",
        "🇭🇹",
        "習近平",
        "ｆｕｌｌ",
        "हिन्दी संघ",
    ),
    *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "＋1", "－1", "＠x", "'=1", '"=1'),
    *("a|b", "`code`", "**b**", "_e_", "~~s~~", "[x](http://y)", "![x](y)", "<b>", "<!-- x -->"),
    *("&lt;", "&#27;", "\\", "\\|", "# h", "- x", "1. x", "1) x", "> q", "---", "===", "    code"),
    *("http://example.org", "www.example.org", "a@example.org", ":smile:", "[bold]x[/bold]"),
    *("$(touch x)", "`id`", "{0.__class__}", "%s", "%(x)s", "../../etc/passwd", "..", "/", "C:\\"),
    *("z" * 300, "習" * 150, "word " * 60, "İstanbul ẞtraße", "ﬁnal ½ ²", "Полянский", "don't"),
    *(
        "1,900",
        "U.S.",
        "no",
        "and",
        "the",
        "null",
        "true",
        "NaN",
        "--json",
        "-x",
        "a;b",
        'q"u"o"te',
    ),
)


class Raw(str):
    """A piece of a JSON file, written as it is because json.dumps cannot write it."""


# Values for any field.
VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, 1, -1, 3.0, 0.5, -0.0, 1e308, 1e-320, 2**53, 2**64, 10**40, -(10**40)),
    *(Raw(text) for text in ("NaN", "Infinity", "-Infinity", "1e400", "-1e400", "1E5", "-0")),
    *(Raw(text) for text in ("9" * 5000, "[" * 3000, '{"a":' * 500, "tru", '"\\ud800"', '"\\x"')),
    *(Raw(text) for text in ("", "{}", "[]", '{"a": 1, "a": 2}', '"\t"', "//", "'a'", "01", "+1")),
    *([], [[]], {}, {"a": {}}, [None], ["a", "a"], [1, True], "", "a", "A", "a\n", "-", "a--b"),
    *(
        "ana-nunez",
        "Ana-Nunez",
        "blue-harbour",
        "opening",
        "harbour.txt",
        "HARBOUR.TXT",
        "x" * 3000,
    ),
    *("2021-05-03", "2021", "202X", "2021-05-03/..", "../2021", "0001/9999", "2021?", "9999-12-31"),
    *("event", "figure", "stance", "occurred", "planned", "superseded", "date", "value", "status"),
)

"""Records written as TOML are read back as they were."""

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from mss_cli.drafting.toml import dumps

_KEYS = st.from_regex(r"[a-z_]{1,8}", fullmatch=True)
_TEXT = st.text(st.characters(codec="utf-8"))
_PLAIN = st.booleans() | st.integers(-(2**62), 2**62) | _TEXT | st.floats(allow_nan=False)
_LISTS = st.lists(_TEXT)
_TABLES = st.dictionaries(_KEYS, _PLAIN | _LISTS, max_size=4)
_RECORDS = st.dictionaries(
    _KEYS,
    _PLAIN | _LISTS | _TABLES | st.lists(_TABLES, min_size=1, max_size=3),
    max_size=6,
)


@given(_RECORDS)
def test_round_trip(record: dict[str, object]) -> None:
    assert tomllib.loads(dumps(record)) == record


def test_plain_values_come_before_tables_and_none_is_left_out() -> None:
    record = {"tables": [{"a": 1}, {"a": None}], "table": {"x": "y"}, "plain": [1, 2], "no": None}
    assert dumps(record) == (
        'plain = [1, 2]\n\n[table]\nx = "y"\n\n[[tables]]\na = 1\n\n[[tables]]\n'
    )


def test_control_characters_are_escaped() -> None:
    assert dumps({"a": 'tab\t "quoted" \\ \x1b\x85é'}) == (
        'a = "tab\\t \\"quoted\\" \\\\ \\u001b\\u0085é"\n'
    )


def test_long_list_has_one_item_a_line() -> None:
    assert dumps({"a": ["x" * 60, "y" * 60]}) == (
        'a = [\n  "' + "x" * 60 + '",\n  "' + "y" * 60 + '",\n]\n'
    )

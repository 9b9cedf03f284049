"""The named tuples and typed dictionaries of our own: what those of `typing` do."""

import pytest

from mss_cli.typed import NamedTuple, TypedDict


class Pair(NamedTuple):
    """Two."""

    one: int
    other: str = "x"
    cls: str = ""  # an option is called so

    @property
    def both(self) -> str:
        """Both, one after the other."""
        return f"{self.one}{self.other}"


class Record(TypedDict):
    """One."""

    id: str


Called = TypedDict("Called", {"class": str})


def test_a_named_tuple_is_a_tuple_with_names_defaults_and_methods() -> None:
    pair = Pair(1)
    assert pair == (1, "x", "") == Pair(1, "x", "") == Pair(cls="", one=1)
    assert (pair.one, pair.other, pair.both, pair.__doc__) == (1, "x", "1x", "Two.")
    assert pair._fields == ("one", "other", "cls")
    assert pair._asdict() == {"one": 1, "other": "x", "cls": ""}
    assert pair._replace(cls="y", one=2) == Pair(2, cls="y")
    assert repr(pair) == "Pair(one=1, other='x', cls='')"
    one, *_ = pair
    assert one == 1


def test_a_named_tuple_takes_its_own_fields_only_once() -> None:
    for given, named in (
        ((), {}),
        ((), {"other": "y"}),
        ((1, "x", "", ""), {}),
        ((1,), {"one": 2}),
        ((1,), {"third": 3}),
    ):
        with pytest.raises(TypeError, match="Pair has the fields one, other, cls"):
            Pair(*given, **named)
    with pytest.raises(TypeError):
        Pair(1)._replace(third=3)  # type: ignore[call-arg]
    with pytest.raises(AttributeError):
        Pair(1).one = 2  # type: ignore[misc]
    with pytest.raises(AttributeError):
        Pair(1).third = 3  # type: ignore[attr-defined]


def test_a_typed_dictionary_knows_its_fields() -> None:
    assert tuple(Record.__annotations__) == ("id",)
    assert tuple(Called.__annotations__) == ("class",)
    assert Record(id="a") == {"id": "a"}

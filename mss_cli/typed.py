"""What the program needs of `typing`, whose import takes a third of a bare interpreter.

To a type checker these names are those of `typing`. At run time an annotation needs no more
of them than that they exist, and a `TypedDict` no more than its annotations. `NamedTuple`
is made here, not by `collections.namedtuple`, which compiles code for each class: of the
fifty that an answer may load, that is two milliseconds.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, BinaryIO, NamedTuple, Protocol, TextIO, TypedDict, cast
else:
    from operator import itemgetter

    Any = BinaryIO = TextIO = Protocol = object

    def cast(_, value):
        """Return a value as it is; a type checker takes it for what it is said to be."""
        return value

    def TypedDict(name, fields):  # noqa: N802 (as in typing)
        """Return a class of dictionaries; as a base it stands for `dict`."""
        return type(name, (dict,), {"__annotations__": fields})

    TypedDict.__mro_entries__ = lambda _: (dict,)

    class _Fields(type):
        """Makes the annotated names of a class the places of a tuple."""

        def __new__(cls, name, bases, body):
            fields = tuple(body.get("__annotations__", ()))
            return super().__new__(
                cls,
                name,
                bases,
                {
                    **body,
                    **{field: property(itemgetter(at)) for at, field in enumerate(fields)},
                    "__slots__": (),
                    "_fields": fields,
                    "_field_defaults": {field: body[field] for field in fields if field in body},
                },
            )

    class NamedTuple(tuple, metaclass=_Fields):
        """A tuple whose places have names and may have defaults."""

        def __new__(cls, /, *given, **named):  # noqa: D102
            if named or len(given) != len(cls._fields):
                rest = cls._fields[len(given) :]
                values = {**cls._field_defaults, **named}
                given += tuple(values[field] for field in rest if field in values)
                if len(given) != len(cls._fields) or not named.keys() <= {*rest}:
                    raise TypeError(f"{cls.__name__} has the fields {', '.join(cls._fields)}")
            return tuple.__new__(cls, given)

        @classmethod
        def _make(cls, values):
            return tuple.__new__(cls, values)

        def __repr__(self):
            values = (f"{name}={value!r}" for name, value in self._asdict().items())
            return f"{type(self).__name__}({', '.join(values)})"

        def _asdict(self):
            return dict(zip(self._fields, self, strict=True))

        def _replace(self, /, **changed):
            return type(self)(**{**self._asdict(), **changed})


__all__ = [
    "TYPE_CHECKING",
    "Any",
    "BinaryIO",
    "NamedTuple",
    "Protocol",
    "TextIO",
    "TypedDict",
    "cast",
]

"""Value types of which a mail makes hundreds: frozen for the type checker, plain for the interpreter.

The standard library guards each field of a frozen dataclass at run time; such a value takes three times as long to
make and to unpickle. `@value(frozen=True, slots=True)` is `@dataclass(frozen=True, slots=True)` to mypy, which refuses
an assignment to a field just so, and to everything else: equal and hashed by its fields. It is pickled as its type and
its values in their order, which takes half the time of their names beside them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["value"]

if TYPE_CHECKING:
    from dataclasses import dataclass as value
else:
    from dataclasses import dataclass
    from operator import attrgetter

    def value(*, frozen, slots):
        """The decorator; both words are said so that the place of use reads as what it is, and must be true."""
        assert frozen and slots
        return _made

    def _made(cls):
        made = dataclass(slots=True, unsafe_hash=True)(cls)
        if len(made.__match_args__) > 1:
            values = attrgetter(*made.__match_args__)
            made.__reduce__ = lambda self: (made, values(self))
        return made

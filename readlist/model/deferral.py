"""Values that are made from a few of their fields, and read the others when one of those is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeAlias

Load: TypeAlias = Callable[[Any], Any]
"""Returns the whole value of the one that it is given."""


class Deferrable:
    """Base of a frozen dataclass with slots, some fields of which may still have to be loaded.

    Python asks `__getattr__` only for what it did not find, and it does not find a slot that nothing was put into. So
    a field that is there costs no more than it does without this base, and one that is not there is loaded, together
    with all the others.

    Two threads may ask at once: both load then, and what the second one puts in is equal to what is there.

    It compares and prints all fields, as dataclasses do. What they would write for that (`eq`, `repr`) is to be left
    out: to write and compile it for so many fields takes a millisecond of each start.
    """

    __slots__ = ("_load",)
    _load: Load | None  # never set in a value that was whole from the start; None in one that has become whole

    if not TYPE_CHECKING:  # mypy would let misspelt attributes pass if it saw a `__getattr__`

        def __getattr__(self, name: str) -> object:
            # Anything else that is looked for (`__deepcopy__`, a misspelt name) is no reason to load.
            if name in type(self).__dataclass_fields__:
                self._complete()
            # Where there is nothing, this says so; where a property raised AttributeError, it raises that again.
            return object.__getattribute__(self, name)

    def __eq__(self, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        values = _values_of(self.__class__)
        return bool(values(self) == values(other))

    def __hash__(self) -> int:
        return hash(_values_of(self.__class__)(self))

    def __repr__(self) -> str:
        fields = (f"{name}={getattr(self, name)!r}" for name in _names_of(self.__class__))
        return f"{self.__class__.__qualname__}({', '.join(fields)})"

    def _deferred_fields(self) -> tuple[str, ...]:
        """Return the names of all fields that may have to be loaded: none, unless a subclass has some."""
        return ()

    def _complete(self) -> None:
        load: Load | None = getattr(self, "_load", None)
        if load is None:
            return
        whole = load(self)
        for name in self._deferred_fields():
            object.__setattr__(self, name, getattr(whole, name))
        # Only now: another thread that finds an empty slot must find the way to fill it, too.
        object.__setattr__(self, "_load", None)


def _names_of(kind: type) -> tuple[str, ...]:
    return tuple(vars(kind)["__dataclass_fields__"])


_GETTERS: dict[type, Callable[[object], tuple[Any, ...]]] = {}


def _values_of(kind: type) -> Callable[[object], tuple[Any, ...]]:
    values = _GETTERS.get(kind)
    if values is None:
        values = _GETTERS[kind] = attrgetter(*_names_of(kind))
    return values

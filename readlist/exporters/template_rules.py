"""What a template may do: show values, choose, repeat. Nothing that can run away with time or memory, or reach out.

Jinja2's sandbox keeps templates from Python's insides, not from loops without end or texts without limit. So only
constructs are let through whose cost is known: no calls, no macros, no files, no arithmetic that makes long texts.
What a loop repeats is counted, and so is what is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from jinja2 import nodes

from readlist.exporters.base import ExportError

MAX_SOURCE = 1 << 16
"""Longest template, in characters."""
MAX_TEXT = 1 << 20
"""Longest text that an expression may make, in characters."""
_MAX_NODES = 5_000
TICK = "readlist_tick"
"""The function that is called for each turn of a loop; no template can name it."""
BOUNDED = "readlist_bounded"
"""The filter through which each value goes that is given a name."""

_ALLOWED: tuple[type[nodes.Node], ...] = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.If,
    nodes.For,
    nodes.Assign,
    nodes.Name,
    nodes.Getattr,
    nodes.Getitem,
    nodes.Slice,
    nodes.Const,
    nodes.List,
    nodes.Tuple,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Neg,
    nodes.Pos,
    nodes.Add,
    nodes.Sub,
    nodes.Concat,
    nodes.CondExpr,
    nodes.Filter,
    nodes.Keyword,
    nodes.Test,
)
_NAMES = {
    nodes.Call: "a call",
    nodes.Macro: "macro",
    nodes.CallBlock: "call",
    nodes.FilterBlock: "filter blocks",
    nodes.Include: "include",
    nodes.Import: "import",
    nodes.FromImport: "import",
    nodes.Extends: "extends",
    nodes.Block: "block",
    nodes.AssignBlock: "set blocks",
    nodes.With: "with",
    nodes.Mul: "*",
    nodes.Pow: "**",
    nodes.Mod: "%",
    nodes.Div: "/",
    nodes.FloorDiv: "//",
}
_TESTS = frozenset({"defined", "undefined", "none", "true", "false", "number", "string", "odd", "even", "in"})


class RuleError(ExportError):
    """A template does what none may.

    Attributes:
        line: where.
    """

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(problem)
        self.line = line


def check(tree: nodes.Template) -> None:
    """Look whether a template does only what it may.

    Raises:
        RuleError: it does not.
    """
    for count, node in enumerate(_walk(tree)):
        if count > _MAX_NODES:
            raise RuleError(node.lineno, "it is too long")
        if not isinstance(node, _ALLOWED):
            name = next((name for kind, name in _NAMES.items() if isinstance(node, kind)), type(node).__name__.lower())
            raise RuleError(node.lineno, f"templates cannot use {name}")
        if isinstance(node, nodes.Name) and node.name == TICK:
            raise RuleError(node.lineno, f"templates cannot use {TICK}")
        if isinstance(node, nodes.For) and node.recursive:
            raise RuleError(node.lineno, "templates cannot use recursive loops")
        if isinstance(node, nodes.Filter) and node.name not in FILTERS:
            raise RuleError(node.lineno, f"no filter {node.name!r}; there are: {', '.join(sorted(FILTERS))}")
        if isinstance(node, nodes.Test) and node.name not in _TESTS:
            raise RuleError(node.lineno, f"no test {node.name!r}; there are: {', '.join(sorted(_TESTS))}")


def count_turns(tree: nodes.Template) -> None:
    """Make each loop of a checked template call `TICK` at each turn, and put each named value through `BOUNDED`."""
    for node in list(tree.find_all((nodes.For, nodes.Assign))):
        if isinstance(node, nodes.For):
            call = nodes.Call(nodes.Name(TICK, "load"), [], [], None, None, lineno=node.lineno)
            tick = nodes.Output([nodes.TemplateData("")], lineno=node.lineno)
            tick.nodes = [call]
            node.body.insert(0, tick)
            if node.test is not None:
                # Turns that are passed over cost as much.
                test_call = nodes.Call(nodes.Name(TICK, "load"), [], [], None, None, lineno=node.lineno)
                node.test = nodes.And(nodes.Compare(test_call, [nodes.Operand("eq", nodes.Const(""))]), node.test)
        elif isinstance(node, nodes.Assign):
            node.node = nodes.Filter(node.node, BOUNDED, [], [], None, None, lineno=node.lineno)


def _walk(node: nodes.Node) -> Iterator[nodes.Node]:
    waiting = [node]
    while waiting:
        one = waiting.pop()
        yield one
        waiting += one.iter_child_nodes()


def bounded(value: object) -> object:
    """Return `value` if it is not too long.

    Raises:
        ValueError: it is.
    """
    size = sum(map(len, map(str, value))) if isinstance(value, list | tuple) else len(str(value))
    if size > MAX_TEXT:
        raise ValueError("a text in it gets too long")
    return value


def _join(values: Iterable[object], separator: object = "") -> str:
    texts, between = [str(value) for value in values], str(separator)
    if sum(map(len, texts)) + len(between) * len(texts) > MAX_TEXT:
        raise ValueError("a text in it gets too long")
    return between.join(texts)


def _replace(text: object, old: object, new: object) -> str:
    whole, before, after = str(text), str(old), str(new)
    if len(whole) + (whole.count(before) + 1) * len(after) > MAX_TEXT:
        raise ValueError("a text in it gets too long")
    return whole.replace(before, after)


def _quote(text: object) -> str:
    """Put "> " before each line: for block quotes and callouts."""
    return str(bounded("\n".join(f"> {line}".rstrip() for line in str(text).split("\n"))))


def _truncate(text: object, length: int = 255, end: str = "…") -> str:
    whole = str(text)
    return whole if len(whole) <= length else whole[: max(0, length)].rstrip() + end


def _default(value: object, other: object = "") -> object:
    """Return `value`, or `other` where it is empty."""
    return value or other


def _first(values: Iterable[object]) -> object:
    return next(iter(values), "")


def _last(values: Iterable[object]) -> object:
    *_, last = ["", *values]
    return last


FILTERS: dict[str, Callable[..., Any]] = {
    "capitalize": lambda text: str(text).capitalize(),
    "default": _default,
    "first": _first,
    "join": _join,
    "last": _last,
    "length": len,
    "lower": lambda text: str(text).lower(),
    "quote": _quote,
    "replace": _replace,
    "sort": lambda values: sorted(values, key=lambda value: str(value).casefold()),
    "trim": lambda text: str(text).strip(),
    "truncate": _truncate,
    "unique": lambda values: list(dict.fromkeys(values)),
    "upper": lambda text: str(text).upper(),
}
"""The filters that there are."""

"""Lists, tuples, named tuples and dicts: their own type, length and keys, and then their items one by one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from autograder.testing.describe import Name, count_text, describe, kind_of, text_of
from autograder.testing.expect.types import fail_type
from autograder.testing.failures import fail

Part = tuple[Name, object, object]  # name, value, expected value


def parts(value: object, expected: Any, name: Name) -> Iterator[Part]:
    """Check type, length and keys of a container, then yield its items with the expected ones."""
    __tracebackhide__ = True
    if isinstance(expected, dict):
        return _entries(value, expected, name)
    return _items(value, expected, name)


def _items(value: object, expected: Any, name: Name) -> Iterator[Part]:
    __tracebackhide__ = True
    fields = getattr(expected, "_fields", None)
    if isinstance(expected, list) != isinstance(value, list) or not isinstance(value, list | tuple):
        fail_type(value, wanted_kind(expected), name)
    if fields is not None and getattr(value, "_fields", None) != fields:
        _fail_fields(value, fields, name)
    if len(value) != len(expected):
        verb = "is" if len(expected) == 1 else "are"
        fail(
            f"{name.summary} has the wrong number of items.",
            f"{name.detail} has {count_text(len(value), 'item')}, and {len(expected)} {verb} expected.",
        )
    for index, (item, wanted) in enumerate(zip(value, expected, strict=True)):
        yield name.item(index), item, wanted


def _entries(value: object, expected: dict[Any, Any], name: Name) -> Iterator[Part]:
    __tracebackhide__ = True
    if not isinstance(value, dict):
        fail_type(value, "a dict", name)
    missing = [key for key in expected if key not in value]
    extra = [key for key in value if key not in expected]
    if missing or extra:
        _fail_keys(missing, extra, name)
    for key, wanted in expected.items():
        yield name.entry(key), value[key], wanted


def _fail_fields(value: object, fields: tuple[str, ...], name: Name) -> None:
    __tracebackhide__ = True
    own = getattr(value, "_fields", None)
    found = f"one with {', '.join(own)}" if own else describe(value)
    fail(
        f"{name.summary} should be a named tuple with the right field names.",
        f"{name.detail} should be a named tuple with the fields {', '.join(fields)}, but it is {found}.",
    )


def _fail_keys(missing: list[object], extra: list[object], name: Name) -> None:
    __tracebackhide__ = True
    hidden = [word for word, keys in (("missing", missing), ("too many", extra)) if keys]
    shown = [
        f"{word}: {text_of(keys)[1:-1]}" for word, keys in (("missing", missing), ("too many", extra)) if keys
    ]
    fail(
        f"{name.summary} has the wrong keys: some are {' and some are '.join(hidden)}.",
        f"{name.detail} has the wrong keys; {'; '.join(shown)}.",
    )


def wanted_kind(expected: object) -> str:
    """Say what kind of thing the expected value is."""
    if isinstance(expected, tuple):
        return "a named tuple" if hasattr(expected, "_fields") else "a tuple"
    return kind_of(expected)

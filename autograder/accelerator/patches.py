"""Replacing attributes of torch for a while."""

from __future__ import annotations

from collections.abc import Iterable
from types import TracebackType
from typing import Any, NamedTuple

_ABSENT = object()


class Patch(NamedTuple):
    """What is put in place of one attribute."""

    owner: Any  # a module or a class
    name: str
    value: Any


class Patches:
    """A context in which attributes are replaced. Afterwards each is what and where it was."""

    def __init__(self, patches: Iterable[Patch]) -> None:
        self._patches = list(patches)
        self._before: list[Patch] = []

    def __enter__(self) -> Patches:
        for patch in self._patches:
            # A class may inherit the attribute: then there is nothing of its own to put back.
            self._before.append(Patch(patch.owner, patch.name, vars(patch.owner).get(patch.name, _ABSENT)))
            setattr(patch.owner, patch.name, patch.value)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        while self._before:
            owner, name, value = self._before.pop()
            if value is _ABSENT:
                delattr(owner, name)
            else:
                setattr(owner, name, value)

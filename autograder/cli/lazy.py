"""Groups of commands whose modules are imported when one of them is run, and not for `grade --help`."""

from __future__ import annotations

import importlib
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command


def lazy_group(module: str) -> type[TyperGroup]:
    """Return the class of a group that stands for the Typer `app` of a module."""

    class LazyGroup(TyperGroup):
        def make_context(
            self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any
        ) -> Any:
            app: typer.Typer = importlib.import_module(module).app
            return get_command(app).make_context(info_name, args, parent, **extra)

    return LazyGroup

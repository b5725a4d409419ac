"""Names and times as the gradebook can hold them."""

from __future__ import annotations

from datetime import UTC, datetime


def storable(name: str) -> str:
    r"""Return `name` with what no database and no UTF-8 file takes written out: lone surrogates and NUL.

    Surrogates come from folder names that are not UTF-8: the byte e9 arrives as \udce9, and leaves as the six
    characters of that escape. Every other name comes back as it is.
    """
    return name.replace("\0", "\\x00").encode("utf-8", "backslashreplace").decode()


def utc(time: datetime) -> datetime:
    """Return `time` as nbgrader keeps it: in UTC, and without a time zone.

    A time that comes without one is taken to be in UTC already.
    """
    return time if time.tzinfo is None else time.astimezone(UTC).replace(tzinfo=None)

"""Open the gradebook's database, with nbgrader's tables made where there are none, and failures in one line.

nbgrader makes its tables itself, but runs the command `alembic` to learn their version, which takes a second
or more and fails in a virtual environment that is not activated. This process reads the version from the same
files.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.orm import Session

from autograder.errors import HostError
from autograder.gradebook.models import ALEMBIC_FOLDER, Base

WAIT = 10.0  # seconds that SQLite waits for another process to finish writing
BUSY = "another program is writing to it, and was not done after {wait:g} s; close it and try again"
SQLITE_TROUBLES = {  # primary result code -> what it means here, and the remedy
    5: BUSY,
    6: BUSY,
    8: "it cannot be written; check the permissions of the file and its folder",
    10: "reading or writing it failed; check the disk",
    11: "it is damaged; put a backup in its place, or move it away to start an empty gradebook",
    13: "the disk is full; free some space and try again",
    14: "it cannot be opened; check the permissions of the file and its folder",
    26: "it is not a gradebook but some other file; move it away, or name another file in course.toml",
}
_TO = re.compile(r"^revision\b[^=\n]*=\s*['\"](\w+)['\"]", re.MULTILINE)
_FROM = re.compile(r"^down_revision\b[^=\n]*=\s*['\"](\w+)['\"]", re.MULTILINE)
NAME_ANOTHER = "name another database in course.toml, [gradebook], url"


@contextlib.contextmanager
def database(address: str) -> Iterator[Engine]:
    """Open the database at a SQLAlchemy URL, with nbgrader's tables in it, and close it in the end.

    A transaction on the engine with the option `writes` excludes other writers from its first moment. What
    goes wrong inside the `with` is raised as `HostError`, and what was recorded before stays as it was.
    """
    url = _url(address)
    engine = _engine(url)
    try:
        with _telling(url):
            _ensure_tables(engine, _place(url))
            yield engine
    finally:
        engine.dispose()


@contextlib.contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """Give a session for one transaction, in which nobody else can write; raises `HostError`."""
    with _telling(engine.url), Session(engine.execution_options(writes=True)) as session, session.begin():
        yield session


@contextlib.contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Give a connection to read from; raises `HostError`."""
    with _telling(engine.url), engine.connect() as connection:
        yield connection


@contextlib.contextmanager
def _telling(url: URL) -> Iterator[None]:
    """Turn what the database refuses into a `HostError` of one line with the remedy."""
    try:
        yield
    except DBAPIError as error:
        raise HostError(f"gradebook {_place(url)}: {_trouble(error)}") from error
    except SQLAlchemyError as error:
        raise HostError(f"gradebook {_place(url)}: {_first_line(error)}; nothing was recorded") from error


def _url(address: str) -> URL:
    try:
        url = make_url(address)
    except (ArgumentError, ValueError) as error:  # the address may hold a password: it is not repeated
        raise HostError(f"gradebook: course.toml does not name a database URL; {NAME_ANOTHER}") from error
    if url.get_backend_name() == "sqlite":
        _check_file(url.database or "")
    return url


def _check_file(name: str) -> None:
    if name in ("", ":memory:"):
        raise HostError(f"gradebook: a database in memory is lost when the command ends; {NAME_ANOTHER}")
    if name.startswith("file:"):  # SQLite's own URI: not ours to take apart
        return
    path = Path(name)
    try:
        if path.is_dir():
            raise HostError(f"gradebook {path}: is a folder, not a database; move it away, or {NAME_ANOTHER}")
        if not path.parent.is_dir():
            raise HostError(f"gradebook {path}: its folder does not exist; make it, or {NAME_ANOTHER}")
        if path.exists() and not path.is_file():
            raise HostError(f"gradebook {path}: is not a regular file; move it away, or {NAME_ANOTHER}")
    except OSError as error:
        raise HostError(f"gradebook {path}: {error.strerror}; {NAME_ANOTHER}") from error


def _place(url: URL) -> str:
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    return url.render_as_string(hide_password=True)


def _engine(url: URL) -> Engine:
    is_sqlite = url.get_backend_name() == "sqlite"
    try:
        engine = create_engine(url, poolclass=NullPool, connect_args={"timeout": WAIT} if is_sqlite else {})
    except NoSuchModuleError as error:
        raise HostError(
            f"gradebook: SQLAlchemy knows no database {url.drivername!r}; {NAME_ANOTHER}"
        ) from error
    except ModuleNotFoundError as error:
        raise HostError(
            f"gradebook: {url.drivername!r} needs the Python package {error.name!r}; "
            f"install it, or {NAME_ANOTHER}"
        ) from error
    if is_sqlite:
        event.listen(engine, "connect", _leave_transactions_to_us)
        event.listen(engine, "begin", _begin)
    return engine


def _leave_transactions_to_us(connection: object, _record: object) -> None:
    connection.isolation_level = None  # type: ignore[attr-defined]  # a sqlite3.Connection


def _begin(connection: Connection) -> None:
    """Take the write lock at once, where writing is meant.

    SQLite does not wait for a lock that a transaction needs only after it has read: that fails at once.
    """
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _ensure_tables(engine: Engine, place: str) -> None:
    with engine.connect() as connection:
        if _are_there(connection, place):
            return
    with engine.execution_options(writes=True).begin() as connection:
        if not _are_there(connection, place):  # unless another process was faster
            _make_tables(connection)


def _are_there(connection: Connection, place: str) -> bool:
    """Whether nbgrader's tables are all there, in the version of the nbgrader that is installed."""
    tables = set(inspect(connection).get_table_names())
    if not tables:
        return False
    missing = {*Base.metadata.tables, "alembic_version"} - tables
    if missing:
        raise HostError(
            f"gradebook {place}: is not a gradebook of this nbgrader (no table {min(missing)!r}); "
            f"if it is an old one, run `nbgrader db upgrade`, else {NAME_ANOTHER}"
        )
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if found != _version():
        raise HostError(
            f"gradebook {place}: has version {found} of nbgrader's tables, and the nbgrader here has "
            f"{_version()}; run `nbgrader db upgrade`, or install the nbgrader that made it"
        )
    return True


def _make_tables(connection: Connection) -> None:
    Base.metadata.create_all(connection)
    # These two statements are those of nbgrader's Gradebook.
    connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
    connection.execute(
        text("INSERT INTO alembic_version (version_num) VALUES (:version)"), {"version": _version()}
    )


def _version() -> str:
    """Return the version of the tables: scripts lead from one to the next, and this is where the last leads.

    Alembic, which runs them, knows as well, but its import takes longer than all else that is done here.
    """
    scripts = [script.read_text() for script in Path(ALEMBIC_FOLDER, "versions").glob("*.py")]
    versions, passed = (
        {found[1] for script in scripts for found in pattern.finditer(script)} for pattern in (_TO, _FROM)
    )
    latest = versions - passed
    if len(latest) != 1:
        raise HostError("gradebook: the nbgrader here is none that is known; install version 0.9")
    return latest.pop()


def _trouble(error: DBAPIError) -> str:
    code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF  # an extended code ends with the primary one
    known = SQLITE_TROUBLES.get(code, "{reason}; check the database, or name another in course.toml")
    return known.format(wait=WAIT, reason=_first_line(error.orig))


def _first_line(error: BaseException | None) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__

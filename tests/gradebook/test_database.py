"""Every bad state of the database is one clear line, and what was recorded before is still there afterwards."""

import multiprocessing
import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory

from autograder.errors import HostError
from autograder.gradebook import database as database_module
from autograder.gradebook import open_gradebook
from autograder.gradebook.models import ALEMBIC_FOLDER

REMEDY = "name another database in course.toml, [gradebook], url"


@pytest.fixture
def file(tmp_path):
    return tmp_path / "gradebook.db"


def refusal(course, use=lambda book: None):
    with pytest.raises(HostError) as caught, open_gradebook(course) as book:
        use(book)
    message = str(caught.value)
    assert "\n" not in message
    return message


def recorded(course):
    with open_gradebook(course) as book:
        return {row.learner: row.score for row in book.scores()}


def test_the_version_of_the_tables_is_the_one_that_alembic_finds():
    assert database_module._version() == ScriptDirectory(ALEMBIC_FOLDER).get_current_head()


def test_scripts_that_lead_to_several_versions(course, tmp_path, monkeypatch):
    (tmp_path / "versions").mkdir()
    for name in "ab":
        (tmp_path / "versions" / f"{name}.py").write_text(f"revision = '{name}'\ndown_revision = None\n")
    monkeypatch.setattr(database_module, "ALEMBIC_FOLDER", tmp_path)
    assert "install version 0.9" in refusal(course)


def test_file_that_is_no_database(course, file):
    file.write_bytes(b"these are my notes\n" * 100)
    assert refusal(course) == (
        f"gradebook {file}: it is not a gradebook but some other file; move it away, or name another file in "
        "course.toml"
    )
    assert file.read_bytes().startswith(b"these are my notes")


def test_damaged_database(course, file, report):
    with open_gradebook(course) as book:
        book.record([report(f"learner{i}") for i in range(200)])
    data = bytearray(file.read_bytes())
    data[4096:] = b"\xff" * len(data[4096:])  # all but the first page, which lists the tables
    file.write_bytes(data)
    message = refusal(course, lambda book: book.scores())
    assert message == (
        f"gradebook {file}: it is damaged; put a backup in its place, or move it away to start an empty gradebook"
    )


def test_database_cut_short(course, file, report):
    with open_gradebook(course) as book:
        book.record([report(f"learner{i}") for i in range(200)])
    file.write_bytes(file.read_bytes()[: 5 * 4096])
    assert "it is damaged; put a backup" in refusal(course, lambda book: book.record([report()]))


def test_empty_file_becomes_a_gradebook(course, file, report):
    file.touch()
    with open_gradebook(course) as book:
        book.record([report()])
    assert recorded(course) == {"dana": 5.0}


def test_directory_in_its_place(course, file):
    file.mkdir()
    assert refusal(course) == f"gradebook {file}: is a folder, not a database; move it away, or {REMEDY}"


def test_named_pipe_in_its_place(course, file):
    os.mkfifo(file)
    assert refusal(course) == f"gradebook {file}: is not a regular file; move it away, or {REMEDY}"


def test_folder_missing(course_with, tmp_path):
    path = tmp_path / "no" / "book.db"
    message = refusal(course_with(url=f"sqlite:///{path}"))
    assert message == f"gradebook {path}: its folder does not exist; make it, or {REMEDY}"


def test_file_where_the_folder_should_be(course_with, tmp_path):
    (tmp_path / "no").touch()
    path = tmp_path / "no" / "book.db"
    assert refusal(course_with(url=f"sqlite:///{path}")).startswith(f"gradebook {path}: ")


def test_read_only_gradebook_can_be_read_and_not_written(course, course_with, file, report):
    with open_gradebook(course) as book:
        book.record([report()])
    read_only = course_with(url=f"sqlite:///file:{file}?mode=ro&uri=true")
    assert recorded(read_only) == {"dana": 5.0}
    message = refusal(read_only, lambda book: book.record([report("eli")]))
    assert message.endswith(": it cannot be written; check the permissions of the file and its folder")
    assert recorded(course) == {"dana": 5.0}


@pytest.mark.skipif(
    not hasattr(os, "setuid") or os.getuid() != 0, reason="only root can become somebody else"
)
@pytest.mark.parametrize(("mode", "trouble"), [(0o400, "cannot be opened"), (0o444, "cannot be written")])
def test_gradebook_of_somebody_else(course_with, report, mode, trouble, capfd):
    """A real unprivileged user, as permissions do not bind root."""
    with tempfile.TemporaryDirectory() as folder:  # pytest's own folders are closed to others
        os.chmod(folder, 0o755)
        file = Path(folder, "gradebook.db")
        course = course_with(url=f"sqlite:///{file}")
        with open_gradebook(course) as book:
            book.record([report()])
        file.chmod(mode)
        child = os.fork()
        if child == 0:
            try:
                os.setuid(65534)
                with open_gradebook(course) as book:
                    book.record([report("eli")])
            except BaseException as error:
                os.write(2, f"{type(error).__name__}: {error}".encode())
            os._exit(0)
        os.waitpid(child, 0)
    message = capfd.readouterr().err
    assert message.startswith(f"HostError: gradebook {file}: it {trouble}; check the permissions")


@pytest.fixture
def other_program(course, file):
    """Another connection, which holds the write lock while it is in a transaction."""
    with open_gradebook(course):
        pass
    connection = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    yield connection
    connection.close()


def test_locked_for_too_long(course, file, report, other_program, monkeypatch):
    monkeypatch.setattr(database_module, "WAIT", 0.2)
    other_program.execute("BEGIN IMMEDIATE")
    message = refusal(course, lambda book: book.record([report()]))
    assert message == (
        f"gradebook {file}: another program is writing to it, and was not done after 0.2 s; "
        "close it and try again"
    )
    other_program.execute("ROLLBACK")
    with open_gradebook(course) as book:
        book.record([report()])
    assert recorded(course) == {"dana": 5.0}


def test_locked_for_a_moment(course, report, other_program):
    other_program.execute("BEGIN IMMEDIATE")
    threading.Timer(0.3, other_program.execute, ["COMMIT"]).start()
    with open_gradebook(course) as book:
        book.record([report()])
    assert recorded(course) == {"dana": 5.0}


def test_readers_do_not_wait_for_a_writer(course, other_program, monkeypatch):
    monkeypatch.setattr(database_module, "WAIT", 0.2)
    other_program.execute("BEGIN IMMEDIATE")
    assert recorded(course) == {}


def record_five(course, reports):
    for batch in reports:
        with open_gradebook(course) as book:
            book.record(batch)


def test_processes_that_create_and_record_at_once_lose_nothing(course, report):
    batches = [
        [[report(f"learner{process}-{i}"), report("shared")] for i in range(5)] for process in range(4)
    ]
    context = multiprocessing.get_context("fork")
    processes = [context.Process(target=record_five, args=(course, batch)) for batch in batches]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * 4
    assert recorded(course) == {"shared": 5.0} | {f"learner{p}-{i}": 5.0 for p in range(4) for i in range(5)}


@pytest.mark.parametrize("url", [" ", "gradebook.db", "sqlite", "://", "postgresql://a:secret@host:port/x"])
def test_no_url(course_with, url):
    message = refusal(course_with(url=url))
    assert message == f"gradebook: course.toml does not name a database URL; {REMEDY}"


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_database_in_memory(course_with, url):
    message = refusal(course_with(url=url))
    assert message == f"gradebook: a database in memory is lost when the command ends; {REMEDY}"


def test_unknown_kind_of_database(course_with):
    message = refusal(course_with(url="grades://me:secret@host/db"))
    assert message == f"gradebook: SQLAlchemy knows no database 'grades'; {REMEDY}"


def test_driver_not_installed(course_with, monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg2", None)
    message = refusal(course_with(url="postgresql+psycopg2://me:secret@host/db"))
    assert message == (
        f"gradebook: 'postgresql+psycopg2' needs the Python package 'psycopg2'; install it, or {REMEDY}"
    )


def test_database_of_another_program(course, file):
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()
    assert refusal(course) == (
        f"gradebook {file}: is not a gradebook of this nbgrader (no table 'alembic_version'); "
        f"if it is an old one, run `nbgrader db upgrade`, else {REMEDY}"
    )
    with sqlite3.connect(file) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("recipes",)]
    connection.close()


def test_gradebook_of_another_nbgrader(course, file):
    with open_gradebook(course):
        pass
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '724cde206c17'")
    connection.close()
    assert refusal(course) == (
        f"gradebook {file}: has version 724cde206c17 of nbgrader's tables, and the nbgrader here has "
        "e43177bfe90b; run `nbgrader db upgrade`, or install the nbgrader that made it"
    )


def test_tables_are_those_that_nbgrader_makes_itself(course, course_with, tmp_path, monkeypatch):
    """Same tables, same columns, same version: nbgrader cannot tell the difference."""
    from nbgrader.api import Gradebook

    def schema(path):
        connection = sqlite3.connect(path)
        tables = connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
        version = connection.execute("SELECT * FROM alembic_version").fetchall()
        connection.close()
        return [(name, " ".join(sql.split()) if sql else None) for name, sql in tables], version

    with open_gradebook(course):
        pass
    monkeypatch.setenv("PATH", os.path.dirname(sys.executable), prepend=os.pathsep)
    Gradebook(f"sqlite:///{tmp_path / 'theirs.db'}", course_id="pytorch").close()
    assert schema(tmp_path / "gradebook.db") == schema(tmp_path / "theirs.db")


def test_works_where_the_virtual_environment_is_not_activated(tmp_path):
    """nbgrader runs `alembic` from PATH for a new gradebook; nothing is on this PATH."""
    code = f"""
import sys
sys.path[:0] = {[os.path.dirname(__file__)]!r}
from pathlib import Path
from conftest import make_course, make_report
from autograder.gradebook import open_gradebook
from autograder.gradebook.models import ALEMBIC_FOLDER
with open_gradebook(make_course(Path({str(tmp_path)!r}))) as book:
    book.record([make_report()])
    print(book.scores()[0].score)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env={"PATH": "/nowhere"}
    )
    assert (done.stdout, done.stderr) == ("5.0\n", "")


def test_nothing_heavy_is_imported_before_a_gradebook_is_opened():
    code = "import sys, autograder.gradebook; print({'nbgrader', 'sqlalchemy', 'torch'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_grammar_that_doubles_the_import_time_is_left_out_and_can_be_imported_later():
    code = """
import sys
import autograder.gradebook.models
assert "nbgrader.api" in sys.modules
print("rfc3987_syntax" in sys.modules)
import importlib.util
sys.modules["rfc3987_syntax"] = marker = object()
importlib.reload(autograder.gradebook.models)
print(sys.modules["rfc3987_syntax"] is marker)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\nTrue\n"

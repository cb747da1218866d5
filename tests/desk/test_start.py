"""Starting a desk where something is in the way: one sentence, and the exit code of wrong use."""

from __future__ import annotations

import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from tests.desk.servers import environment, free_port

if TYPE_CHECKING:
    from pathlib import Path

NOBODY = "postgres://desk:secret-password@127.0.0.1:1/desk"


def refused(folder: Path, port: int, *, database: str = "", lang: str = "en") -> str:
    """Start it, and give the sentence with which it refuses."""
    command = [sys.executable, "-m", "fieber", "desk", "--port", str(port), "--folder", str(folder), "--lang", lang]
    done = subprocess.run(command, env=environment(folder, database), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    return done.stderr


@pytest.mark.parametrize(("lang", "said"), [("en", "choose another one"), ("de", "schon vergeben")])
def test_a_port_that_is_taken(tmp_path: Path, lang: str, said: str) -> None:
    """Two desks do not share a port."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()

        assert said in refused(tmp_path, taken.getsockname()[1], lang=lang)


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    """A file stands where the folder is to be."""
    (tmp_path / "file").write_text("x")

    assert "cannot be written" in refused(tmp_path / "file" / "desk", free_port())


@pytest.mark.parametrize(("lang", "said"), [("en", "newer fieber"), ("de", "neueres fieber")])
def test_a_database_of_a_newer_version(tmp_path: Path, lang: str, said: str) -> None:
    """What a later fieber made of it, an earlier one would not understand: a backup goes back with its own version."""
    with closing(sqlite3.connect(tmp_path / "desk.sqlite3")) as database:
        database.execute("CREATE TABLE django_migrations (id INTEGER PRIMARY KEY, app TEXT, name TEXT, applied TEXT)")
        database.execute("INSERT INTO django_migrations VALUES (1, 'people', '9999_later', '2027-01-01')")
        database.commit()

    assert said in refused(tmp_path, free_port(), lang=lang)


def test_a_database_that_does_not_answer(tmp_path: Path) -> None:
    """The sentence names the variable, not the password in it."""
    told = refused(tmp_path, free_port(), database=NOBODY)

    assert "DATABASE_URL" in told
    assert "secret-password" not in told

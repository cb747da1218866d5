"""Backing up while the desk works, and restoring: nothing is missing or half there, and results can be read."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from tests.desk.servers import HAS_POSTGRES, environment, postgres

from fieber.desk.backup import DATABASE, NAME, back_up, back_up_into, restore
from fieber.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

FILL = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests.desk.people import FOUND, account_of, person
from fieber.desk.checkups.models import Checkup
from fieber.desk.checkups.services import folder_of, keep_findings
lena = account_of(person("lena", "creator"))
done = Checkup.objects.create(account=lena, sentence="It was better once")
keep_findings(done.pk, [FOUND])
waiting = Checkup.objects.create(account=lena)
folder_of(waiting.pk).mkdir(parents=True)
(folder_of(waiting.pk) / "export.csv").write_text("likes\\n5\\n")
"""
LOOK = """
import json, django
django.setup()
from fieber.desk.checkups.models import Checkup, Finding, State
from fieber.desk.checkups.services import folder_of
waiting = Checkup.objects.get(state=State.WAITING)
print(json.dumps({
    "said": sorted(one.sentence for one in Checkup.objects.all()),
    "pages": [one.page_en for one in Finding.objects.all()],
    "file": (folder_of(waiting.pk) / "export.csv").is_file(),
}))
"""
TESTS = "import tests, pathlib; tests.__path__ = [str(pathlib.Path('tests').absolute()), *tests.__path__]\n"


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings of this process's own desk are no wish of whoever runs `fieber desk --backup`."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("FIEBER_DESK_SECRET", raising=False)


def run(code: str, folder: Path, database: str = "") -> bytes:
    (folder / "uploads").mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-c", TESTS + code]
    return subprocess.run(command, env=environment(folder, database), check=True, stdout=subprocess.PIPE).stdout


def is_whole(told: bytes) -> None:
    found = json.loads(told)
    assert found == {"said": ["", "It was better once"], "pages": ["<article>No fever.</article>"], "file": True}


def test_a_restored_desk_has_everything(tmp_path: Path) -> None:
    """With its secret, which is not in it, check-ups are read again; what waited still waits, with its file."""
    run(FILL, tmp_path / "one")
    (tmp_path / "one" / "secret").write_text("x")

    back_up(tmp_path / "one", tmp_path / "backup.zip")
    has_secret = restore(tmp_path / "two", tmp_path / "backup.zip")
    (tmp_path / "three").mkdir()
    (tmp_path / "three" / "secret").write_text("x")

    is_whole(run(LOOK, tmp_path / "two"))
    assert not has_secret
    assert restore(tmp_path / "three", tmp_path / "backup.zip")
    with ZipFile(tmp_path / "backup.zip") as archive:
        assert {name.split("/")[0] for name in archive.namelist()} == {DATABASE, "uploads"}
    assert (tmp_path / "backup.zip").stat().st_mode & 0o077 == 0
    assert sorted(path.name for path in (tmp_path / "one").iterdir()) == ["desk.sqlite3", "secret", "uploads"]


def test_while_somebody_writes(tmp_path: Path) -> None:
    """Each of five backups amid a storm of writes is whole: two rows of one transaction are both there, or neither."""
    (tmp_path / "uploads").mkdir()
    with closing(sqlite3.connect(tmp_path / DATABASE)) as connection:
        connection.executescript("PRAGMA journal_mode=WAL; CREATE TABLE a (i); CREATE TABLE b (i);")
    done, written = threading.Event(), threading.Event()

    def write() -> None:
        with closing(sqlite3.connect(tmp_path / DATABASE, timeout=30)) as connection:
            i = 0
            while not done.wait(0.001):  # a breath, or nobody else ever gets the lock
                with connection:
                    connection.execute("INSERT INTO a VALUES (?)", [i])
                    connection.execute("INSERT INTO b VALUES (?)", [i])
                written.set()
                i += 1

    writer = threading.Thread(target=write, daemon=True)
    writer.start()
    counts = []
    for i in range(5):
        written.clear()
        assert written.wait(60)  # on a slow disk a backup may be done before the writer's turn comes
        back_up(tmp_path, tmp_path / "backup.zip")
        restore(tmp_path / str(i), tmp_path / "backup.zip")
        with closing(sqlite3.connect(tmp_path / str(i) / DATABASE)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            a, b = (connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in "ab")  # noqa: S608 - ours
            assert a == b
            counts.append(a)
    done.set()
    writer.join()

    assert counts == sorted(set(counts))


def test_what_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No desk, a desk in the way, no backup, one that would write elsewhere, another database: one sentence each."""
    with pytest.raises(UsageError, match="no desk"):
        back_up(tmp_path, tmp_path / "backup.zip")
    (tmp_path / "no.zip").write_text("x")
    with pytest.raises(UsageError, match="no backup"):
        restore(tmp_path / "two", tmp_path / "no.zip")
    with ZipFile(tmp_path / "evil.zip", "w") as archive:
        archive.writestr(DATABASE, "")
        archive.writestr("uploads/../../evil", "")
    with pytest.raises(UsageError, match="no backup"):
        restore(tmp_path / "two", tmp_path / "evil.zip")
    with pytest.raises(UsageError, match="does not work"):
        restore(tmp_path / "two", tmp_path / "missing.zip")
    (tmp_path / DATABASE).write_text("no database " * 100)
    with pytest.raises(UsageError, match="already"):
        restore(tmp_path, tmp_path / "no.zip")
    with pytest.raises(UsageError, match="does not work"):
        back_up(tmp_path, tmp_path / "backup.zip")
    monkeypatch.setenv("DATABASE_URL", "postgres://desk@127.0.0.1/desk")
    with pytest.raises(UsageError, match="no desk"):
        back_up(tmp_path / "nowhere", tmp_path / "backup.zip")


@pytest.mark.slow
def test_by_the_command(tmp_path: Path) -> None:
    """`fieber desk --backup` and `--restore`; that the secret is missing is told where mistakes are told."""
    run(FILL, tmp_path / "one")
    fieber = [sys.executable, "-m", "fieber", "desk", "--lang", "de", "--folder"]
    kept = environment(tmp_path, "")
    del kept["FIEBER_DESK_SECRET"]

    subprocess.run([*fieber, str(tmp_path / "one"), "--backup", str(tmp_path / "b.zip")], env=kept, check=True)
    done = subprocess.run(
        [*fieber, str(tmp_path / "two"), "--restore", str(tmp_path / "b.zip")],
        env=kept,
        check=True,
        capture_output=True,
        text=True,
    )
    both = subprocess.run(
        [*fieber, str(tmp_path), "--restore", "a", "--backup", "b"], env=kept, check=False, capture_output=True
    )

    assert "Wiederhergestellt in" in done.stdout
    assert "secret" in done.stderr
    assert both.returncode == 2


def test_a_folder_of_backups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Named by the time; what is older than people are told goes, what somebody else put there stays."""
    (tmp_path / "uploads").mkdir()
    with closing(sqlite3.connect(tmp_path / DATABASE)) as connection:
        connection.execute("CREATE TABLE a (i)")
    backups = tmp_path / "backups"
    backups.mkdir()
    day = timedelta(days=1)
    old, young = ((datetime.now(UTC) - n * day).strftime(NAME) for n in (31, 29))
    for name in (old, young, "desk-of-my-own.zip", "secret"):
        (backups / name).touch()

    kept = back_up_into(tmp_path, backups)
    monkeypatch.setenv("FIEBER_DESK_BACKUP_DAYS", "30")
    first = {path.name for path in backups.iterdir()}
    back_up_into(tmp_path, backups)

    assert {old, young, kept.name} <= first
    assert {young, kept.name, "desk-of-my-own.zip", "secret"} <= {path.name for path in backups.iterdir()}
    assert not (backups / old).exists()


@pytest.mark.slow
@pytest.mark.skipif(not HAS_POSTGRES, reason="PostgreSQL is missing: apt-get install postgresql")
def test_on_postgres(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While it runs, into one file; back into an empty database only, and only where there is a PostgreSQL."""
    with postgres() as one, postgres() as two:
        run(FILL, tmp_path / "one", one)
        monkeypatch.setenv("DATABASE_URL", one)
        back_up(tmp_path / "one", tmp_path / "backup.zip")
        with pytest.raises(UsageError, match="empty"):
            restore(tmp_path / "full", tmp_path / "backup.zip")
        monkeypatch.setenv("DATABASE_URL", two)
        restore(tmp_path / "two", tmp_path / "backup.zip")
        monkeypatch.setenv("PATH", "")
        monkeypatch.setattr("fieber.desk.postgres.ALSO_IN", str(tmp_path))
        with pytest.raises(UsageError, match="is missing"):
            back_up(tmp_path / "one", tmp_path / "none.zip")

        is_whole(run(LOOK, tmp_path / "two", two))
    monkeypatch.delenv("DATABASE_URL")
    with pytest.raises(UsageError, match="other kind"):
        restore(tmp_path / "three", tmp_path / "backup.zip")
    assert [path.name for path in (tmp_path / "two").iterdir()] == ["uploads"]
    assert not (tmp_path / "none.zip").exists()

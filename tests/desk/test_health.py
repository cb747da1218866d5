"""What watches the desk from outside: three questions, figures for who has the key, and lines about nobody."""

from __future__ import annotations

import io
import json
import logging
import logging.config
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client, override_settings
from tests.desk.people import link_of

from fieber.desk.environment import variable
from fieber.desk.jobs.beat import beating
from fieber.desk.jobs.services import put_recurring
from fieber.desk.logs import logging_settings
from fieber.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.desk.people import Team

SAMPLE = re.compile(r"(fieber_\w+)(\{(\w+=\"[^\"\n]*\",?)+\})? [0-9.]+(e\+\d+)?")


def test_a_worker_is_seen(kept: None) -> None:
    """The answer changes with the first beat, and back when no more come."""
    client = Client(SERVER_NAME="127.0.0.1")
    before = client.get("/health/working/").status_code
    with beating():
        pass
    during = client.get("/health/working/")
    cache.clear()

    assert (before, during.status_code, during.content) == (503, 200, b"yes\n")
    assert client.get("/health/working/").status_code == 503


def test_figures_need_the_key(client: Client) -> None:
    """Without a key there is no such page; with a wrong one neither."""
    told = {"headers": {"authorization": "Bearer the key"}}
    assert client.get("/metrics/", headers={"authorization": "Bearer "}).status_code == 404

    with override_settings(METRICS_KEY="the key"):
        assert client.get("/metrics/", headers={"authorization": "Bearer another"}).status_code == 404
        assert client.get("/metrics/", **told).status_code == 200


def test_figures_can_be_read(client: Client, team: Team) -> None:
    """Each line is one that Prometheus reads, each name is explained, and jobs are counted by kind and state."""
    put_recurring()
    link_of(team.manager, is_used=True)
    (settings.UPLOADS / "a").mkdir()
    (settings.UPLOADS / "a" / "export.zip").write_bytes(b"x" * 5)

    with override_settings(METRICS_KEY="the key"):
        told = client.get("/metrics/", headers={"authorization": "Bearer the key"}).content.decode()

    lines = told.splitlines()
    samples = [line for line in lines if not line.startswith("#")]
    assert all(SAMPLE.fullmatch(line) for line in samples)
    named = {line.split("{")[0].split()[0] for line in samples}
    assert named == {line.split()[2] for line in lines if line.startswith("# TYPE")}
    assert 'fieber_jobs{kind="sweep",state="waiting"} 1' in samples
    assert {"fieber_uploads_bytes 5", "fieber_worker_up 0"} <= set(samples)
    assert "mara" not in told.lower()


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the desk writes about itself, as JSON, from INFO on."""
    told = io.StringIO()
    configured: dict[str, Any] = logging_settings("json", "info")
    configured["handlers"]["stderr"]["stream"] = told
    logging.config.dictConfig(configured)
    yield told
    logging.config.dictConfig(settings.LOGGING)


def test_lines_are_objects_and_about_nobody(client: Client, team: Team, written: io.StringIO) -> None:
    """A line has the name of a route, status and time; never the address, which may be a secret."""
    _, secret = link_of(team.manager)

    name = "somebody's name"

    client.get(f"/link/{secret}/")
    client.get("/no-such-page/")
    try:
        int(name)
    except ValueError:
        logging.getLogger("fieber.desk").exception("a job failed")

    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    shown, *_, broken = [line for line in lines if line["logger"].startswith("fieber")]
    assert (shown["route"], shown["status"], shown["method"]) == ("link", 200, "GET")
    assert shown["milliseconds"] >= 0
    assert broken["where"].endswith("ValueError")
    assert secret not in written.getvalue()
    assert name not in written.getvalue()


def test_a_secret_may_lie_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The variable itself goes first, then the file; one that cannot be read is told, with the variable's name."""
    (tmp_path / "secret").write_text("from a file\n", encoding="utf-8")
    assert variable("NOBODY_SETS_THIS", "usual") == "usual"

    monkeypatch.setenv("NOBODY_SETS_THIS_FILE", str(tmp_path / "secret"))
    assert variable("NOBODY_SETS_THIS", "usual") == "from a file"
    monkeypatch.setenv("NOBODY_SETS_THIS", "told")
    assert variable("NOBODY_SETS_THIS") == "told"
    monkeypatch.delenv("NOBODY_SETS_THIS")
    monkeypatch.setenv("NOBODY_SETS_THIS_FILE", str(tmp_path / "none"))
    with pytest.raises(UsageError, match="NOBODY_SETS_THIS_FILE"):
        variable("NOBODY_SETS_THIS")


def test_settings_take_secrets_from_files(tmp_path: Path) -> None:
    """Secret, password of the database, mail server and key of the figures, as containers and systemd give them."""
    names = ("FIEBER_DESK_SECRET", "DATABASE_PASSWORD", "FIEBER_DESK_MAIL", "FIEBER_DESK_METRICS_KEY")
    (tmp_path / "file").write_text("smtp://a:b@c\n", encoding="utf-8")
    told = {f"{name}_FILE": str(tmp_path / "file") for name in names}
    told_by = "s.SECRET_KEY, s.DATABASES['default']['PASSWORD'], s.EMAIL_HOST, s.METRICS_KEY"
    kept = {name: value for name, value in os.environ.items() if name not in names}
    address = {"DATABASE_URL": "postgres://fieber@database/fieber", "FIEBER_DESK_FOLDER": str(tmp_path)}

    done = subprocess.run(
        [sys.executable, "-c", f"import fieber.desk.settings as s; print({told_by})"],
        env=kept | told | address,
        check=True,
        capture_output=True,
        text=True,
    )

    assert done.stdout.split() == ["smtp://a:b@c", "smtp://a:b@c", "c", "smtp://a:b@c"]

"""kill -9 of everything, in the middle of an upload and of a job: nothing lost, nothing doubled. On both databases."""

from __future__ import annotations

import os
import re
import signal
import socket
from typing import TYPE_CHECKING

import httpx
import pytest
from tests.desk.people import PASSWORD
from tests.desk.servers import HAS_POSTGRES, running
from tests.desk.test_links import TABLE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.desk.servers import Desk

pytestmark = pytest.mark.slow
no_postgres = pytest.mark.skipif(not HAS_POSTGRES, reason="PostgreSQL is missing: apt-get install postgresql")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=no_postgres)])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    with running(request.param, tmp_path) as desk:
        yield desk


def send(client: httpx.Client, address: str, files: object = None, **values: str) -> httpx.Response:
    """Send the form of a page."""
    token = TOKEN.search(client.get(address).text)
    assert token is not None
    data = {"csrfmiddlewaretoken": token[1], **values}
    return client.post(address, data=data, files=files, follow_redirects=True)  # type: ignore[arg-type]


def link(desk: Desk, client: httpx.Client) -> str:
    """Join by the printed link, and make one for uploading."""
    assert desk.invitation is not None
    send(client, desk.invitation, name="Mara", email="mara@example.org", password=PASSWORD)
    made = send(client, f"{desk.address}/links/", label="Lena").text
    found = re.search(r"http\S+/link/[\w-]+/", made)
    assert found is not None
    return found[0]


def half_an_upload(desk: Desk, client: httpx.Client, address: str) -> socket.socket:
    """Begin to send a file of which the end never comes."""
    token = TOKEN.search(client.get(address).text)
    assert token is not None
    head = f'--x\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token[1]}\r\n--x\r\n'
    head += 'Content-Disposition: form-data; name="files"; filename="a.csv"\r\n\r\n'
    lines = [f"POST {httpx.URL(address).path} HTTP/1.1", f"Host: 127.0.0.1:{desk.port}", "Content-Length: 9000000"]
    lines += ["Content-Type: multipart/form-data; boundary=x", f"Cookie: csrf={client.cookies['csrf']}", "", head]
    line = socket.create_connection(("127.0.0.1", desk.port))
    line.sendall("\r\n".join(lines).encode() + b"x" * 4_000_000)
    return line


def received(desk: Desk) -> list[Path]:
    return list((desk.folder / "uploads").glob("*.upload*"))


def test_killed_while_a_file_comes_and_while_it_is_read(desk: Desk) -> None:
    """A half file makes no check-up, its link stays good; a job that was cut off is done by the next worker, once."""
    with httpx.Client(timeout=60) as client:
        address = link(desk, client)
        with half_an_upload(desk, client, address):
            desk.wait_for(lambda: any(path.stat().st_size > 1_000_000 for path in received(desk)))
            desk.kill()
        desk.start()
        assert 'type="file"' in client.get(address).text

        send(client, address, files={"files": ("lena.csv", TABLE)}, sentence="50,000 likes")
        desk.wait_for(lambda: "running" in client.get(f"{desk.address}/jobs/", headers={"accept-language": "en"}).text)
        desk.kill()
        assert len([path for path in (desk.folder / "uploads").iterdir() if path.is_dir()]) == 1
        desk.start()
        desk.wait_for(lambda: "<article" in client.get(address).text)

        jobs = client.get(f"{desk.address}/jobs/", headers={"accept-language": "en"}).text
        assert (jobs.count("Read an export"), jobs.count('<td data-label="Attempts">2</td>')) == (1, 1)
        assert client.get(address).text.count("<article") == 1
        desk.wait_for(lambda: [path for path in (desk.folder / "uploads").iterdir() if path.is_dir()] == [])


def test_the_parts_do_not_outlive_the_whole(tmp_path: Path) -> None:
    """When only the first process is killed, server and worker go too, so that a new desk finds its port free."""
    with running("sqlite", tmp_path) as desk:
        assert desk.process is not None
        group = desk.process.pid
        os.kill(group, signal.SIGKILL)
        desk.process.wait()
        assert desk.process.stdout is not None
        desk.process.stdout.close()

        def is_empty() -> bool:
            try:
                os.killpg(group, 0)
            except ProcessLookupError:
                return True
            return False

        desk.wait_for(is_empty)
        desk.start()
        assert httpx.get(desk.address).status_code == 200

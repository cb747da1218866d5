"""How mail leaves the desk: over a real server, encrypted wherever it leaves the machine, or as files."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import get_connection, send_mail
from tests.watch.servers import mail_server

from fieber.desk.mail import mail_settings


def test_a_mail_arrives(tmp_path: Path) -> None:
    """Django's back end hands it to the server that the address names."""
    with mail_server(tmp_path, with_tls=False) as box:
        told = mail_settings(f"smtp://127.0.0.1:{box.port}", tmp_path)
        line = get_connection(told["EMAIL_BACKEND"], host=told["EMAIL_HOST"], port=told["EMAIL_PORT"])
        send_mail("Hallo", "Schön", "desk@example.org", ["lena@example.org"], connection=line)

    assert [(letter["Subject"], letter["To"]) for letter in box.letters] == [("Hallo", "lena@example.org")]
    assert box.letters[0].get_content().splitlines() == ["Schön"]


@pytest.mark.parametrize(
    ("url", "port", "starts_tls", "is_tls"),
    [
        ("smtp://mail.example.org", 587, True, False),
        ("smtps://me:p%40ss@mail.example.org", 465, False, True),
        ("smtp://me:p%40ss@127.0.0.1:25", 25, True, False),
        ("smtp://127.0.0.1:25", 25, False, False),
        ("smtp://localhost", 587, False, False),
    ],
)
def test_it_is_encrypted(url: str, port: int, *, starts_tls: bool, is_tls: bool) -> None:
    """In the clear only on this very machine, and only without a password."""
    told = mail_settings(url, Path())

    assert (told["EMAIL_PORT"], told["EMAIL_USE_TLS"], told["EMAIL_USE_SSL"]) == (port, starts_tls, is_tls)
    assert told["EMAIL_HOST_PASSWORD"] == ("p@ss" if "me:" in url else "")


def test_without_a_server_mails_are_files(tmp_path: Path) -> None:
    """They lie in the folder, where whoever runs the desk finds them."""
    told = mail_settings("", tmp_path / "mails")
    line = get_connection(told["EMAIL_BACKEND"], file_path=told["EMAIL_FILE_PATH"])
    send_mail("Hallo", "Schön", "desk@example.org", ["lena@example.org"], connection=line)

    (file,) = (tmp_path / "mails").iterdir()
    assert "lena@example.org" in file.read_text()


def test_a_wrong_address_is_refused_without_its_password() -> None:
    """The sentence says what one looks like, not what was given."""
    with pytest.raises(ImproperlyConfigured) as refused:
        mail_settings("https://me:secret@mail.example.org", Path())

    assert "secret" not in str(refused.value)

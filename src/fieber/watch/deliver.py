"""From news on paper to news told: each way by itself, struck off when it arrived, else tried again in the next run."""

from __future__ import annotations

import os
import smtplib
import ssl
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from fieber.watch import mail, webhook
from fieber.watch._state import Letter, save

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fieber.watch._state import State

# why something did not arrive, without a word of the server's, which may hold addresses and names
Reason = Literal["certificate", "login", "address", "silent", "refused"]


@dataclass(frozen=True, slots=True)
class Ways:
    """Where news go beside standard output: a mail address and its server, a web address and its secret; or None."""

    to: str | None = None
    server: mail.Server | None = None
    url: str | None = None
    secret: str | None = None

    def names(self) -> tuple[str, ...]:
        """Give the ways that are wanted, in the order in which they are tried."""
        return ("out", *(["mail"] if self.to else []), *(["webhook"] if self.url else []))


def ways_for(to: str | None, url: str | None) -> Ways:
    """Give the ways, each checked before any work is done.

    Raises:
        UsageError: no mail server is named, or an address is none or not encrypted.
    """
    if url is not None:
        webhook.check_address(url)
    if to is not None:
        mail.check_recipient(to)
    server = None if to is None else mail.server_from()
    return Ways(to, server, url, os.environ.get("FIEBER_WEBHOOK_SECRET") or None)


def with_letter(folder: Path, state: State, letter: Letter | None) -> State:
    """Save what is remembered together with what is to be told of it: from here on nothing is lost or told anew."""
    found = state if letter is None else replace(state, letters=(*state.letters, letter))
    save(folder, found)
    return found


def deliver(folder: Path, state: State, ways: Ways, say: Callable[[Letter], None]) -> dict[str, Reason]:
    """Deliver everything that is on its way, and strike off what has arrived.

    Args:
        folder: of the state, which is saved after each arrival. say: tells a letter on standard output.

    Returns:
        The ways that failed, and why; what they have to bring stays on its way.
    """
    failed: dict[str, Reason] = {}
    letters = list(state.letters)
    for way in ways.names():  # standard output of all letters comes first: no server can hold it up
        for place, letter in enumerate(letters):
            if way not in letter.open:
                continue
            reason = _sent(letter, way, ways, say)
            if reason is not None:
                failed[way] = reason
                break  # the others of this way wait for the next run as well
            letters[place] = replace(letter, open=tuple(one for one in letter.open if one != way))
            save(folder, replace(state, letters=tuple(one for one in letters if one.open)))
    return failed


def _sent(letter: Letter, way: str, ways: Ways, say: Callable[[Letter], None]) -> Reason | None:
    """Try one way; gives why it failed, None where it did not."""
    try:
        if way == "out":
            say(letter)
        elif way == "mail" and ways.to is not None and ways.server is not None:
            mail.send(letter, ways.to, ways.server)
        elif ways.url is not None:
            webhook.post(letter, ways.url, ways.secret)
    except ssl.SSLCertVerificationError:
        return "certificate"
    except smtplib.SMTPAuthenticationError:
        return "login"
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, ValueError):
        return "address"
    except (smtplib.SMTPException, webhook.NotTakenError):
        return "refused"
    except OSError:
        return "silent"
    return None

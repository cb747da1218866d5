"""What goes wrong on the way to a platform, one sentence each. None of them names an account, an address or a token."""

from __future__ import annotations

from math import ceil

from fieber.errors import UnreadableError, UsageError


class Refusal(Exception):  # noqa: N818 - no error of the caller's: a source reads it and goes on, or says what it means
    """An answer that says no, for the source to make sense of: status, and the document with its reason."""

    def __init__(self, status: int, document: object) -> None:
        super().__init__(f"status {status}")
        self.status = status
        self.document = document


class LimitedError(UnreadableError):
    """The platform wants us to wait for longer than we do."""


def unreachable(source: str) -> UnreadableError:
    """Say that no answer came."""
    return UnreadableError(
        f"{source} cannot be reached just now; try again later, or give fieber an export instead",
        de=f"{source} ist gerade nicht erreichbar; versuch es später noch einmal, oder gib fieber einen Export",
    )


def broken(source: str) -> UnreadableError:
    """Say that what came is no answer."""
    return UnreadableError(
        f"{source} answers with something that is no answer; try again later",
        de=f"{source} antwortet mit etwas, das keine Antwort ist; versuch es später noch einmal",
    )


def failing(source: str, status: int) -> UnreadableError:
    """Say that the platform itself has a problem, again and again."""
    return UnreadableError(
        f"{source} has a problem of its own (status {status}); try again later",
        de=f"{source} hat selbst ein Problem (Status {status}); versuch es später noch einmal",
    )


def refused(source: str, reason: str) -> UnreadableError:
    """Say that the platform does not want to; `reason` is a number, never its words."""
    return UnreadableError(
        f"{source} refuses to answer ({reason}); check what your token may see, or give fieber an export",
        de=f"{source} will nicht antworten ({reason}); sieh nach, was dein Token darf, oder gib fieber einen Export",
    )


def limited(source: str, seconds: float | None) -> LimitedError:
    """Say that too much was asked, and when to go on."""
    if seconds is None:
        return LimitedError(
            f"{source} wants us to ask less; run it again in an hour",
            de=f"{source} möchte weniger gefragt werden; versuch es in einer Stunde noch einmal",
        )
    minutes = max(1, ceil(seconds / 60))
    return LimitedError(
        f"{source} wants us to wait; run it again in {minutes} min",
        de=f"{source} möchte eine Pause; versuch es in {minutes} min noch einmal",
    )


def no_such_account(source: str, example: str) -> UnreadableError:
    """Say that nobody has that name."""
    return UnreadableError(
        f"{source} knows no such account; check the spelling, for example {example}",
        de=f"{source} kennt diesen Account nicht; sieh nach, wie er geschrieben wird, zum Beispiel {example}",
    )


def no_token(source: str, variable: str) -> UsageError:
    """Say where a token is looked for."""
    return UsageError(
        f"{source} needs a token; put it into {variable}, or into your keyring with: keyring set fieber {source}",
        de=f"{source} braucht ein Token; leg es in {variable} ab, oder im Schlüsselbund: keyring set fieber {source}",
    )


def token_expired(source: str) -> UsageError:
    """Say that a token is not taken any more."""
    return UsageError(
        f"{source} does not take the token any more; get a new one, and put it where the old one was",
        de=f"{source} nimmt das Token nicht mehr an; hol ein neues und leg es dort ab, wo das alte war",
    )


def not_installed() -> UsageError:
    """Say that the extra is missing."""
    return UsageError(
        "asking a platform needs an extra: pip install 'fieber[live]'",
        de="Um eine Plattform zu fragen, fehlt ein Extra: pip install 'fieber[live]'",
    )

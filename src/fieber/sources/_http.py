"""The one way to ask a platform: patient, polite, resumable, and silent about tokens and names.

A token travels in a header, never in an address, so that no log and no error can hold it.
"""

from __future__ import annotations

import json
import logging
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Self

from fieber.files import write_whole
from fieber.sources._limits import slow_down, told_to_wait
from fieber.sources._problems import Refusal, broken, failing, limited, not_installed, unreachable

try:
    import httpx
except ImportError:
    raise not_installed() from None

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from fieber.sources._protocol import Visit

TRIES = 5
FIRST_BACK_OFF = 1.0  # seconds; doubled with each try
TIMEOUT = 30.0  # seconds without a byte
LARGEST_ANSWER = 32 * 2**20  # bytes; a page of 100 posts has some 300,000
SPOOL_HOURS = 6  # after that, counters that wait in the spool are asked for anew
IN_ADDRESS = re.compile(r"(access_token|key|token)=[^&\"\\\s]+")

for noisy in ("httpx", "httpcore"):  # they would write whole addresses, and with them names, into a person's log
    logging.getLogger(noisy).setLevel(logging.WARNING)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, and when."""

    document: Any
    at: datetime
    links: str = ""  # the Link header, for platforms that page with it


def is_throttled(status: int, _document: object) -> bool:
    """Say whether a refusal means: later. Platforms with a dialect of their own have their own."""
    return status == 429


def is_temporary(status: int, _document: object) -> bool:
    """Say whether a refusal means: once more."""
    return status in {408, 500, 502, 503, 504}


class Web:
    """One platform's interface, for one run."""

    def __init__(
        self,
        source: str,
        base: str,
        visit: Visit,
        *,
        headers: Mapping[str, str] | None = None,
        secrets: tuple[str, ...] = (),
        throttled: Callable[[int, object], bool] = is_throttled,
        temporary: Callable[[int, object], bool] = is_temporary,
    ) -> None:
        self._source, self._base, self._visit = source, base, visit
        self._secrets = tuple(secret for secret in secrets if secret)
        self._throttled, self._temporary = throttled, temporary
        self._client = httpx.Client(headers={"User-Agent": "fieber", **(headers or {})}, timeout=TIMEOUT)
        self._wait = 0.0
        self._asked = 0
        self._has_answered = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def now(self) -> datetime:
        """Give the moment, by the visit's clock."""
        return self._visit.clock()

    def get(self, path: str, params: Mapping[str, str | int] | None = None) -> Answer:
        """Ask one question.

        Raises:
            Refusal: the platform says no. LimitedError: it wants us to wait for longer than we do.
            UnreadableError: it cannot be reached, has a problem, or answers nonsense.
        """
        asked = f"{path}?{httpx.QueryParams(dict(sorted((params or {}).items())))}"
        waiting = self._spooled(asked)
        if waiting is not None:
            return waiting
        answer = self._patiently(path, params or {})
        self._keep(asked, answer)
        return answer

    def _patiently(self, path: str, params: Mapping[str, str | int]) -> Answer:
        """Ask until there is an answer: refusals for now are waited out, broken connections tried again."""
        for left in range(TRIES - 1, -1, -1):
            back_off = FIRST_BACK_OFF * 2 ** (TRIES - 1 - left)
            self._pause(self._wait)
            try:
                status, headers, document = self._once(path, params)
            except httpx.TransportError as error:
                # with no network at all nobody should wait for half a minute to hear it
                is_hopeless = isinstance(error, httpx.ConnectError) and not self._has_answered and left < TRIES - 1
                if left == 0 or is_hopeless:
                    raise unreachable(self._source) from None
                self._pause(back_off)
                continue
            except ValueError:
                if left == 0:
                    raise broken(self._source) from None
                self._pause(back_off)
                continue
            now = self._visit.clock()
            self._has_answered = True
            if status == 200:
                self._wait = slow_down(headers, now)
                return Answer(document, now, headers.get("link", ""))
            is_throttled_now = self._throttled(status, document)
            if not (is_throttled_now or self._temporary(status, document)):
                raise Refusal(status, document)
            told = told_to_wait(headers, now)
            if left == 0 or (told is not None and told > self._visit.patience):
                raise limited(self._source, told) if is_throttled_now else failing(self._source, status)
            self._pause(back_off if told is None else told)
        raise unreachable(self._source)

    def _once(self, path: str, params: Mapping[str, str | int]) -> tuple[int, Mapping[str, str], Any]:
        """Ask once; ValueError for what is no JSON or too much of it."""
        self._asked += 1
        with self._client.stream("GET", self._base + path, params=dict(params)) as response:
            content = bytearray()
            for chunk in response.iter_bytes():
                content += chunk
                if len(content) > LARGEST_ANSWER:
                    raise ValueError("too large")
            try:
                document = json.loads(content) if content else None
            except (ValueError, RecursionError):
                if response.status_code == 200:
                    raise ValueError("no JSON") from None
                document = None
            return response.status_code, response.headers, document

    def _pause(self, seconds: float) -> None:
        if seconds > self._visit.patience:
            raise limited(self._source, seconds)
        if seconds > 0:
            self._visit.pause(seconds)
        self._wait = 0.0

    def _spooled(self, asked: str) -> Answer | None:
        """Give the answer that an earlier run, which was cut short, got to the same question a short while ago."""
        path = self._spool_path(asked)
        if path is None or not path.is_file():
            return None
        try:
            said = json.loads(path.read_bytes())
            answer = Answer(said["document"], datetime.fromisoformat(said["at"]), said["links"])
        except (ValueError, KeyError, TypeError, OSError):
            return None
        is_fresh = self._visit.clock() - answer.at < timedelta(hours=SPOOL_HOURS)
        return answer if is_fresh else None

    def _spool_path(self, asked: str) -> Path | None:
        spool = self._visit.spool
        return None if spool is None else spool / f"{blake2b(asked.encode(), digest_size=12).hexdigest()}.json"

    def _keep(self, asked: str, answer: Answer) -> None:
        """Put an answer into the spool, and into the folder of raw answers if there is one; never with a token."""
        kept = {"asked": asked, "at": answer.at.isoformat(), "links": answer.links, "document": answer.document}
        content = self._without_secrets(json.dumps(kept, ensure_ascii=False)).encode()
        raw = self._visit.keep_raw
        named = f"{answer.at:%Y-%m-%dT%H%M%S.%f}Z-{self._asked:05}.json"
        for path in (self._spool_path(asked), raw / self._source / named if raw is not None else None):
            if path is not None:
                path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                write_whole(path, lambda file: file.write(content), private=True)

    def _without_secrets(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "…")
        return IN_ADDRESS.sub(r"\1=…", text)

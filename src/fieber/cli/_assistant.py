"""The tools that an assistant is given over the Model Context Protocol. The one door of the extra `mcp`.

Each answers with text to read and the same thing as JSON; what is wrong is one sentence. Nothing is written to disk,
and the log stays empty: paths and arguments may name people.
"""

from __future__ import annotations

import functools
import inspect
import json
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mcp.server import MCPServer
from mcp_types import CallToolResult, TextContent, ToolAnnotations

from fieber.api import Checkup, each_checkup, read
from fieber.checkup.roster_summary import summarise
from fieber.cli._overview import overview
from fieber.cli._words import Lang, say
from fieber.cli.formats import guides_in_words
from fieber.errors import FieberError, UsageError
from fieber.explainers import explain, explanations, fitting
from fieber.report.contract import fieber_version
from fieber.report.terminal import Screen
from fieber.sources import is_live

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieber.cli._allowed import Allowed
    from fieber.model.reading import Reading

MOST_ACCOUNTS = 200  # each is checked in full; a larger roster is for `fieber roster`
WIDTH = 112


@dataclass(frozen=True, slots=True)
class Granted:
    """What the person allowed when the server was started."""

    allowed: Allowed
    lang: Lang
    is_anonymous: bool  # no names, links or file names in answers
    has_network: bool


def serve(granted: Granted) -> None:
    """Answer on standard input and output until the assistant closes it."""
    server_of(granted).run("stdio")


def server_of(granted: Granted) -> MCPServer[Any]:
    """Give the server with its tools; told in the person's language, because they are asked about each."""
    server: MCPServer[Any] = MCPServer(
        "fieber",
        version=fieber_version(),
        instructions=say(granted.lang, "mcp.instructions"),
        log_level="CRITICAL",  # below that the SDK logs arguments and errors
    )
    kept = Tools(granted)
    for tool in (kept.check, kept.roster, kept.explain, kept.formats, kept.exports):
        server.add_tool(
            _answering(tool, granted.lang),
            title=say(granted.lang, f"mcp.{tool.__name__}.title"),
            description=say(granted.lang, f"mcp.{tool.__name__}"),
            annotations=ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=granted.has_network),
        )
    return server


class Tools:
    """The tools; each gives the text and the JSON of its answer."""

    def __init__(self, granted: Granted) -> None:
        self._granted = granted

    def check(
        self,
        path: str,
        *,
        sentence: str | None = None,
        account: str | None = None,
        as_of: str | None = None,
        since: str | None = None,
        lang: Lang | None = None,
    ) -> tuple[str, dict[str, Any]]:
        """Check one account."""
        checkup = self._checkup(path, account, sentence=sentence, as_of=as_of, since=since, lang=lang)
        finding = checkup.to_dict()
        return checkup.to_markdown(), finding | {"explainers": list(fitting(finding))}

    def roster(self, path: str, as_of: str | None = None, lang: Lang | None = None) -> tuple[str, dict[str, Any]]:
        """Check every account of a table, and say who stands out."""
        spoken = lang or self._granted.lang
        checkups = self._shown(list(each_checkup(self._read(path), as_of=as_of, lang=spoken)))
        diagnoses = [checkup.diagnosis for checkup in checkups]
        summary = summarise(diagnoses)
        rows = [
            {name: getattr(diagnoses[i], name) for name in ("account", "platform", "verdict", "temperature", "finding")}
            for i in summary.order
        ]
        told = {
            "accounts": rows,
            "counts": summary.counts,
            "judged": summary.judged,
            "fevers": len(summary.to_call),
            "expected_fevers": summary.expected_fevers,
        }
        text = overview([diagnoses[i] for i in summary.order], spoken, Screen(WIDTH, "utf-8", colour=False))
        return text, told

    def explain(
        self, name: str | None = None, path: str | None = None, account: str | None = None, lang: Lang | None = None
    ) -> tuple[str, dict[str, Any]]:
        """Explain one thing, from an account's own numbers if there is a path; or list all that can be explained."""
        spoken = lang or self._granted.lang
        if name is None:
            every = [{one.kind: one.name, "title": one.title} for one in explanations(spoken)]
            return "\n".join(" ".join(one.values()) for one in every), {"explanations": every}
        sentence = name if " " in name.strip() else None  # a question may hold a claim, a name does not
        checkup = None if path is None else self._checkup(path, account, sentence=sentence, lang=spoken)
        explained = explain(name, checkup, lang=spoken)
        return explained.to_markdown(), explained.to_dict()

    def formats(self, lang: Lang | None = None) -> tuple[str, dict[str, Any]]:
        """List what can be read, and how a person gets each export."""
        told = {"formats": guides_in_words(lang or self._granted.lang)}
        return json.dumps(told, ensure_ascii=False), told

    def exports(self) -> tuple[str, dict[str, Any]]:
        """List what lies in the folders that may be looked into."""
        told = {"exports": self._granted.allowed.listed()}
        return "\n".join(one["path"] for one in told["exports"]), told

    def _read(self, path: str) -> Reading:
        if is_live(path) and not self._granted.has_network:
            raise UsageError(
                f"{path}: to ask a platform, the network must be allowed: start fieber mcp with --network",
                de=f"{path}: Um eine Plattform zu fragen, muss das Netz erlaubt sein: Starte fieber mcp mit --network",
            )
        place = path if is_live(path) else self._granted.allowed.path(path)
        try:
            reading = read(place)
        except FieberError:
            if not self._granted.is_anonymous:
                raise
            raise UsageError(  # the sentence of a reader holds names of files
                f"{path} cannot be read; fieber check says why",
                de=f"{path} lässt sich nicht lesen; fieber check sagt, warum",
            ) from None
        count = reading.posts["account"].n_unique()
        if count > MOST_ACCOUNTS:
            raise UsageError(
                f"there are {count} accounts in this, more than the {MOST_ACCOUNTS} that are checked here; use fieber"
                " roster",
                de=f"Darin sind {count} Accounts, mehr als die {MOST_ACCOUNTS}, die hier geprüft werden; nimm fieber"
                " roster",
            )
        return reading

    def _checkup(self, path: str, account: str | None, *, sentence: str | None = None, **told: Any) -> Checkup:
        told["lang"] = told.get("lang") or self._granted.lang
        reading = self._read(path)
        found: list[Checkup] = []
        if account is not None or reading.posts["account"].n_unique() < 2:
            wanted = None if self._granted.is_anonymous else account  # else it is called by its number, as shown
            found = self._shown(list(each_checkup(reading, account=wanted, complaint=sentence, **told)))
        if account is not None:
            found = [one for one in found if one.diagnosis.account == account]
        if len(found) != 1:
            raise UsageError(
                "there are several accounts in this, or none of this name; the tool roster lists them",
                de="Darin sind mehrere Accounts, oder keiner mit diesem Namen; das Werkzeug roster zeigt sie",
            )
        return found[0]

    def _shown(self, checkups: list[Checkup]) -> list[Checkup]:
        if not self._granted.is_anonymous:
            return checkups
        return [checkup.redacted(number) for number, checkup in enumerate(checkups, start=1)]


def _answering(tool: Callable[..., tuple[str, dict[str, Any]]], lang: Lang) -> Callable[..., CallToolResult]:
    """Give a tool whose answer is in the protocol's form, and whose errors are one sentence without a name in it."""

    @functools.wraps(tool)
    def answer(**arguments: Any) -> CallToolResult:
        try:
            text, told = tool(**arguments)
        except FieberError as error:
            return _refused(error.in_language(lang))
        except Exception as error:  # noqa: BLE001 - the assistant must go on; the error's own words may name people
            kind = type(error).__name__
            print(f"fieber mcp: {kind} in {tool.__name__}", file=sys.stderr)  # noqa: T201 - standard output is the protocol's
            return _refused(say(lang, "mcp.bug", kind=kind))
        return CallToolResult(content=[TextContent(text=text)], structured_content=told)

    signature = inspect.signature(tool, eval_str=True)
    answer.__signature__ = signature.replace(return_annotation=CallToolResult)  # type: ignore[attr-defined]
    return answer


def _refused(sentence: str) -> CallToolResult:
    return CallToolResult(content=[TextContent(text=sentence)], is_error=True)

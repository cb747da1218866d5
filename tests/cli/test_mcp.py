"""`fieber mcp`: an assistant runs check-ups by the SDK's own client, sees only what it may, and no name gets lost."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import sys
from typing import TYPE_CHECKING, Any

import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from fieber.cli import _assistant
from fieber.cli._allowed import Allowed, allowed
from fieber.cli._assistant import Granted, server_of
from fieber.cli._words import LANGUAGES, Lang
from fieber.errors import UsageError
from fieber.explainers import explainers

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mcp_types import CallToolResult
    from tests.cli.conftest import Ran

TOOLS = {"check", "roster", "explain", "formats", "exports"}


@pytest.fixture
def folder(tmp_path: Path, posts_csv: Path, two_csv: Path) -> Path:
    """A folder with two exports; beside it, out of bounds, a third."""
    place = tmp_path / "exports"
    place.mkdir()
    (place / "adam.csv").write_bytes(posts_csv.read_bytes())
    (place / "two.csv").write_bytes(two_csv.read_bytes())
    (tmp_path / "secret.csv").write_bytes(posts_csv.read_bytes())
    return place


def asked(
    folder: Path, tool: str, *, lang: Lang = "en", anonymous: bool = False, network: bool = False, **arguments: Any
) -> CallToolResult:
    """Ask one tool, in this process."""
    granted = Granted(allowed([str(folder)], is_numbered=anonymous), lang, anonymous, network)

    async def ask() -> CallToolResult:
        async with Client(server_of(granted)) as client:
            return await client.call_tool(tool, arguments)

    return asyncio.run(ask())


def text(result: CallToolResult) -> str:
    (only,) = result.content
    assert only.type == "text"
    return only.text.replace("\N{NO-BREAK SPACE}", " ")


def found(result: CallToolResult) -> dict[str, Any]:
    assert not result.is_error, text(result)
    assert result.structured_content is not None
    return dict(result.structured_content)


def refused(result: CallToolResult) -> str:
    assert result.is_error
    assert result.structured_content is None
    assert len(text(result).splitlines()) == 1
    return text(result)


def test_a_client_runs_a_checkup_end_to_end(folder: Path, fieber: Callable[..., Ran]) -> None:
    """The program, started by the SDK's client, gives the finding that `fieber check` gives, and logs nothing."""
    log = folder.parent / "log"
    program = StdioServerParameters(
        command=sys.executable,
        args=["-m", "fieber", "mcp", "--folder", str(folder), "--lang", "en"],
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )

    async def talk() -> tuple[set[str], CallToolResult, CallToolResult]:
        with log.open("w") as errors:
            async with Client(stdio_client(program, errlog=errors)) as client:
                tools = {tool.name for tool in (await client.list_tools()).tools}
                checked = await client.call_tool("check", {"path": "adam.csv", "sentence": "I always have 5,000 likes"})
                return tools, checked, await client.call_tool("check", {"path": "../secret.csv"})

    tools, checked, outside = asyncio.run(talk())
    same = fieber("check", folder / "adam.csv", "--complaint", "I always have 5,000 likes", "--format", "json")
    finding = dict(found(checked))

    assert tools == TOOLS
    assert "No fever" in text(checked)
    assert "remembering_the_best" in finding.pop("explainers")
    assert finding == json.loads(same.out)
    assert "no such export" in refused(outside)
    assert log.read_text() == ""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_tool_says_what_it_does(folder: Path, lang: Lang) -> None:
    """Name, title and description of each tool are in the person's language; each only reads."""

    async def ask() -> list[Any]:
        async with Client(server_of(Granted(allowed([str(folder)]), lang, is_anonymous=False, has_network=False))) as c:
            return list((await c.list_tools()).tools)

    tools = asyncio.run(ask())

    assert {tool.name for tool in tools} == TOOLS
    for tool in tools:
        assert len(tool.description) > 30
        assert tool.title != tool.name
        assert (tool.annotations.read_only_hint, tool.annotations.open_world_hint) == (True, False)
        for parameter in tool.input_schema["properties"]:
            assert parameter in tool.description, (tool.name, parameter)


def test_a_sentence_in_german_is_answered_in_german(folder: Path) -> None:
    """Each call may have a language of its own."""
    answer = asked(folder, "check", path="adam.csv", sentence="Ich habe immer 5.000 Likes", lang="de")

    assert "Du hast kein Fieber" in text(answer)
    assert found(answer)["lang"] == "de"


def test_of_several_accounts_one_is_named(folder: Path) -> None:
    """A table of two accounts is told as a roster, those that stand out first; a check needs a name."""
    roster = asked(folder, "roster", path="two.csv")
    one = asked(folder, "check", path="two.csv", account="zoe.falls")

    assert [row["account"] for row in found(roster)["accounts"]] == ["zoe.falls", "adam.steady"]
    assert (found(roster)["fevers"], found(roster)["judged"]) == (1, 2)
    assert text(roster).index("zoe.falls") < text(roster).index("adam.steady")
    assert found(one)["verdict"] in {"fever", "high_fever"}
    assert "the tool roster lists them" in refused(asked(folder, "check", path="two.csv"))


def test_too_many_accounts_are_for_the_roster(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What would take minutes is refused in one sentence that names the way."""
    monkeypatch.setattr(_assistant, "MOST_ACCOUNTS", 1)

    assert refused(asked(folder, "roster", path="two.csv")).endswith("use fieber roster")


def test_explanations_are_filled_from_an_export(folder: Path) -> None:
    """A question is answered, with numbers where there is an export; without a name all are listed."""
    every = asked(folder, "explain")
    one = asked(folder, "explain", name="am I shadowbanned?", path="adam.csv")

    assert {each["explainer"] for each in found(every)["explanations"] if "explainer" in each} == {
        one.name for one in explainers()
    }
    assert found(one)["explainer"] == "shadowban"
    assert "36." in found(one)["yours"][0]
    assert "nothing of this name" in refused(asked(folder, "explain", name="zzzz"))


def test_formats_are_told_with_their_steps(folder: Path) -> None:
    """An assistant can tell a person how to get an export."""
    told = found(asked(folder, "formats", lang="de"))

    instagram = next(each for each in told["formats"] if each["reader"] == "instagram")
    assert instagram["forms"][0]["steps"]


@pytest.mark.parametrize(
    "path", ["../secret.csv", "link.csv", "linked/secret.csv", ".hidden.csv", "nothing.csv", "", "a\0b", "/etc/passwd"]
)
def test_nothing_beside_the_folders_is_opened(folder: Path, path: str) -> None:
    """Dots, links, hidden files and other folders are refused alike, whether something is there or not."""
    (folder / "link.csv").symlink_to(folder.parent / "secret.csv")
    (folder / "linked").symlink_to(folder.parent)
    (folder / ".hidden.csv").write_bytes((folder / "adam.csv").read_bytes())

    assert "no such export" in refused(asked(folder, "check", path=path))
    listed = {one["path"] for one in found(asked(folder, "exports"))["exports"]}
    assert listed == {"adam.csv", "two.csv"}


def test_whole_paths_within_a_folder_are_allowed(folder: Path) -> None:
    """An assistant may name a file by its whole path, if it lies in a folder that was given."""
    assert found(asked(folder, "check", path=str(folder / "adam.csv")))["account"] == "adam.steady"
    assert "no such export" in refused(asked(folder, "check", path=str(folder.parent / "secret.csv")))


def test_the_network_is_asked_only_where_it_is_allowed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A live account is refused before anything is asked; with the network it is asked for."""
    told: list[Any] = []

    def asked_for(place: Any) -> Any:
        told.append(place)
        raise UsageError("asked", de="gefragt")

    monkeypatch.setattr(_assistant, "read", asked_for)

    assert "--network" in refused(asked(folder, "check", path="bluesky:somebody.example"))
    assert told == []
    assert refused(asked(folder, "check", path="bluesky:somebody.example", network=True)) == "asked"
    assert told == ["bluesky:somebody.example"]


def test_no_tool_opens_a_connection(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything that the tools do without the network, they do without one."""

    def refuse(*_arguments: Any) -> None:
        message = "a connection was opened"
        raise AssertionError(message)

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)

    assert found(asked(folder, "check", path="adam.csv", sentence="Bin ich im Shadowban?"))
    assert found(asked(folder, "roster", path="two.csv"))
    assert found(asked(folder, "explain", name="hashtags", path="adam.csv"))
    assert found(asked(folder, "formats"))
    assert found(asked(folder, "exports"))


def test_anonymous_answers_name_nobody(folder: Path) -> None:
    """Neither accounts nor files nor errors tell who it is, and everything can be asked for by number."""
    (folder / "broken-adam.zip").write_bytes(b"PK\3\4no zip")
    listed = asked(folder, "exports", anonymous=True)
    roster = asked(folder, "roster", path="3.csv", anonymous=True)
    second = found(roster)["accounts"][0]["account"]
    answers = [
        listed,
        roster,
        asked(folder, "check", path="1.csv", sentence="adam.steady has 5,000 likes", anonymous=True),
        asked(folder, "check", path="3.csv", account=second, anonymous=True),
        asked(folder, "check", path="2.zip", anonymous=True),
        asked(folder, "explain", name="shadowban", path="1.csv", anonymous=True),
    ]

    assert [one["path"] for one in found(listed)["exports"]] == ["1.csv", "2.zip", "3.csv"]
    assert [answer.is_error for answer in answers] == [False, False, False, False, True, False]
    for answer in answers:
        told = (text(answer) + json.dumps(answer.structured_content)).casefold()
        assert "adam" not in told
        assert "zoe" not in told


def test_a_bug_is_told_without_its_words(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An error of our own stops nobody: its kind is told, its words, which may name people, are not."""

    def breaks(_place: Any) -> Any:
        message = "adam.steady"
        raise KeyError(message)

    monkeypatch.setattr(_assistant, "read", breaks)

    assert refused(asked(folder, "check", path="adam.csv")) == (
        "fieber itself made an error here (KeyError). Try fieber check, which says more."
    )
    assert capsys.readouterr().err == "fieber mcp: KeyError in check\n"


def test_the_folder_is_named_unless_it_is_one_of_exports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fieber: Callable[..., Ran]
) -> None:
    """Without --folder the current one is taken, but never a whole home or disk; a wrong name is told."""
    monkeypatch.chdir(tmp_path)
    assert allowed([]) == Allowed((tmp_path.resolve(),))

    monkeypatch.setenv("HOME", str(tmp_path))
    with pytest.raises(UsageError, match="--folder"):
        allowed([])

    told = fieber("mcp", "--folder", tmp_path / "nowhere")
    assert (told.code, told.out) == (2, "")
    assert told.err.endswith("there is no such folder\n")


def test_without_the_extra_it_says_how_to_install_it(
    fieber: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who has not installed the SDK is told what to type."""
    monkeypatch.delitem(sys.modules, "fieber.cli._assistant")
    monkeypatch.delattr("fieber.cli._assistant")
    monkeypatch.setitem(sys.modules, "mcp.server", None)

    told = fieber("mcp", "--lang", "de")

    assert told.code == 2
    assert 'pip install "fieber[mcp]"' in told.err


def test_errors_are_in_the_language_of_the_person(folder: Path) -> None:
    """A sentence that goes through an assistant is in the language that the program was started in."""
    assert "gibt es in den erlaubten Ordnern nicht" in refused(asked(folder, "check", path="x.csv", lang="de"))

"""`fieber watch PATH…`: a nightly run that tells only what is new and stands out."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from fieber.checkup.priors import priors_of
from fieber.cli import _options  # noqa: TC001 - typer reads the annotations while it runs
from fieber.cli._command import Command
from fieber.cli._output import StandardOutput
from fieber.cli._progress import Progress
from fieber.cli._roster import accounts_from
from fieber.cli._words import Lang, language, say
from fieber.cli._writers import view_of
from fieber.cli.roster import Told
from fieber.errors import UsageError
from fieber.files import alone_in
from fieber.report.watch_text import subject, to_json, to_text
from fieber.rosters import open_results
from fieber.stats.alarms import FALSE_SHARE
from fieber.watch._state import Letter
from fieber.watch.deliver import deliver, ways_for, with_letter
from fieber.watch.run import Wanted, find_news, judge_again

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieber.cli._output import Output
    from fieber.model.news import Night
    from fieber.watch.deliver import Reason, Ways

Form = Literal["terminal", "json"]
FOLDER = "{name}.watch"  # beside the roster, where nobody says where results go


def watch(
    paths: _options.Paths,
    *,
    output: _options.Folder = None,
    mail: Annotated[str | None, typer.Option("--mail", metavar="ADDRESS", help="mail", show_default=False)] = None,
    webhook: Annotated[str | None, typer.Option("--webhook", metavar="URL", help="webhook", show_default=False)] = None,
    good_news: Annotated[bool, typer.Option("--good-news", help="good_news")] = False,
    false_alarms: Annotated[float, typer.Option("--false-alarms", metavar="SHARE", help="false_alarms")] = FALSE_SHARE,
    accounts: _options.Accounts = None,
    as_of: _options.AsOf = None,
    table: _options.Table = None,
    priors: _options.Priors = None,
    processes: _options.Processes = None,
    form: Annotated[Form, typer.Option("--format", help="format")] = "terminal",
    lang: _options.Language = None,
) -> int:
    """Judge what is new, write down the news, then deliver them; a quiet night says nothing."""
    spoken = lang or language((), os.environ)
    if not 0 < false_alarms < 1:
        raise UsageError(
            f"--false-alarms {false_alarms:g}: name a share between 0 and 1, such as 0.1",
            de=f"--false-alarms {false_alarms:g}: Nenne einen Anteil zwischen 0 und 1, zum Beispiel 0.1",
        )
    ways = ways_for(mail, webhook)
    about = None if accounts is None else accounts_from(Path(accounts))
    wanted = Wanted(priors_of(priors), good_news, false_alarms, about)
    inputs = [Path(path) for path in paths]
    folder = Path(output) if output else inputs[0].with_name(FOLDER.format(name=inputs[0].name))
    with Progress() as progress:
        judge_again(
            inputs,
            folder,
            tell=Told(progress, spoken),
            as_of=as_of,
            table=table,
            accounts=about,
            processes=processes,
            priors=priors,
            lang=spoken,
        )
        progress.say(say(spoken, "progress.news"))
        target = StandardOutput(view_of(is_file=False).screen.encoding if form == "terminal" else "utf-8", progress)
        with alone_in(folder):  # what lies there now: another run may have judged in between
            night, state = find_news(open_results(folder), inputs, wanted, table=table, processes=processes)
            state = with_letter(folder, state, _letter(night, ways, spoken) if night.news else None)
            failed = deliver(folder, state, ways, lambda letter: _say(letter, form, target))
    return _refused(failed)


def _letter(night: Night, ways: Ways, lang: Lang) -> Letter:
    number, document = to_json(night, lang)
    text = to_text(night, lang, view_of(is_file=True).screen)
    return Letter(number, subject(night, lang), text, document, ways.names())


def _say(letter: Letter, form: Form, target: Output) -> None:
    target.write(letter.document if form == "json" else letter.text)


# why news did not arrive: in English and in German
REASONS: dict[Reason, tuple[str, str]] = {
    "certificate": (
        "the server's certificate is not trusted (FIEBER_SMTP_CA names one of your own)",
        "dem Zertifikat des Servers ist nicht zu trauen (FIEBER_SMTP_CA nennt ein eigenes)",
    ),
    "login": ("user or password were refused", "Benutzer oder Passwort wurden abgelehnt"),
    "address": ("one of the addresses was refused", "eine der Adressen wurde abgelehnt"),
    "silent": ("the server does not answer", "der Server antwortet nicht"),
    "refused": ("the server did not take the news", "der Server hat die Nachrichten nicht angenommen"),
}


def _refused(failed: Mapping[str, Reason]) -> int:
    """Say what did not arrive, and why."""
    if not failed:
        return 0
    english, german = (
        "; ".join(f"--{way}: {REASONS[reason][language]}" for way, reason in failed.items()) for language in (0, 1)
    )
    raise UsageError(
        f"{english}; the news are kept, and the next run tries again",
        de=f"{german}; die Nachrichten bleiben liegen, der nächste Lauf versucht es wieder",
    )


COMMAND = Command("watch", watch)

"""Several accounts → one self-contained page: whom to call today, the weather, and a list to search and sort.

Readable without script; searching and sorting need no network. Nothing is judged here: order and counts arrive in the
summary, verdicts in the diagnoses.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from fieber.report.compose import compose
from fieber.report.plain import clean, shorten
from fieber.report.roster_headline import headline, slow_losses, totals_of
from fieber.report.roster_parts import as_csv, row_of, tag, weather_map
from fieber.report.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieber.model.diagnosis import Diagnosis
    from fieber.model.roster import RosterSummary, RosterTotals
    from fieber.model.surroundings import RosterWeather

TEMPLATES = Path(__file__).with_name("templates")
MOST_CALLS = 24  # cards at the top; the list below has them all
MOST_SHOWN = 250  # rows laid out at first where there is a script: thousands at once would take seconds
EARLY = 'document.documentElement.classList.add("script")'
MOST_TOLD = 200  # up to so many accounts each row can be opened and tells its reason
HEADS = (
    ("account", "name", "up"),
    ("platform", "", ""),
    ("temperature", "degrees", "down"),
    ("result", "", ""),
    ("change", "change", "up"),
    ("curve", "", ""),
    ("posts", "posts", "down"),
)
FOOTER = ("footer.accounts", "footer.platforms", "footer.work")
VERDICTS = ("high_fever", "fever", "elevated", "healthy", "unknown")


@dataclass(frozen=True, slots=True)
class Roster:
    """What the page shows: the accounts, their order, the weather, and where each account's own page lies."""

    diagnoses: Sequence[Diagnosis]
    summary: RosterSummary
    weather: RosterWeather | None = None
    pages: Sequence[str] | None = None  # addresses beside this page, one an account
    totals: RosterTotals | None = None  # of all, where the page shows only those that stand out


def roster_page(roster: Roster, lang: str) -> str:
    """Give the page.

    Args:
        roster: at least one account. lang: "de" or "en".
    """
    diagnoses = roster.diagnoses
    as_of = max(diagnosis.as_of for diagnosis in diagnoses)
    words = Words(lang, as_of=as_of)
    totals = totals_of(roster.summary, diagnoses) if roster.totals is None else roster.totals
    title = words.word("roster.title", n=totals.accounts)
    body = [
        _person(diagnoses[0], words),
        f'<p class="as-of">{escape(words.word("coverage.as_of", as_of=as_of))}</p>' if _is_dated(diagnoses) else "",
        tag("h1", title),
        _in_one_sentence(totals, words),
        _calls(roster, words),
        weather_map(roster.weather, words),
        _list(roster, words),
    ]
    page, style, script = _templates()
    return page.substitute(
        lang=words.lang,
        title=escape(title),
        skip=escape(words.word("roster.skip")),
        style=style,
        style_hash=_hash(style),
        early=EARLY,
        early_hash=_hash(EARLY),
        script=script,
        script_hash=_hash(script),
        body="".join(body),
        footer="".join(tag("p", words.word(key)) for key in FOOTER),
    )


def _is_dated(diagnoses: Sequence[Diagnosis]) -> bool:
    return any(diagnosis.coverage.is_dated for diagnosis in diagnoses)


def _person(first: Diagnosis, words: Words) -> str:
    """The sentence that was told, once above all accounts; or what comes first where it is about the person."""
    if not first.claims:
        return ""
    report = compose(first, words.lang)
    if report.help_lines:
        lines = "".join(tag("li", words.say(line)) for line in report.help_lines)
        said = tag("p", words.join(report.paragraphs[0]), **{"class": "said"})
        intro, wait = (tag("p", words.word(f"help.{key}")) for key in ("intro", "numbers_wait"))
        return f'<div class="opening">{said}{intro}<ul>{lines}</ul>{wait}</div>'
    said = escape(words.word("page.quote", text=clean(report.quote or "")))
    return f"<blockquote><bdi>{said}</bdi></blockquote>"


def _in_one_sentence(totals: RosterTotals, words: Words) -> str:
    """How many have a fever, beside how many chance alone would bring, and who stands out beyond that."""
    counts = "".join(_count(verdict, totals, words) for verdict in VERDICTS if totals.counts.get(verdict))
    said = f'<p class="said">{escape(words.join(headline(totals)))}</p><ul class="counts">{counts}</ul>'
    slow = slow_losses(totals)
    return said + (tag("p", words.join(slow), **{"class": "note"}) if slow else "")


def _count(verdict: str, totals: RosterTotals, words: Words) -> str:
    number = words.count(totals.counts[verdict])
    return f'<li class="{verdict}">{escape(words.word("roster.count", number=number, verdict=verdict))}</li>'


def _calls(roster: Roster, words: Words) -> str:
    summary = roster.summary
    cards = "".join(_card(roster, i, words) for i in summary.to_call[:MOST_CALLS])
    title = tag("h2", words.word("roster.calls"))
    if not cards:
        return title + tag("p", words.word("roster.calls.none"))
    left = len(summary.to_call) - MOST_CALLS
    more = tag("p", words.word("roster.calls.more", n=left, count=left), **{"class": "note"}) if left > 0 else ""
    return f'{title}<ul class="calls">{cards}</ul>{more}{tag("p", words.word("roster.calls.how"), **{"class": "note"})}'


def _card(roster: Roster, i: int, words: Words) -> str:
    diagnosis = roster.diagnoses[i]
    report, own = compose(diagnosis, words.lang), Words(words.lang, as_of=diagnosis.as_of)
    name = f"<bdi>{escape(shorten(clean(diagnosis.account), 80))}</bdi>"
    address = "" if roster.pages is None else roster.pages[i]
    heading = f'<a href="{escape(address)}">{name}</a>' if address else name
    platform = (
        ""
        if diagnosis.platform is None
        else f'<span class="sub">{escape(own.platform(clean(diagnosis.platform)))}</span>'
    )
    change = ""
    if report.loss is not None:
        metric = own.word(f"metric.{report.loss.vital.metric}")
        change = tag("p", f"{metric}: {own.say(report.loss.sentence)}.")
    pass_on = tag("span", own.word("roster.pass_on"), **{"class": "sub"})
    step = f'<p class="next">{pass_on}{escape(own.say(report.next_step[0]))}</p>'
    verdict = tag("span", own.word(f"verdict.{diagnosis.verdict}"), **{"class": "result"})
    degrees = f'<p class="degrees">{escape(own.temperature(report.temperature))} {verdict}</p>'
    return f'<li class="{diagnosis.verdict}"><h3>{heading}{platform}</h3>{degrees}{change}{step}</li>'


def _list(roster: Roster, words: Words) -> str:
    diagnoses, is_short = roster.diagnoses, len(roster.diagnoses) <= MOST_TOLD
    rows = []
    for place, i in enumerate(roster.summary.order):
        address = None if roster.pages is None else roster.pages[i]
        own = Words(words.lang, as_of=diagnoses[i].as_of)
        is_told, is_later = is_short and address is None, place >= MOST_SHOWN
        rows.append(row_of(diagnoses[i], own, address=address, is_told=is_told, is_later=is_later))
    heads = "".join(_head(*head, words) for head in HEADS)
    how = tag("p", words.word("roster.order"), id="how", **{"class": "note"})
    name = escape(words.word("section.accounts"))
    opened = f'<table class="accounts" aria-label="{name}" aria-describedby="how" data-most="{MOST_SHOWN}">'
    table = f"{how}{opened}<thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    every = f'<button type="button" class="every" hidden>{escape(words.word("roster.show_all"))}</button>'
    take = _file_to_take([diagnoses[i] for i in roster.summary.order], words)
    title = tag("h2", words.word("section.accounts"))
    return f'<section id="list">{title}{_controls(diagnoses, words)}{table}{every}{take}</section>'


def _file_to_take(diagnoses: Sequence[Diagnosis], words: Words) -> str:
    """A link that holds the whole file, so that it needs neither script nor network."""
    file = base64.b64encode(as_csv(diagnoses, words).encode("utf-8-sig")).decode()
    named = f'download="{escape(words.word("roster.file"))}.csv" href="data:text/csv;charset=utf-8;base64,{file}"'
    return f'<p class="take"><a {named}>{escape(words.word("roster.take"))}</a></p>'


def _head(key: str, sorts: str, first: str, words: Words) -> str:
    name = escape(words.word(f"roster.head.{key}"))
    if not sorts:
        return f'<th scope="col">{name}</th>'
    return f'<th scope="col"><button type="button" data-key="{sorts}" data-first="{first}">{name}</button></th>'


def _controls(diagnoses: Sequence[Diagnosis], words: Words) -> str:
    """Search and filters, shown by the script that makes them work."""
    platforms = sorted({clean(diagnosis.platform) for diagnosis in diagnoses if diagnosis.platform is not None})
    everything = f'<option value="">{escape(words.word("roster.all"))}</option>'
    options = "".join(f'<option value="{escape(name)}">{escape(words.platform(name))}</option>' for name in platforms)
    verdicts = "".join(f'<option value="{name}">{escape(words.word(f"verdict.{name}"))}</option>' for name in VERDICTS)
    verdicts += f'<option value="slow">{escape(words.word("page.slow"))}</option>'
    count = escape(words.word("roster.shown", shown="{shown}", all="{all}"))  # the script fills them in
    return (
        '<div class="controls" role="search" hidden>'
        f'<label>{escape(words.word("roster.search"))}<input type="search" autocomplete="off"></label>'
        f"<label>{escape(words.word('roster.head.platform'))}<select>{everything}{options}</select></label>"
        f"<label>{escape(words.word('roster.head.result'))}<select>{everything}{verdicts}</select></label>"
        f'<p class="count" role="status" data-text="{count}"></p></div>'
    )


@lru_cache(maxsize=1)
def _templates() -> tuple[Template, str, str]:
    page, tokens, look, script = (
        (TEMPLATES / name).read_text(encoding="utf-8")
        for name in ("roster.html", "tokens.css", "roster.css", "roster.js")
    )
    return Template(page), tokens + look, script


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()

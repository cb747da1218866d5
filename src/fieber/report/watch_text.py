"""One night's news as text for a terminal or a mail, and as JSON; what is news arrives decided."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from fieber.model.news import BestMonth, Crossing, Fever, FollowersFell, GroupFever, SharedFever
from fieber.model.text import Message
from fieber.report.contract import fieber_version, iso
from fieber.report.group_sentences import place_name, where_sentence
from fieber.report.html_parts import FOOTER
from fieber.report.plain import clean
from fieber.report.weather_sentences import step_sentence
from fieber.report.words import Words

if TYPE_CHECKING:
    from fieber.model.news import News, Night
    from fieber.model.text import Value
    from fieber.report.terminal import Screen

ID_LENGTH = 24
WHOSE = {
    "yours": Message("watch.whose.yours"),
    "both": Message("watch.whose.both"),
    "counter": Message("watch.whose.counter"),
}


def to_text(night: Night, lang: str, screen: Screen) -> str:
    """Give the news in lines that fit the screen, the rate of false alarms, and what they are not meant for."""
    words = Words(lang, as_of=night.as_of)
    title = words.word("watch.title.first" if night.is_first else "watch.title", as_of=night.as_of)
    paragraphs = [title]
    paragraphs += [words.join(sentences(one, words, is_rare=night.is_rare(one))) for one in night.news]
    paragraphs += [words.say(stated(night)), words.word(FOOTER[-1])]
    return "\n\n".join("\n".join(screen.wrap(paragraph)) for paragraph in paragraphs) + "\n"


def subject(night: Night, lang: str) -> str:
    """Give the line above a mail; it names nobody, since it stands on locked screens."""
    return Words(lang).say(Message("watch.subject", {"n": len(night.news)}))


def to_json(night: Night, lang: str) -> tuple[str, str]:
    """Give the id of the news, a hash of them, and the news as one JSON object with this id."""
    words = Words(lang, as_of=night.as_of)
    found: dict[str, Any] = {
        "fieber": fieber_version(),
        "lang": lang,
        "as_of": iso(night.as_of),
        "judged": night.judged,
        "false_alarms": {"share": night.share, "window_days": night.window_days, "quiet_days": night.quiet_days},
        "news": [
            _fields(one) | {"sentence": words.join(sentences(one, words, is_rare=night.is_rare(one)))}
            for one in night.news
        ],
    }
    written = json.dumps(found, default=_written, ensure_ascii=False, allow_nan=False)
    number = hashlib.sha256(written.encode()).hexdigest()[:ID_LENGTH]
    return number, json.dumps({"id": number} | found, default=_written, ensure_ascii=False, allow_nan=False) + "\n"


def stated(night: Night) -> Message:
    """Say how many accounts were looked at, and how often chance alone would bring an alarm."""
    values: dict[str, Value] = {"n": night.judged, "period": night.quiet_days, "share": 100 * night.share}
    return Message("watch.stated", values | {"weeks": night.window_days // 7})


def sentences(one: News, words: Words, *, is_rare: bool = True) -> tuple[Message, ...]:
    """Give one piece of news; `is_rare`: it would have been told without any other."""
    if isinstance(one, Fever):
        fever = Message("watch.fever", _loss(one, words) | {"temperature": one.temperature, "kind": one.kind})
        whose = WHOSE.get(one.finding or "", Message("watch.whose.real"))
        return fever, whose, _every(one.every_days, is_rare=is_rare)
    if isinstance(one, SharedFever):
        return (Message("watch.shared_fever", {"n": one.accounts}),)
    if isinstance(one, GroupFever):
        return (_group(one, words), _every(one.every_days, is_rare=is_rare))
    if isinstance(one, FollowersFell):
        place = words.platform(one.step.platform or "") or words.word("weather.platform.unknown")
        return Message("watch.place", {"place": place}), step_sentence(one.step)
    if isinstance(one, Crossing):
        return (_crossing(one, words),)
    best = Message("watch.best_month", _loss(one, words) | {"n": one.posts})
    return best, _every(one.every_days, is_rare=is_rare)


def _every(days: float, *, is_rare: bool) -> Message:
    return Message("watch.every", {"period": days}) if is_rare else Message("watch.with_others")


def _loss(one: Fever | BestMonth, words: Words) -> dict[str, Value]:
    values: dict[str, Value] = {"account": clean(one.account), "platform": _platform(one.platform, words)}
    return values | {"metric": one.metric, "percent": one.percent, "low": one.low, "high": one.high, "at": one.since}


def _platform(name: str | None, words: Words) -> str:
    return words.word("weather.platform.unknown") if name is None else words.platform(name)


def _group(one: GroupFever, words: Words) -> Message:
    if one.what == "group":
        return where_sentence(one.group, words)
    group = one.group
    values: dict[str, Value] = {"place": place_name(group.place, words), "metric": group.metric, "at": group.since}
    values |= {"percent": group.percent, "low": group.low, "high": group.high, "temperature": group.temperature}
    return Message("watch.weather", values)


def _crossing(one: Crossing, words: Words) -> Message:
    values: dict[str, Value] = {"account": clean(one.account), "platform": _platform(one.platform, words)}
    values |= {"mark": one.mark, "now": one.followers, "before": one.before}
    return Message("watch.milestone.below" if one.side == "below" else "watch.milestone.above", values)


def _fields(one: News) -> dict[str, Any]:
    """Give the fields of one piece of news, without boxes in boxes."""
    if isinstance(one, GroupFever):
        group = asdict(one.group)
        return {"what": one.what, **group.pop("place"), **group, "every_days": one.every_days}
    if isinstance(one, FollowersFell):
        step = asdict(one.step)
        return {"what": one.what, "step": step.pop("what")} | step
    fields = asdict(one)
    return {"what": fields.pop("what")} | fields


def _written(value: object) -> str:
    if isinstance(value, datetime):
        return iso(value)
    if isinstance(value, date):
        return value.isoformat()
    message = f"no way to write a {type(value).__name__}"
    raise TypeError(message)

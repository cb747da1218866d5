"""What an event did, in sentences, as JSON and as Markdown; nothing is judged here."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from fieber.model.text import Message
from fieber.report.contract import event_in_words, fieber_version, iso, plain
from fieber.report.event_sentences import event_message
from fieber.report.markdown import escape, table_of
from fieber.report.plain import clean, shorten
from fieber.report.tables import Table, with_range
from fieber.report.words import Words

if TYPE_CHECKING:
    from fieber.model.event_study import Effect, EventStudy, RosterEffect, Stage
    from fieber.model.text import Value
    from fieber.report.terminal import Screen

Paragraph = tuple[Message, ...]
NOT_JSON = ("at", "value", "events", "account", "platform", "as_of", "start", "end")


def answer_of(study: EventStudy) -> Message:
    """Give the answer: less, more, nothing to be seen, silence, or what is missing."""
    stage = study.during
    if stage is None or stage.total is None:
        return Message(f"event.answer.{study.finding}")
    if stage.own is not None and study.finding in {"fell", "rose"}:
        return Message(f"event.answer.{study.finding}_own", {"percent": stage.own.percent})
    return Message(f"event.answer.{study.finding}", {"percent": stage.total.percent})


def paragraphs_of(study: EventStudy) -> tuple[Paragraph, ...]:
    """Give what stands below the answer, a paragraph for each: the time itself, the others, afterwards, followers."""
    found = [
        _why_not(study),
        _during(study),
        _others(study.during),
        _after(study),
        _followers(study),
    ]
    return tuple(paragraph for paragraph in found if paragraph)


def limits_of(study: EventStudy) -> Paragraph:
    """Give what this cannot tell."""
    return tuple(Message(f"event.limit.{limit}") for limit in study.limits)


def meanwhile(study: EventStudy) -> Paragraph:
    """Give what else the calendar has for that time."""
    return tuple(event_message(event) for event in study.events)


def _why_not(study: EventStudy) -> Paragraph:
    return (Message(f"unknown.{study.reason}"),) if study.finding == "cannot_say" and study.reason else ()


def _during(study: EventStudy) -> Paragraph:
    stage = study.during
    if stage is None:
        return ()
    rate: dict[str, Value] = {"before": study.posts_per_week_before, "then": stage.posts_per_week, "n": stage.posts}
    if stage.finding == "silent":
        return (Message("event.silent", rate),)
    if stage.total is None or study.level is None:
        return ()
    level: dict[str, Value] = {"metric": study.metric, "level": study.level, "n": stage.posts}
    return (Message("event.level", level), _change(stage.total, "event.then"), *_chance(stage.total))


def _change(effect: Effect | RosterEffect, key: str) -> Message:
    """Give a change with its interval: `<key>.loss`, `.gain`, or `.either` where the interval holds both."""
    low, high = effect.low or 0.0, effect.high or 0.0
    direction = "loss" if high < 0 else "gain" if low > 0 else "either"
    return Message(f"{key}.{direction}", {"percent": effect.percent, "low": effect.low, "high": effect.high})


def _chance(effect: Effect) -> Paragraph:
    """How rare that is among times in which nothing was told, and what would have been seen."""
    told = () if not effect.placebos else (Message("event.rank", {"n": effect.placebos, "lower": effect.lower}),)
    if effect.low > 0:
        return _rare(effect)
    if effect.high < 0:
        return (*told, *_rare(effect))
    return (*told, Message("event.detectable", {"percent": effect.detectable_percent}))


def _rare(effect: Effect) -> Paragraph:
    if effect.high < 0:
        return (Message("event.chance.loss", {"p": 100 * effect.p_value}),)
    return (Message("event.chance.gain", {"p": 100 * effect.p_rise}),) if effect.low > 0 else ()


def _others(stage: Stage | None) -> Paragraph:
    if stage is None or stage.roster is None:
        return ()
    roster, found = stage.roster, []
    if roster.percent is not None:
        spread: dict[str, Value] = {"low": roster.spread_low, "high": roster.spread_high, "n": roster.accounts}
        found += [Message("event.roster.lead", {"n": roster.accounts}), _change(roster, "event.then")]
        found += [Message("event.roster.spread", spread)]
    if roster.silent:
        found.append(Message("event.roster.silent", {"n": roster.silent, "asked": roster.asked}))
    if stage.own is not None:
        found += [_change(stage.own, "event.own"), *_rare(stage.own)]
    return tuple(found)


def _after(study: EventStudy) -> Paragraph:
    stage = study.after
    if stage is None:
        return ()
    effect = stage.own or stage.total
    lead = Message("event.after.lead", {"start": stage.start, "end": stage.end, "n": stage.posts})
    if effect is None:
        return (Message(f"event.after.{'silent' if stage.finding == 'silent' else 'cannot_say'}"),)
    key = "event.then" if stage.own is None else "event.own"
    found = [lead, _change(effect, key), Message(f"event.after.{stage.finding}")]
    if stage.own is not None and stage.total is not None:
        found.append(Message("event.after.others", {"percent": stage.total.percent}))
    if stage.roster is not None and stage.roster.percent is not None:
        found.append(Message("event.after.roster", {"percent": stage.roster.percent}))
    if study.recovery is not None:
        values: dict[str, Value] = {
            "half": study.recovery.half_life_days,
            "low": study.recovery.low,
            "high": study.recovery.high,
        }
        found.append(Message("event.recovery", values))
        if study.recovery.settled is not None:
            found.append(Message("event.recovery.settled", {"settled": study.recovery.settled}))
    return tuple(found)


def _followers(study: EventStudy) -> Paragraph:
    step = study.followers
    if step is None:
        return ()
    values: dict[str, Value] = {"before": step.before, "after": step.after, "n": step.days, "percent": step.percent}
    usual: dict[str, Value] = {"low": step.usual_low, "high": step.usual_high, "p": 100 * step.p_value}
    if round(step.usual_low) == round(step.percent) == round(step.usual_high):
        return (Message("event.followers", values), Message("event.followers.as_usual"))
    return (Message("event.followers", values), Message("event.followers.usual", usual))


def format_table(study: EventStudy, words: Words) -> Table:
    """Give each format's change during and after; no rows where there are none."""
    rows = tuple(
        (words.word(f"kind.{one.kind}"), _cell(one.during, words), _cell(one.after, words)) for one in study.formats
    )
    heads = ("table.format", "event.table.during", "event.table.after")
    return Table(tuple(words.word(head) for head in heads), rows)


def _cell(effect: Effect | None, words: Words) -> str:
    return words.word("table.none") if effect is None else with_range(words, effect.percent, effect.low, effect.high)


def _row_in_words(row: tuple[str, ...], words: Words) -> str:
    """Give one format's line, without what is not known of it."""
    kind, during, after = row
    unknown = words.word("table.none")
    if after == unknown:
        return words.word("event.row_during", a=kind, b=during)
    if during == unknown:
        return words.word("event.row_after", a=kind, c=after)
    return words.word("event.row", a=kind, b=during, c=after)


def title_of(study: EventStudy, words: Words) -> str:
    """Give the account and the time that was asked for."""
    account = shorten(clean(study.account), 60)
    if study.end is None:
        return words.word("event.title_open", account=account, start=study.start)
    return words.word("event.title", account=account, start=study.start, end=study.end)


def study_contract(study: EventStudy, lang: str) -> dict[str, Any]:
    """Give the study as a dict ready for `json.dumps(…, allow_nan=False)`; sentences in `lang`."""
    words = Words(lang, as_of=study.as_of)
    told = ((answer_of(study),), *paragraphs_of(study))
    rest = {name: value for name, value in asdict(study).items() if name not in NOT_JSON}
    return {
        "fieber": fieber_version(),
        "account": study.account,
        "platform": study.platform,
        "as_of": iso(study.as_of),
        "lang": lang,
        "from": iso(study.start),
        "to": None if study.end is None else iso(study.end),
        **plain(rest),
        "events": [event_in_words(event, lang) for event in study.events],
        "answer": [words.join(paragraph) for paragraph in told],
        "cannot_say": [words.say(message) for message in limits_of(study)],
    }


def study_lines(study: EventStudy, lang: str, screen: Screen) -> str:
    """Give the study as text for a terminal, ending in a line break."""
    words = Words(lang, as_of=study.as_of)
    bold = [screen.paint(line, "\x1b[1m") for line in screen.wrap(words.say(answer_of(study)))]
    blocks = [screen.wrap(title_of(study, words)), bold]
    blocks += [screen.wrap(words.join(paragraph)) for paragraph in paragraphs_of(study)]
    rows = format_table(study, words).rows
    formats = [line for row in rows for line in screen.wrap(_row_in_words(row, words))]
    blocks.append([*screen.wrap(words.word("event.formats")), *formats] if rows else [])
    blocks.append(
        screen.wrap(" ".join([words.word("events.then"), words.join(meanwhile(study))])) if study.events else []
    )
    if study.limits:
        blocks.append(screen.wrap(f"{words.word('section.cannot')}: {words.join(limits_of(study))}"))
    return "\n\n".join("\n".join(lines) for lines in blocks if lines) + "\n"


def study_markdown(study: EventStudy, lang: str) -> str:
    """Give the study as Markdown, ending in a line break."""
    words = Words(lang, as_of=study.as_of)
    formats, others = table_of(format_table(study, words)), meanwhile(study)
    blocks = [
        f"# {escape(title_of(study, words))}",
        f"**{words.say(answer_of(study))}**",
        *[words.join(paragraph) for paragraph in paragraphs_of(study)],
        *([f"## {words.word('event.formats')}", formats] if formats else []),
        *([f"## {words.word('section.events')}", "\n".join(f"- {words.say(one)}" for one in others)] if others else []),
        *([f"## {words.word('section.cannot')}"] if study.limits else []),
        "\n".join(f"- {words.say(message)}" for message in limits_of(study)),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"

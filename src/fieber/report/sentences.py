"""The finding in sentences: what the person saw, how it is now, how often that comes by chance.

Nothing is judged here. Verdicts, caps, claims and reasons arrive decided; only grammar looks at numbers (less, more).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fieber.model.text import Message
from fieber.report.claim_levels import best_numbers
from fieber.report.claim_sentences import (
    Sentences,
    answer_claim,
    further,
    own_finding,
    recognised,
    tells_change,
    tells_usual,
)
from fieber.report.follower_sentences import beside_advice, follower_paragraphs, is_told_instead
from fieber.report.split_sentences import where_it_was_lost
from fieber.report.weather_sentences import beside_the_loss

if TYPE_CHECKING:
    from fieber.model.diagnosis import Change, Diagnosis, LongTerm, Normal, Recent, Since, Vital
    from fieber.model.text import Value

# metrics that are no count of a single post: they have sentences of their own
OF_THE_DAY = frozenset({"followers_gained"})
PER_HUNDRED = frozenset({"engagement_per_reach"})


def carrier_of(diagnosis: Diagnosis) -> Vital | None:
    """Give the vital that the finding speaks of, mostly the one that carries the headline.

    Without one the first that says most: a change, posts, or nothing.
    """
    if diagnosis.spoken_of is not None:
        return diagnosis.spoken_of
    told = [vital for vital in diagnosis.vitals if vital.change is not None and vital.reason != "not_a_symptom"]
    silent = [vital for vital in diagnosis.vitals if vital.reason != "not_a_symptom"]
    seen = [vital for vital in silent if vital.reason not in {"column_missing", "no_counts"}]
    return next(iter(told + seen + silent), None)


def per_hundred(metric: str, value: float) -> float:
    """Give a value in the unit in which people read it: shares as so many of a hundred."""
    return value * 100 if metric in PER_HUNDRED else value


def answer(diagnosis: Diagnosis) -> Message:
    """Give the answer; on "no fever" a slow loss is part of it."""
    slow = _slow_loss(diagnosis)
    if slow is not None and diagnosis.verdict in {"healthy", "elevated"}:
        fallen = diagnosis.vitals[diagnosis.slow_loss or 0]
        if fallen is carrier_of(diagnosis):
            return Message(f"answer.slow_{diagnosis.verdict}", {"percent": slow.percent})
        values: dict[str, Value] = {"percent": slow.percent, "metric": fallen.metric}
        return Message(f"answer.slow_{diagnosis.verdict}_elsewhere", values)
    return Message(f"answer.{diagnosis.verdict}")


def reason(diagnosis: Diagnosis) -> tuple[Sentences, ...]:
    """Give the paragraphs after the answer, without empty ones."""
    vital = carrier_of(diagnosis)
    if diagnosis.verdict == "unknown" or vital is None:
        paragraphs = [
            recognised(diagnosis, vital),
            *further(diagnosis),
            _good_now(diagnosis),
            *follower_paragraphs(diagnosis),
            _what_is_missing(diagnosis, vital),
            where_it_was_lost(diagnosis),
            _told_date(diagnosis, vital) + _long_run(diagnosis),
        ]
    else:
        paragraphs = [
            *_first(recognised(diagnosis, vital), _how_it_is(diagnosis, vital), diagnosis),
            *further(diagnosis),
            _good_now(diagnosis),
            beside_the_loss(diagnosis),
            where_it_was_lost(diagnosis),
            *follower_paragraphs(diagnosis),
            () if is_told_instead(diagnosis) else _how_often(diagnosis, vital) + what_would_be_seen(diagnosis, vital),
            _told_date(diagnosis, vital) + _long_run(diagnosis),
            _kind_word(diagnosis),
        ]
    return tuple(paragraph for paragraph in paragraphs if paragraph)


def _good_now(diagnosis: Diagnosis) -> Sentences:
    """Good news is told, although it is not measured in degrees."""
    return tuple(message for message in diagnosis.caveats if message.key == "caveat.going_well")


def basis_of(vital: Vital, recent: Recent, *, is_dated: bool) -> Message:
    """Give what the change was measured on: so many posts, or so many days of what is counted by the day."""
    if not is_dated:
        return Message("loss.basis_undated", {"n": recent.n})
    values: dict[str, Value] = {"n": recent.n, "since": recent.since}
    return Message("loss.basis_days" if vital.metric in OF_THE_DAY else "loss.basis", values)


def answer_to_sentence(diagnosis: Diagnosis) -> tuple[Sentences, ...]:
    """Give only what answers the person's own sentence, a paragraph a claim; nothing where none was told."""
    if not diagnosis.claims:
        return ()
    asked_where = where_it_was_lost(diagnosis) if diagnosis.claims[0].kind == "algorithm" else ()
    paragraphs = (_answer_to_first(diagnosis), asked_where, *further(diagnosis), _kind_word(diagnosis))
    return tuple(paragraph for paragraph in paragraphs if paragraph)


def answer_to_each(diagnosis: Diagnosis) -> tuple[Sentences, ...]:
    """Give the answer to each claim, as many as there are claims; an empty one where there is no answer."""
    if not diagnosis.claims:
        return ()
    return (_answer_to_first(diagnosis), *(answer_claim(claim, diagnosis, None) for claim in diagnosis.claims[1:]))


def _answer_to_first(diagnosis: Diagnosis) -> Sentences:
    """A question after the whole account is answered by the finding itself."""
    return recognised(diagnosis, None, alone=True) or (answer(diagnosis),)


def _first(answer: Sentences, now: Sentences, diagnosis: Diagnosis) -> tuple[Sentences, ...]:
    """The answer and how it is now are one paragraph; a kind word to the person stands alone."""
    if speaks_of_the_person(diagnosis):
        return (answer, own_finding(diagnosis) + now)
    return (answer + now,)


def speaks_of_the_person(diagnosis: Diagnosis) -> bool:
    """Whether the sentence is about the person, who comes before every number."""
    return any(claim.kind == "distress" for claim in diagnosis.claims)


def change_sentence(prefix: str, change: Change | LongTerm | Since) -> Message:
    """Give a change with its interval: `<prefix>.loss`, `.gain`, or `.either` where the interval holds both."""
    direction = "loss" if change.high < 0 else "gain" if change.low > 0 else "either"
    return Message(f"{prefix}.{direction}", {"percent": change.percent, "low": change.low, "high": change.high})


def _slow_loss(diagnosis: Diagnosis) -> LongTerm | None:
    return None if diagnosis.slow_loss is None else diagnosis.vitals[diagnosis.slow_loss].long_term


def _how_it_is(diagnosis: Diagnosis, vital: Vital) -> Sentences:
    """Lately against usual; the interval of the change follows it where something changed."""
    if vital.normal is None or vital.recent is None or vital.change is None or is_told_instead(diagnosis):
        return ()
    if diagnosis.verdict == "healthy":
        return () if tells_usual(diagnosis, vital) else (_level_now(vital, vital.normal, vital.recent),)
    level = _level_changed(diagnosis, vital, vital.normal, vital.recent)
    return (level,) if tells_change(diagnosis, vital) else (level, change_sentence("change", vital.change))


def _levels(vital: Vital, normal: Normal, recent: Recent) -> dict[str, Value]:
    scaled = {
        "recent": per_hundred(vital.metric, recent.median),
        "normal": per_hundred(vital.metric, normal.median),
        "low": per_hundred(vital.metric, normal.low),
        "high": per_hundred(vital.metric, normal.high),
    }
    return {**scaled, "metric": vital.metric, "kind": vital.kind, "n": recent.n}


def _level_now(vital: Vital, normal: Normal, recent: Recent) -> Message:
    key = "level.followers_gained" if vital.metric in OF_THE_DAY else "level.post"
    return Message(key, _levels(vital, normal, recent))


def _level_changed(diagnosis: Diagnosis, vital: Vital, normal: Normal, recent: Recent) -> Message:
    values = _levels(vital, normal, recent)
    key = "level.followers_changed" if vital.metric in OF_THE_DAY else "level.changed"
    if not diagnosis.coverage.is_dated:
        return Message("level.changed_posts_ago", values)
    if vital.onset is None:
        return Message(key, values)
    onset = vital.onset
    if onset.low.date() == onset.high.date():
        return Message(f"{key}_on", values | {"onset": onset.at})
    return Message(f"{key}_since", values | {"onset": onset.at, "low": onset.low, "high": onset.high})


def _how_often(diagnosis: Diagnosis, vital: Vital) -> Sentences:
    if vital.capped and vital.change is not None and diagnosis.verdict == "elevated":
        return (Message("change.certain_but_small", {"percent": vital.change.percent}),)
    if diagnosis.return_period_days is None:
        return ()
    return (Message(f"weeks.{diagnosis.verdict}", {"period": diagnosis.return_period_days}),)


def what_would_be_seen(diagnosis: Diagnosis, vital: Vital) -> Sentences:
    """No fever always comes with what could have been seen."""
    if diagnosis.verdict not in {"healthy", "elevated"} or vital.detectable_percent is None or vital.capped:
        return ()
    if diagnosis.verdict == "elevated":
        if vital.change is not None and vital.change.percent <= vital.detectable_percent:
            return ()  # it is as large already; why it is no fever yet has been said
        return (Message("seen.fever_from", {"detectable": vital.detectable_percent}),)
    return (Message("seen.detectable", {"detectable": vital.detectable_percent}), Message("seen.less"))


def _told_date(diagnosis: Diagnosis, vital: Vital | None) -> Sentences:
    """Give the test at a told date; a date in the person's own sentence is answered with the sentence."""
    untested = tuple(message for message in diagnosis.caveats if message.key == "caveat.since_untested")
    if vital is None or vital.since is None or any(claim.since_date is not None for claim in diagnosis.claims):
        return untested
    told = vital.since
    sentence = change_sentence("change.since_told", told)
    return (replace(sentence, values={**sentence.values, "at": told.at}), Message("change.since_told.if"))


def _long_run(diagnosis: Diagnosis) -> Sentences:
    slow = _slow_loss(diagnosis)
    if slow is None:
        return ()
    metric = diagnosis.vitals[diagnosis.slow_loss or 0].metric
    values: dict[str, Value] = {"metric": metric, "percent": slow.percent, "low": slow.low, "high": slow.high}
    return (Message("long_term.loss", values),)


def _kind_word(diagnosis: Diagnosis) -> Sentences:
    """The best post beside the usual one, and that it is the best ones which are remembered."""
    told = [claim for claim in diagnosis.claims[:1] if claim.kind == "claim_level"]
    return tuple(message for claim in told for message in best_numbers(claim))


def _what_is_missing(diagnosis: Diagnosis, vital: Vital | None) -> Sentences:
    no_counts = [message for message in diagnosis.caveats if message.key == "note.no_counts_in_export"]
    if no_counts:
        return tuple(no_counts[:1])
    if vital is None or vital.reason is None:
        return (Message("unknown.nothing_read"),)
    silence = Message(f"unknown.{vital.reason}")
    if vital.reason != "too_noisy" or vital.detectable_percent is None or vital.normal is None or vital.recent is None:
        return (silence,)
    # what the numbers are is known all the same, and how much less would have been noticed
    seen = Message("unknown.seen_from", {"detectable": vital.detectable_percent})
    return (_level_now(vital, vital.normal, vital.recent), silence, seen)


def next_step(diagnosis: Diagnosis) -> Sentences:
    """Give exactly one thing to do, and after it what was left out for now."""
    step = advice(diagnosis, 0) if diagnosis.advice else Message("advice.nothing_wait.open")
    fresh = tuple(message for message in diagnosis.caveats if message.key == "caveat.young_posts_left_out")
    return (step, *beside_advice(diagnosis), *fresh)


def advice(diagnosis: Diagnosis, index: int) -> Message:
    """Give one piece of advice, with its number of posts in place; `.open` where it promises none."""
    given = diagnosis.advice[index]
    waits = given.do.key in {"advice.nothing_wait", "advice.wait_for_more_posts"}
    if given.posts_needed is not None:
        return replace(given.do, values={"n": given.posts_needed, **given.do.values})
    if waits and "n" not in given.do.values:
        return replace(given.do, key=f"{given.do.key}.open")
    return given.do

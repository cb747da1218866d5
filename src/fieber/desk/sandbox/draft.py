"""A finding as the draft of an answer: plain text for a mail, the sentence first, then answer, reason and next step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from fieber.report.compose import compose
from fieber.report.plain import clean
from fieber.report.sentences import speaks_of_the_person
from fieber.report.words import Words

if TYPE_CHECKING:
    from fieber.model.diagnosis import Diagnosis
    from fieber.model.reading import Reading

DAYS_OF_FOLLOWERS = 120  # so far back a forecast of three months can be held against what came


def draft(diagnosis: Diagnosis, lang: str) -> str:
    """Give the text, paragraphs apart by an empty line; "" where the sentence speaks of the person: a human answers."""
    if speaks_of_the_person(diagnosis):
        return ""
    report, words = compose(diagnosis, lang), Words(lang, as_of=diagnosis.as_of)
    degrees = "" if report.temperature is None else words.temperature(report.temperature)
    paragraphs = (
        "" if report.quote is None else words.word("page.quote", text=clean(report.quote)),
        f"{words.say(report.answer)} {degrees[:1].upper()}{degrees[1:]}".rstrip(),
        *(words.join(paragraph) for paragraph in report.paragraphs),
        words.join(report.then),
        f"{words.word('section.next')}: {words.join(report.next_step)}",
    )
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def followers_of(reading: Reading, account: str) -> list[tuple[str, float]]:
    """Give the followers of the last days that they were counted on, the oldest first: day (ISO 8601) and number."""
    told = []
    for table, time in ((reading.days, "day"), (reading.posts, "posted_at")):
        mine = table.filter((pl.col("account") == account) | pl.col("account").is_null())
        told.append(mine.select(day=pl.col(time).cast(pl.Date), followers=pl.col("followers").cast(pl.Float64)))
    by_day = pl.concat(told).drop_nulls().group_by("day").agg(pl.col("followers").last()).sort("day")
    return [(day.isoformat(), followers) for day, followers in by_day.tail(DAYS_OF_FOLLOWERS).iter_rows()]

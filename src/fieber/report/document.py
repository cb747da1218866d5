"""A report before any language or look: messages in order, and the values that charts and tables are drawn from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fieber.model.diagnosis import (
        CauseWeight,
        Change,
        Coverage,
        Diagnosis,
        Look,
        Normal,
        Recent,
        Span,
        Trace,
        Verdict,
        Vital,
    )
    from fieber.model.surroundings import Event, Split, Weather
    from fieber.model.text import Message


@dataclass(frozen=True, slots=True)
class Loss:
    """The change of the vital that carries the headline, with what it rests on."""

    vital: Vital
    change: Change
    recent: Recent | None
    sentence: Message


@dataclass(frozen=True, slots=True)
class PostChart:
    """Every post of one vital against its normal range."""

    trace: Trace
    vital: Vital | None
    pauses: tuple[Span, ...]
    sentence: Message  # what the picture shows, for those who do not see it
    events: tuple[Event, ...] = ()  # marked by number, in this order
    weather: Weather | None = None  # of the same posts


@dataclass(frozen=True, slots=True)
class SpreadChart:
    """All posts of one vital by size, with the level that the person named."""

    trace: Trace
    usual: Normal | None
    recent: Recent | None
    claimed: float | None
    sentences: tuple[Message, ...]  # what the picture shows


@dataclass(frozen=True, slots=True)
class FeverChart:
    """The headline at each look."""

    looks: tuple[Look, ...]
    sentence: Message


@dataclass(frozen=True, slots=True)
class SplitChart:
    """A certain loss whose links can be told apart, with the name of each link."""

    split: Split
    names: tuple[Message, ...]
    sentence: Message  # what the picture shows, for those who do not see it


@dataclass(frozen=True, slots=True)
class Missing:
    """A cause that could not be weighed."""

    title: Message
    reason: Message


@dataclass(frozen=True, slots=True)
class Explained:
    """A cause that was weighed."""

    title: Message
    weight: CauseWeight
    how_likely: Message  # the weight as so many of ten such cases


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that is told about one account, in the order in which it is told."""

    diagnosis: Diagnosis
    quote: str | None  # the person's own sentence
    help_lines: tuple[Message, ...]  # where there are some, the first paragraph and they come before everything else
    verdict: Verdict
    temperature: float | None
    answer: Message
    paragraphs: tuple[tuple[Message, ...], ...]  # the reason
    next_step: tuple[Message, ...]  # exactly one thing to do; what follows it only explains
    more_advice: tuple[Message, ...]
    carrier: Vital | None
    loss: Loss | None
    main_chart: PostChart | None
    other_charts: tuple[PostChart, ...]
    fever: FeverChart | None
    causes: tuple[Explained, ...]
    missing: tuple[Missing, ...]
    method: tuple[Message, ...]
    coverage: Coverage
    covered: tuple[Message, ...]  # what there was to look at
    caveats: tuple[Message, ...]
    then: tuple[Message, ...] = ()  # what happened where the change began, for the first screen
    events: tuple[Message, ...] = ()  # all that happened in the time that was looked at
    followers: tuple[tuple[Message, ...], ...] = ()  # all that is known of them, a paragraph a thing
    split: SplitChart | None = None  # where a loss lies
    experiment: tuple[tuple[Message, ...], ...] = ()  # what came out of the person's trial
    outlook: tuple[tuple[Message, ...], ...] = ()  # where the formats of others are heading, a paragraph a format
    spread: SpreadChart | None = None  # all posts by size, and what was claimed of them

"""What a check-up finds: frozen values, in the order and with the names of the JSON contract.

None is "unknown" or "does not apply"; percentages are percent (−30.0, not −0.3); times are UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date, datetime

    from fieber.model.experiment import ExperimentResult
    from fieber.model.reading import Fault, Source
    from fieber.model.surroundings import (
        Event,
        Flows,
        FollowerEvent,
        FormatOutlook,
        Growth,
        Milestone,
        Outlook,
        Split,
        Weather,
    )
    from fieber.model.text import Message

Verdict = Literal["healthy", "elevated", "fever", "high_fever", "unknown"]
Finding = Literal["not_in_data", "everyone", "yours", "both", "real", "counter", "cannot_say"]
Fear = Literal["right", "market", "unfounded", "unknown"]
ClaimVerdict = Literal["true", "was_once_true", "exception", "never", "cannot_say"]

METRICS = (
    "likes",
    "comments",
    "shares",
    "saves",
    "views",
    "reach",
    "engagement_per_reach",
    "posting_rate",
    "followers_gained",
)
ADDITIVE = frozenset({"likes", "comments", "shares", "saves", "views"})  # reach never adds up: DESIGN.md section 6


@dataclass(frozen=True, slots=True)
class Normal:
    """The usual post before the recent ones: median and the middle 80 %, in the metric's own unit; n posts."""

    median: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class Recent:
    """The posts that are judged: their median, how many, and from when on."""

    median: float
    n: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """Level after ÷ level the account would have had, in percent; posterior median and interval at `level`."""

    percent: float
    low: float
    high: float
    level: float = 0.9


@dataclass(frozen=True, slots=True)
class LongTerm:
    """The last 90 days against the same 90 days a year before, in percent with a 90 % interval."""

    percent: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Since:
    """The test at a date that was told, without the scan's price."""

    at: datetime
    p_value: float
    p_drop: float
    percent: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Onset:
    """When the change began, with the 90 % interval of that date."""

    at: datetime
    low: datetime
    high: datetime


@dataclass(frozen=True, slots=True)
class Vital:
    """One metric of one account (of one format, if `kind`) held against its own history. DESIGN.md sections 2 and 7."""

    metric: str
    kind: str | None
    verdict: Verdict
    temperature: float | None
    return_period_days: float | None
    normal: Normal | None
    recent: Recent | None
    change: Change | None
    capped: bool
    detectable_percent: float | None
    long_term: LongTerm | None
    p_drop: float | None
    p_value: float | None
    since: Since | None
    onset: Onset | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time, half-open: [start, end)."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was there to look at."""

    posts: int
    first: datetime | None
    last: datetime | None
    faults: tuple[Fault, ...]
    unknown_paths: tuple[str, ...]
    pauses: tuple[Span, ...]
    viral: tuple[Span, ...]
    sources: tuple[Source, ...] = ()
    is_dated: bool = True  # False: typed in; times only keep the order and are never shown


@dataclass(frozen=True, slots=True)
class Trace:
    """One vital post by post, for the charts: value, and the normal range it was held against.

    All tuples have one entry a post, oldest first. `expected`, `low`, `high` are null where too little was known;
    `state` is "counted", "young" (too fresh to judge) or "viral" (an outstanding hit, not part of the normal).
    """

    metric: str
    at: tuple[datetime, ...]
    value: tuple[float | None, ...]
    expected: tuple[float | None, ...]
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]
    kind: tuple[str | None, ...]
    url: tuple[str | None, ...]
    state: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """One point of the fever curve: what the headline would have said at `as_of`."""

    as_of: datetime
    temperature: float | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class CauseWeight:
    """One explanation, how sure, and what would refute it. title: in the cause's own words; None: the catalogue's."""

    cause: str
    ladder: Literal["observed", "associated", "causal"]
    weight: float
    evidence: Message
    refuted_by: Message
    title: Message | None = None


@dataclass(frozen=True, slots=True)
class Abstention:
    """A cause that could not be weighed, and why. title, said: in the cause's own words; None: the catalogue's."""

    cause: str
    reason: str
    title: Message | None = None
    said: Message | None = None


@dataclass(frozen=True, slots=True)
class Best:
    """One of the highest values of the record; `at` is null where the input has no dates."""

    at: datetime | None
    value: float


@dataclass(frozen=True, slots=True)
class Tested:
    """The change that a claim was held against, in percent with its 90 % interval; for counts of followers exact.

    since: the date told, or the begin of the stretch that was compared; null: the change that the scan found.
    before, now: followers then and now, where followers were counted.
    """

    percent: float
    low: float
    high: float
    since: datetime | None
    before: float | None = None
    now: float | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """The person's own sentence as something that was held against the record.

    All levels are in the unit of the claim. share, count, last: of the `n` posts (days, weeks) those that hold it.
    until: when it was last held, for `was_once_true`. is_mostly: not as often as was said, but for more than half.
    expected_best, best_multiple: the best as a multiple of the median: as this scatter makes expect, and as it was.
    reason: why nothing can be said. kind_of_post: only this format was looked at.
    """

    text: str
    kind: str
    metric: str | None
    value: float | None
    unit: str | None
    since: str | None
    fear: Fear
    verdict: ClaimVerdict
    share: float | None
    count: int | None
    last: datetime | None
    median: float | None
    low: float | None
    high: float | None
    qualifier: str | None = None
    change_pct: float | None = None
    since_date: date | None = None
    kind_of_post: str | None = None
    intent: str | None = None
    direction: str | None = None
    n: int | None = None
    is_mostly: bool = False
    until: datetime | None = None
    best: tuple[Best, ...] = ()
    expected_best: float | None = None
    best_multiple: float | None = None
    tested: Tested | None = None
    now: float | None = None  # followers at `as_of`
    mark: float | None = None  # the milestone in question
    crossed: datetime | None = None  # since when the followers are on this side of it
    reason: str | None = None
    is_elsewhere: bool = False  # what fell is something else than the sentence is about
    not_understood: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing to try, what to expect of it, and how many posts until one can tell.

    expect_percent, low, high: a post made so against the account's present mix, with a 90 % interval; null where
    nothing is promised. what: the choice as `fieber experiment --try` takes it ("hour=18-20"); zone: whose clock it is.
    """

    do: Message
    expect_percent: float | None
    posts_needed: int | None
    low: float | None = None
    high: float | None = None
    what: str | None = None
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """All that a check-up found out about one account at `as_of`; every surface is written from this."""

    account: str
    platform: str | None
    as_of: datetime
    verdict: Verdict
    temperature: float | None
    return_period_days: float | None
    p_value: float | None  # of the headline, corrected for the number of vitals
    carried_by: int | None  # index in `vitals` of the one that carries the headline
    finding: Finding
    compared_with: int
    coverage: Coverage
    vitals: tuple[Vital, ...]
    causes: tuple[CauseWeight, ...]
    abstentions: tuple[Abstention, ...]
    claims: tuple[Claim, ...]
    advice: tuple[Advice, ...]
    caveats: tuple[Message, ...]
    traces: tuple[Trace, ...]
    looks: tuple[Look, ...]
    slow_loss: int | None = None  # index in `vitals` of the one whose long-term loss belongs on the first screen
    method: str = "1"
    described: int | None = None  # index in `vitals` of the one that the finding speaks of; None: the carrier
    split: Split | None = None
    weather: Weather | None = None
    events: tuple[Event, ...] = ()  # those that lie over the time that was looked at, oldest first
    milestones: tuple[Milestone, ...] = ()
    flows: Flows | None = None
    growth: Growth | None = None
    outlook: tuple[Outlook, ...] = ()  # followers ahead, the nearest first
    follower_events: tuple[FollowerEvent, ...] = ()  # sudden steps, oldest first
    experiment: ExperimentResult | None = None  # of a trial whose plan was told
    outlook_formats: tuple[FormatOutlook, ...] = ()  # of the roster on this platform: as a whole, then each format

    @property
    def carrier(self) -> Vital | None:
        """The vital that carries the headline."""
        return None if self.carried_by is None else self.vitals[self.carried_by]

    @property
    def spoken_of(self) -> Vital | None:
        """The vital that the finding speaks of, mostly the carrier."""
        return self.carrier if self.described is None else self.vitals[self.described]

"""The five sample findings of VOICE.md as diagnoses, and accounts that try everything else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from tests.report.parts import (
    AS_OF,
    KINDS,
    causes,
    claim,
    coverage,
    diagnosis,
    flows,
    looks,
    milestone,
    p_of,
    posting_rate,
    silent,
    trace,
    vital,
)

from fieber.model.diagnosis import (
    Advice,
    Change,
    Coverage,
    Diagnosis,
    LongTerm,
    Normal,
    Onset,
    Recent,
    Since,
)
from fieber.model.reading import Fault, Source
from fieber.model.surroundings import Link, Split
from fieber.model.text import Message


def sample_a() -> Diagnosis:
    """Worried, no fever."""
    normal = Normal(8800, 3600, 21600, 74)
    one = vital(36.4, Change(-7.0, -38.0, 39.0), normal, Recent(8300, 30, datetime(2025, 1, 20, tzinfo=UTC)))
    said = claim(
        "Ich habe immer 50.000 Likes!",
        "claim_level",
        fear="unfounded",
        verdict="exception",
        metric="likes",
        value=50000.0,
        unit="per_post",
        share=1 / 104,
        count=1,
        last=datetime(2024, 5, 14, 18, tzinfo=UTC),
        median=8800.0,
        low=3600.0,
        high=21600.0,
    )
    return diagnosis(one, claims=(said,), traces=(trace(104, normal),), looks=looks(36.4))


def sample_b() -> Diagnosis:
    """Slightly elevated; most of it everyone's."""
    normal = Normal(6200, 3100, 12500, 96)
    one = vital(37.8, Change(-31.0, -49.0, -7.0), normal, Recent(4300, 8, datetime(2025, 3, 27, tzinfo=UTC)))
    said = claim(
        "Seit zwei Wochen sind meine Likes halbiert.", "claim_drop", fear="market", verdict="exception", metric="likes"
    )
    return diagnosis(
        one,
        claims=(said,),
        finding="both",
        compared_with=212,
        advice=(Advice(Message("advice.wait_for_more_posts"), None, 12),),
        caveats=(Message("caveat.young_posts_left_out", {"n": 2}), Message("caveat.no_season_known")),
        traces=(trace(104, normal, last=8, since=datetime(2025, 3, 27, tzinfo=UTC), fall=0.7),),
        looks=looks(37.8),
    )


def sample_c() -> Diagnosis:
    """Fever, and most of it one's own."""
    normal = Normal(8800, 4100, 18900, 78)
    one = vital(39.0, Change(-44.0, -58.0, -25.0), normal, Recent(4900, 26, datetime(2025, 3, 9, tzinfo=UTC)))
    days = [datetime(2025, 3, day, tzinfo=UTC) for day in (9, 5, 14)]
    said = claim(
        "Funktioniert der Algorithmus noch für meine Inhalte?", "algorithm", fear="right", verdict="cannot_say"
    )
    return diagnosis(
        replace(one, onset=Onset(*days)),
        claims=(said,),
        finding="yours",
        compared_with=212,
        causes=causes("after_viral_hit", "noise"),
        advice=(
            Advice(Message("advice.account_status"), None, None),
            Advice(Message("advice.request_insights"), None, None),
        ),
        traces=(
            trace(104, normal, last=26, since=days[0], fall=0.56),
            trace(104, Normal(120, 50, 260, 78), metric="comments"),
        ),
        looks=looks(39.0),
        split=where_c_lost(),
    )


def where_c_lost() -> Split:
    """34 of 44 points with people who do not follow, 6 likes per reach, 4 the rhythm."""
    return Split(
        metric="likes",
        total_percent=-44.0,
        links=(
            Link("followers", 0.0, -1.0, 1.0),
            Link("reach_followers", 0.0, -4.0, 4.0),
            Link("reach_non_followers", -34.0, -46.0, -22.0),
            Link("engagement_per_reach", -6.0, -10.0, -2.0),
            Link("posting_rate", -4.0, -7.0, -1.0),
            Link("format_mix", 0.0, -3.0, 3.0),
            Link("rest", 0.0, 0.0, 0.0),
        ),
        since=datetime(2025, 3, 9, tzinfo=UTC),
        posts=26,
        reached_by="reach",
        is_loss=True,
        mostly="distribution",
        named=("reach_non_followers", "engagement_per_reach", "posting_rate"),
        unhurt="liking",
    )


def sample_d() -> Diagnosis:
    """A milestone in English: fewer new followers, no fever."""
    normal = Normal(165, 110, 240, 300)
    recent = Recent(140, 30, datetime(2025, 3, 11, tzinfo=UTC))
    one = vital(37.2, Change(-14.0, -29.0, 5.0), normal, recent, metric="followers_gained")
    reach = vital(
        36.3,
        Change(-2.0, -22.0, 24.0),
        Normal(40100, 21000, 78000, 74),
        replace(recent, median=39300.0),
        metric="reach",
    )
    crossed = datetime(2024, 9, 12, tzinfo=UTC)
    said = claim(
        "I fell below 100k, please help.",
        "milestone",
        fear="unfounded",
        verdict="true",
        metric="followers",
        value=100000.0,
        unit="total",
        direction="below",
        now=98040.0,
        mark=100000.0,
        crossed=crossed,
    )
    return replace(
        diagnosis(one, claims=(said,), looks=looks(37.2), milestones=(milestone(crossed=crossed),), flows=flows()),
        vitals=(one, reach, posting_rate()),
        advice=(Advice(Message("advice.be_found", {"again": 30}), None, None),),
    )


def sample_e() -> Diagnosis:
    """An export without likes."""
    return diagnosis(
        silent("no_counts"),
        finding="cannot_say",
        causes=(),
        caveats=(Message("note.no_counts_in_export"), Message("note.surviving_followers")),
        advice=(Advice(Message("advice.type_in"), None, 20), Advice(Message("advice.request_insights"), None, None)),
    )


def samples() -> dict[str, Diagnosis]:
    """Give the five of VOICE.md by letter."""
    return {"A": sample_a(), "B": sample_b(), "C": sample_c(), "D": sample_d(), "E": sample_e()}


def account_of(n: int) -> Diagnosis:
    """Give a slightly warm account of `n` posts with five metrics."""
    levels = {"likes": 8800, "comments": 140, "views": 61000, "reach": 40500, "saves": 75}
    normals = {metric: Normal(level, level / 2.4, level * 2.3, n) for metric, level in levels.items()}
    recent = Recent(7000, min(14, n), AS_OF - timedelta(days=40))
    change = Change(-21.0, -40.0, 4.0)
    vitals = tuple(vital(37.6, change, normal, recent, metric=metric) for metric, normal in normals.items())
    by_kind = tuple(replace(vitals[0], kind=kind) for kind in KINDS)
    whole = diagnosis(vitals[0], posts=n, looks=looks(37.6, weeks=150))
    traces = tuple(trace(n, normal, metric=metric) for metric, normal in normals.items())
    return replace(whole, vitals=(*vitals, *by_kind, posting_rate()), traces=traces)


def hostile() -> Diagnosis:
    """An account whose names and links attack every surface."""
    name = "<script>alert(1)</script>\x1b[31m\x00\u202eevil&amp;\"'|*_`[x](javascript:alert(1)) 🙈 " + "x" * 80
    base = sample_c()
    links = ("javascript:alert(1)", 'https://e.org/"><img src=x onerror=alert(1)>', "data:text/html,x", None)
    attacked = replace(base.traces[0], url=tuple(links[i % 4] for i in range(104)), kind=tuple(["reel"] * 104))
    said = replace(base.claims[0], text=f"{name} fällt?")
    files = (Fault(name, name, "other", 3),)
    covered = coverage(104, faults=files, sources=(Source(name, name, (name,), (name,)),))
    return replace(base, account=name, claims=(said,), traces=(attacked,), coverage=covered)


def undated() -> Diagnosis:
    """Typed in: only an order, no dates."""
    base = sample_b()
    covered = replace(base.coverage, is_dated=False, pauses=(), viral=())
    onset = Onset(*[datetime(2000, 1, day, tzinfo=UTC) for day in (9, 5, 14)])
    bare = replace(base.vitals[0], onset=onset)
    return replace(base, platform=None, claims=(), coverage=covered, vitals=(bare,), looks=(), finding="not_in_data")


def told_date() -> Diagnosis:
    """A check-up with a date that the person named."""
    base = sample_a()
    told = Since(datetime(2025, 3, 1, tzinfo=UTC), 0.3, 0.4, -9.0, -35.0, 20.0)
    return replace(base, claims=(), vitals=(replace(base.vitals[0], since=told), *base.vitals[1:]))


def slow_loss() -> Diagnosis:
    """Nothing acute, but far below last year."""
    base = sample_a()
    slow = replace(base.vitals[0], long_term=LongTerm(-35.0, -48.0, -19.0))
    return replace(base, claims=(), vitals=(slow, *base.vitals[1:]), slow_loss=0)


def slow_elsewhere() -> Diagnosis:
    """Nothing acute in the likes, but fewer people come than a year ago."""
    base = sample_a()
    recent = Recent(100, 30, datetime(2025, 3, 11, tzinfo=UTC))
    gained = vital(36.2, Change(-2.0, -22.0, 24.0), Normal(110, 70, 160, 300), recent, metric="followers_gained")
    slow = replace(gained, long_term=LongTerm(-30.0, -44.0, -11.0))
    return replace(base, claims=(), vitals=(base.vitals[0], slow, *base.vitals[1:]), slow_loss=1)


def capped() -> Diagnosis:
    """Certain, but small."""
    base = sample_b()
    small = replace(
        base.vitals[0], temperature=38.4, capped=True, change=Change(-6.0, -8.0, -4.0), p_drop=0.02, p_value=p_of(41.0)
    )
    small = replace(small, return_period_days=7 / p_of(41.0))
    vitals = (small, *base.vitals[1:])
    return replace(base, claims=(), vitals=vitals, temperature=38.4, return_period_days=small.return_period_days)


def distress() -> Diagnosis:
    """A fever, told by somebody who is not well."""
    said = claim("Ich kann nicht mehr, meine Likes sind weg.", "distress", fear="unknown", verdict="cannot_say")
    return replace(sample_c(), claims=(said,))


def one_post() -> Diagnosis:
    """A single post."""
    only = trace(1, Normal(100, 50, 200, 1))
    return diagnosis(silent("too_few_posts"), posts=1, finding="cannot_say", causes=(), traces=(only,))


def empty() -> Diagnosis:
    """An input without a single usable post."""
    nothing = Coverage(0, None, None, (), (), (), ())
    bare = diagnosis(None, posts=0, finding="cannot_say", causes=(), advice=(), caveats=())
    return replace(bare, coverage=nothing, vitals=(), platform=None)


def every() -> dict[str, Diagnosis]:
    """Give all of them by name, for tests that hold for every report."""
    named = samples() | {"hostile": hostile(), "undated": undated(), "told_date": told_date(), "slow_loss": slow_loss()}
    named |= {"slow_elsewhere": slow_elsewhere()}
    return named | {"capped": capped(), "one_post": one_post(), "empty": empty(), "account_of_150": account_of(150)}

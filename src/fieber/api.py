"""The library's calls, as DESIGN.md section 8 names them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

import numpy as np
import polars as pl

from fieber.advice.plan import plan_for
from fieber.checkup import Chart, curve, diagnose
from fieber.checkup.looks import each_reading_once
from fieber.checkup.priors import SHIPPED, priors_of
from fieber.checkup.series import in_order
from fieber.checkup.weather import Peers, peers_within
from fieber.checkup.weather_table import WeatherTable, table_of
from fieber.complaint import understand
from fieber.context.own import own_table
from fieber.errors import UsageError
from fieber.model.moments import moment
from fieber.model.reading import Fault, Reading, poolable
from fieber.model.tables import COUNTS, conform, empty
from fieber.report.contract import to_contract
from fieber.report.html import to_html
from fieber.report.markdown import to_markdown
from fieber.report.notebook import to_notebook
from fieber.report.redact import redacted
from fieber.sources import Visit
from fieber.sources._together import read_together
from fieber.stats import temperature
from fieber.stats.percent import change_percent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fieber.advice.plan import Plan
    from fieber.checkup.priors import Priors
    from fieber.checkup.vital import Judged
    from fieber.model.diagnosis import Diagnosis

Lang = Literal["de", "en"]
Moment = datetime | date | str
CURVE = pl.Schema(
    {
        "account": pl.String(),
        "platform": pl.String(),
        "metric": pl.String(),
        "as_of": pl.Datetime("us", "UTC"),
        "p_value": pl.Float64(),
        "temperature": pl.Float64(),
        "return_period_days": pl.Float64(),
        "percent": pl.Float64(),
        "verdict": pl.String(),
    }
)


@dataclass(frozen=True, slots=True)
class Checkup:
    """What a check-up found about one account, ready to be shown in one language."""

    diagnosis: Diagnosis
    lang: Lang = "en"

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON contract (DESIGN.md section 7)."""
        return to_contract(self.diagnosis, self.lang)

    def to_json(self) -> str:
        """Give the contract as one line of JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False, allow_nan=False)

    def to_html(self) -> str:
        """Give one self-contained page."""
        return to_html(self.diagnosis, self.lang)

    def to_markdown(self) -> str:
        """Give the finding as Markdown."""
        return to_markdown(self.diagnosis, self.lang)

    def redacted(self, number: int = 1) -> Checkup:
        """Give the same finding without names, links, file names and the person's words; called by `number`."""
        return Checkup(redacted(self.diagnosis, self.lang, number=number), self.lang)

    def __repr__(self) -> str:
        """Say on one line what was found: a list of check-ups is a list to read."""
        found = self.diagnosis
        return f"<Checkup {found.account!r}: {found.verdict}, {found.temperature}, {found.finding}>"

    def _repr_html_(self) -> str:
        return to_notebook(self.diagnosis, self.lang)


def read(
    path_or_url: str | Path | Sequence[str | Path],
    *,
    account: str | None = None,
    map: Mapping[str, str] | None = None,  # noqa: A002 - the name that DESIGN.md section 8 promises
    keep_raw: str | Path | None = None,
) -> Reading:
    """Read one export: a file, a folder, a ZIP, or several parts of one; or ask a platform about an account.

    Args:
        path_or_url: where it lies, or "bluesky:handle" and the like. account: its name where the export says none.
        map: columns by hand, ours → theirs, for example {"posted_at": "Datum"}.
        keep_raw: folder for the answers of a platform as they came.

    Raises:
        UsageError: no such path. UnreadableError: nothing in it can be read, or the platform gives no answer.
    """
    several = [path_or_url] if isinstance(path_or_url, str | Path) else path_or_url
    visit = Visit(keep_raw=None if keep_raw is None else Path(keep_raw))
    return read_together(several, account=account, columns=map, visit=visit)


def check(
    posts: Any,
    *,
    days: Any = None,
    account: str | None = None,
    since: Moment | None = None,
    as_of: Moment | None = None,
    complaint: str | None = None,
    peers: Any = None,
    events: Any = None,
    restriction: Moment | None = None,
    experiment: Plan | str | Path | None = None,
    priors: Priors | str | Path | None = None,
    lang: Lang = "en",
) -> Checkup | list[Checkup]:
    """Check one account or several: is that a fever?

    Args:
        posts: a pandas, Polars or Arrow table with the columns of the posts table (`posted_at` and one metric are
            enough), or a `Reading`.
        days: a table of days, if there is one; without a column `account`, of the account that the posts are of.
        account: only this account; where the table has no column `account`, its name.
        since: a date that was told; tested beside the scan, without its price. It filters nothing.
        as_of: judge as of then, later posts unseen; if not given, the latest reading, else the latest post.
        complaint: what the person says, in German or English; held against the record and answered first.
        peers: other accounts to compare with: a posts table, a `Reading`, or a `WeatherTable`; the account itself takes
            no part. Without it the other accounts of the same platform in `posts`, if they are at least 20.
        events: events of the person's own: a table with `from` and `what` (and `to`, the first moment after it).
        restriction: since when the app itself says that the account is restricted, as the person looked it up.
        experiment: the plan of a trial (`fieber.plan_experiment`), or the file that it was written to; only the account
            that it was made for is held against it.
        priors: what is taken as known of any account (`fieber.learn`, or its file); if not given, what is shipped.
        lang: language of the texts in it.

    Returns:
        One check-up, or a list of them where there are several accounts.

    Raises:
        UsageError: not a table, no `posted_at`, or no such account.
    """
    found = list(
        each_checkup(
            posts,
            days=days,
            account=account,
            since=since,
            as_of=as_of,
            complaint=complaint,
            peers=peers,
            events=events,
            restriction=restriction,
            experiment=experiment,
            priors=priors,
            lang=lang,
        )
    )
    return found[0] if len(found) == 1 else found


def each_checkup(
    posts: Any,
    *,
    days: Any = None,
    account: str | None = None,
    since: Moment | None = None,
    as_of: Moment | None = None,
    complaint: str | None = None,
    peers: Any = None,
    events: Any = None,
    restriction: Moment | None = None,
    experiment: Plan | str | Path | None = None,
    priors: Priors | str | Path | None = None,
    lang: Lang = "en",
) -> Iterator[Checkup]:
    """Give the check-ups of `check` one after another, by name of account, so that long work can be watched."""
    reading = as_reading(posts, days, account)
    moment_told = None if since is None else as_time(since, "since")
    now = latest_moment(reading, as_of)
    said = understand(complaint, as_of=now) if complaint is not None and complaint.strip() else []
    roster = None if peers is None else Peers(weather_table(peers))
    among = {} if peers is not None else peers_within(poolable(reading))
    told = None if events is None else own_table(events)
    restricted = None if restriction is None else as_time(restriction, "restriction")
    mine = charts(reading, account, priors_of(priors))
    plan = None if experiment is None else plan_for(experiment, [(chart.account, chart.platform) for chart in mine])
    for chart in mine:
        others = among.get(chart.platform, roster)
        found = diagnose(
            chart,
            as_of=now,
            since=moment_told,
            said=said,
            peers=others,
            events=told,
            restriction=restricted,
            plan=plan,
        )
        yield Checkup(found, check_lang(lang))


def weather_table(roster: Any) -> WeatherTable:
    """Make of a roster what an account is compared with; done once, it can be used for many check-ups.

    Args:
        roster: a posts table or a `Reading` with many accounts, or what this function gave before.
    """
    if isinstance(roster, WeatherTable):
        return roster
    reading = as_reading(roster, None, None)
    pooled = poolable(reading)
    if reading.posts.height and not pooled.posts.height:
        raise UsageError(
            "the terms of this platform keep its live numbers out of what is made of many; give exports instead",
            de="Nach den Regeln dieser Plattform dürfen ihre Live-Zahlen nicht mit denen anderer vermengt werden; gib"
            " stattdessen Exporte",
        )
    return table_of(pooled)


def fever_curve(
    posts: Any,
    *,
    days: Any = None,
    as_of: Moment | None = None,
    every: str = "7d",
    priors: Priors | str | Path | None = None,
) -> pl.DataFrame:
    """Give what `check` would have said at each look, knowing only posts that could be judged by then.

    Args:
        posts, days, as_of, priors: as in `check`.
        every: step between looks ("7d", "4w"), or "post": one look whenever another post can be judged.

    Returns:
        One row per account, metric and look, with the columns account, platform, metric, as_of, p_value, temperature,
        return_period_days, percent, verdict; `metric` is "overall" for the headline. p_value is null where too little
        was known, temperature where the account was too noisy to say.
    """
    reading = as_reading(posts, days, None)
    now = latest_moment(reading, as_of)
    frames = [frame for chart in charts(reading, None, priors_of(priors)) for frame in _curve_of(chart, now, every)]
    return pl.concat(frames) if frames else pl.DataFrame(schema=CURVE)


def charts(reading: Reading, account: str | None, priors: Priors = SHIPPED) -> list[Chart]:
    """Give each account of a reading by itself, by name; with `account` only that one.

    Raises:
        UsageError: no such account; the message says how many there are.
    """
    owners = pl.concat([reading.posts.select("account", "platform"), reading.days.select("account", "platform")])
    keys = owners.unique().sort("account", "platform", nulls_last=True).rows()
    if account is not None and keys:
        n_accounts = len(keys)
        keys = [key for key in keys if key[0] == account]
        if not keys:
            # names of accounts are personal: no error names them
            raise UsageError(
                f"account: none of the {n_accounts} in the input has this name; leave it out to see them all",
                de=f"account: In den Daten heißt kein Account so (Accounts darin: {n_accounts}); lass den Namen weg,"
                " dann siehst du alle",
            )
    if not keys:
        # an export without a post may still name its account
        named = reading.accounts.select("account", "platform").unique().sort("account", "platform").rows()
        keys = named if named and account is None else [(account or "?", None)]
    return [_chart(reading, name, platform, priors) for name, platform in keys]


def _chart(reading: Reading, name: str, platform: str | None, priors: Priors) -> Chart:
    country = reading.accounts.filter(pl.col("account") == name)["country"].drop_nulls()
    mine = pl.col("account").eq_missing(pl.lit(name)) & pl.col("platform").eq_missing(pl.lit(platform, dtype=pl.String))
    return Chart(
        account=name,
        platform=platform,
        posts=in_order(reading.posts.filter(mine)),
        days=reading.days.filter(mine),
        faults=reading.faults,
        sources=reading.sources,
        unknown_paths=reading.unknown_paths,
        notes=reading.notes,
        is_dated=reading.is_dated,
        country=country[0] if len(country) else None,
        priors=priors,
    )


def as_reading(posts: Any, days: Any, account: str | None) -> Reading:
    """Give what `check` was given as a reading.

    Raises:
        UsageError: not a table, or no time of posting in it.
    """
    if isinstance(posts, Reading):
        return posts
    table = conform(posts, "posts")
    if table["posted_at"].null_count() == table.height and table.height:
        raise UsageError(
            "posts: the column posted_at is missing or empty; name the times of posting so",
            de="posts: Die Spalte posted_at fehlt oder ist leer; nenne die Spalte mit den Zeiten der Posts so",
        )
    table = table.with_columns(pl.col("account").fill_null(account or "account"))
    once = table.filter(pl.col("posted_at").is_not_null()).unique(maintain_order=True)
    kept = each_reading_once(once)
    faults = [
        *(Fault("table", name, "negative_count", int((kept[name] < 0).sum())) for name in COUNTS),
        Fault("table", "posted_at", "unreadable_date_dropped", table["posted_at"].null_count()),
        Fault("table", None, "duplicate_rows_dropped", table.height - table["posted_at"].null_count() - once.height),
        Fault("table", None, "older_reading_dropped", once.height - kept.height),
    ]
    return Reading(
        posts=kept.with_columns(pl.when(pl.col(name) >= 0).then(pl.col(name)).alias(name) for name in COUNTS),
        days=empty("days") if days is None else _days_of(conform(days, "days"), kept, account),
        faults=tuple(fault for fault in faults if fault.count),
        rows_read=table.height,
    )


def _days_of(days: pl.DataFrame, posts: pl.DataFrame, account: str | None) -> pl.DataFrame:
    """Give each day an account: where the table does not say whose, it is the one that the posts are of."""
    mine = posts if account is None else posts.filter(pl.col("account") == account)
    owners = mine.select("account", "platform").unique()
    name, platform = owners.row(0) if owners.height == 1 else (account or "account", None)
    days = days.with_columns(pl.col("account").fill_null(pl.lit(name)))
    unsaid = pl.col("platform").is_null() & (pl.col("account") == name)
    return days.with_columns(platform=pl.when(unsaid).then(pl.lit(platform, dtype=pl.String)).otherwise("platform"))


def latest_moment(reading: Reading, as_of: Moment | None) -> datetime:
    """Give the moment of judgement: told, else the latest reading, else the latest post or day; never the clock."""
    if as_of is not None:
        return as_time(as_of, "as_of", end_of_day=True)
    for latest in (reading.posts["measured_at"].max(), reading.posts["posted_at"].max()):
        if latest is not None:
            return cast("datetime", latest)
    day = cast("date | None", reading.days["day"].max())
    last = np.datetime64("1970-01-01") if day is None else np.datetime64(day) + 1
    return cast("datetime", last.astype("datetime64[s]").item()).replace(tzinfo=UTC)


def as_time(value: Moment, name: str, *, end_of_day: bool = False) -> datetime:
    """Give a told date or time as UTC; a date alone is its start, or its end.

    Raises:
        UsageError: not a date.
    """
    try:
        told = _parsed(value.strip()) if isinstance(value, str) else value
        if not isinstance(told, datetime):
            clock = (23, 59, 59) if end_of_day else (0, 0, 0)
            return datetime(told.year, told.month, told.day, *clock, tzinfo=UTC)
        return told.replace(tzinfo=UTC) if told.tzinfo is None else told.astimezone(UTC)
    except (ValueError, OverflowError, AttributeError):  # no date, beyond the calendar, or no kind of date at all
        raise UsageError(
            f"{name}: {value!r} is no date; write 2026-03-09 or 2026-03-09T18:00:00Z",
            de=f"{name}: {value!r} ist kein Datum; schreib 2026-03-09 oder 2026-03-09T18:00:00Z",
        ) from None


def _parsed(text: str) -> date:
    """Read 2026-03-09, 2026-03-09T18:00:00Z or 9.3.2026; ValueError for anything else."""
    german = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text)
    if german:
        day, month, year = (int(part) for part in german.groups())
        return date(year, month, day)
    return datetime.fromisoformat(text) if len(text) > 10 else date.fromisoformat(text)


def check_lang(lang: str) -> Lang:
    """Give the language if fieber speaks it.

    Raises:
        UsageError: another language.
    """
    if lang not in {"de", "en"}:
        raise UsageError(
            f"lang: {lang!r} is not spoken; choose de or en",
            de=f"lang: {lang!r} spricht fieber nicht; wähle de oder en",
        )
    return cast("Lang", lang)


def _curve_of(chart: Chart, now: datetime, every: str) -> Iterator[pl.DataFrame]:
    for looks, judged, headline, carriers in curve(chart, as_of=now, every=every):
        when = [moment(float(day)) for day in looks]
        for one in judged:
            if one.course is not None and one.sample.kind is None:
                yield _rows(chart, when, one)
        yield _overall_rows(chart, when, headline, carriers, judged)


def _rows(chart: Chart, when: list[datetime], one: Judged) -> pl.DataFrame:
    course = one.course
    assert course is not None  # noqa: S101 - told by the caller; for the type checker
    percents = change_percent(course.median, course.level, course.series.offset)
    p_drop = np.where(one.is_shown, course.p_drop, np.nan)
    return _frame(chart, one.sample.metric.name, when, p=one.p_at_looks, p_drop=p_drop, percents=percents)


def _overall_rows(
    chart: Chart, when: list[datetime], headline: np.ndarray, carriers: np.ndarray, judged: tuple[Judged, ...]
) -> pl.DataFrame:
    """The headline with the loss and the cap of the vital that carries it."""
    p_drop, percents = np.full(len(when), np.nan), np.full(len(when), np.nan)
    for i, carrier in enumerate(carriers):
        course = judged[carrier].course if carrier >= 0 else None
        if course is not None:
            p_drop[i] = course.p_drop[i]
            percents[i] = change_percent(course.median[i : i + 1], course.level[i : i + 1], course.series.offset)[0]
    return _frame(chart, "overall", when, p=headline, p_drop=p_drop, percents=percents)


def _frame(
    chart: Chart, metric: str, when: list[datetime], *, p: np.ndarray, p_drop: np.ndarray, percents: np.ndarray
) -> pl.DataFrame:
    """Rows of the curve; `p_drop` is nan where no temperature is shown."""
    known = ~np.isnan(p) & ~np.isnan(p_drop)
    pairs = [(float(a), float(b)) if k else None for a, b, k in zip(p, p_drop, known, strict=True)]
    return pl.DataFrame(
        {
            "account": [chart.account] * len(when),
            "platform": [chart.platform] * len(when),
            "metric": [metric] * len(when),
            "as_of": when,
            "p_value": [None if np.isnan(value) else float(value) for value in p],
            "temperature": [temperature.shown(*pair) if pair else None for pair in pairs],
            "return_period_days": [
                None if np.isnan(value) else temperature.return_period_days(float(value)) for value in p
            ],
            "percent": [None if np.isnan(value) else float(value) for value in percents],
            "verdict": [temperature.verdict(*pair) if pair else "unknown" for pair in pairs],
        },
        schema=CURVE,
    )

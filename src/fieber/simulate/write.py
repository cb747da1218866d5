"""Simulated accounts as files: what their exports would look like, and the truth beside them."""

from __future__ import annotations

import json
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from fieber.errors import UsageError, reason_in_german
from fieber.simulate.instagram_export import write_instagram_export

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from fieber.simulate.patients import Cohort

Form = Literal["csv", "parquet", "instagram"]
TRUTH_FILE = "truth.json"
LISTED_FOLLOWERS = 60_000  # of a larger account the list would be longer than everything else together
FOLLOWED_BEFORE_DAYS = 5 * 365
TIMES = ("start", "stop", "weather_start")
MOMENTS = ("posted_at", "measured_at")


def write_patients(cohort: Cohort, folder: Path, *, form: Form, told: Mapping[str, Any]) -> list[Path]:
    """Write a cohort into a folder, which is made if it is not there; files of the same names are replaced.

    "csv" and "parquet" give posts, days and accounts, a file each; "instagram" gives a ZIP an account, as Meta writes
    it. All of them give truth.json: what was asked for (`told`), and the truth of each account.

    Returns:
        The files, truth.json last.

    Raises:
        UsageError: the folder cannot be written, or an Instagram export of another platform is asked for.
    """
    if form == "instagram" and (cohort.truth["platform"] != "instagram").any():
        raise UsageError(
            "--format instagram is for the platform instagram; choose csv or parquet",
            de="--format instagram gibt es nur für die Plattform instagram; nimm csv oder parquet",
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        files = _exports(cohort, folder) if form == "instagram" else _tables(cohort, folder, form)
        truth = folder / TRUTH_FILE
        rows = cohort.truth.with_columns(_iso(name) for name in cohort.truth.columns if name in TIMES).to_dicts()
        truth.write_text(json.dumps({**told, "accounts": rows}, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    except OSError as error:
        raise UsageError(
            f"-o {folder} cannot be written ({error.strerror}); name another folder",
            de=f"-o {folder} lässt sich nicht schreiben ({reason_in_german(error)}); nenne einen anderen Ordner",
        ) from error
    return [*files, truth]


def _iso(name: str) -> pl.Expr:
    return pl.col(name).dt.strftime("%Y-%m-%dT%H:%M:%SZ")


def _tables(cohort: Cohort, folder: Path, form: Form) -> list[Path]:
    files = []
    for name in ("posts", "days", "accounts"):
        table, path = getattr(cohort, name), folder / f"{name}.{form}"
        if form == "parquet":
            table.write_parquet(path)
        else:
            moments = [
                pl.col(column).dt.strftime("%Y-%m-%dT%H:%M:%SZ") for column in MOMENTS if column in table.columns
            ]
            table.with_columns(moments).write_csv(path)
        files.append(path)
    return files


def _exports(cohort: Cohort, folder: Path) -> list[Path]:
    """Give one ZIP an account; Meta's file has one reading of each post, the newest."""
    files = []
    languages = dict(zip(cohort.accounts["account"], cohort.accounts["language"], strict=True))
    newest = cohort.posts.sort("measured_at", maintain_order=True).unique("post_id", keep="last", maintain_order=True)
    days = cohort.days.partition_by("account", as_dict=True)
    for (name,), posts in newest.partition_by("account", as_dict=True, maintain_order=True).items():
        path = folder / f"instagram-{name}.zip"
        write_instagram_export(
            path,
            posts,
            account=str(name),
            language="de" if languages[name] == "de" else "en",
            exported_at=cohort.as_of,
            followers=_followers(days[name,], cohort.as_of),
        )
        files.append(path)
    return files


def _followers(days: pl.DataFrame, until: datetime) -> list[datetime]:
    """Give since when each follower who is still there has followed; nothing for an account with very many.

    Those of the record are spread over each day's hours; some of each day have left again, as many as there must be.
    """
    present, first = int(days["followers"][-1]), days["day"][0]
    if present > LISTED_FOLLOWERS:
        return []
    start = datetime.combine(first, time(), tzinfo=until.tzinfo)
    losses = int(days["unfollows"].sum())
    stay = 1 - losses / max(1, present + losses)
    found: list[datetime] = []
    for day, follows in zip(days["day"], days["follows"], strict=True):
        begin, n = datetime.combine(day, time(), tzinfo=until.tzinfo), round(follows * stay)
        found += [begin + timedelta(days=(place + 0.5) / n) for place in range(n)]
    older = max(0, present - len(found))
    found += [start - timedelta(days=FOLLOWED_BEFORE_DAYS * (place + 0.5) / older) for place in range(older)]
    return sorted(moment.replace(microsecond=0) for moment in found if moment < until)[-present:]

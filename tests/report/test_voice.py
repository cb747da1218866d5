"""The five findings of VOICE.md come out of the whole program, from data that fit them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import pytest
from tests.checkup.accounts import one, steady

import fieber
from fieber.report.claim_text import claim_markdown
from fieber.report.html import to_html
from fieber.report.markdown import to_markdown
from fieber.report.terminal import to_terminal

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieber.api import Checkup, Lang

EXPORTS = Path(__file__).parents[1] / "exports" / "instagram"
HELP = {"de": ("0800 1110111", "142", "143"), "en": ("116 123", "988")}


def account(
    name: str,
    *,
    random: np.random.Generator,
    days: tuple[int, int, int],
    level: float = 8_800.0,
    step: float = 1.0,
    scatter: float = 0.35,
    far_step: float = 1.0,
) -> pl.DataFrame:
    """Posts of one account; likes and reach times `step`, reach beyond its followers times `far_step`, lately.

    days: of the whole record, since the step, and between two posts times ten.
    """
    whole, since, tenth = days
    at = np.arange(0.0, whole, tenth / 10) + random.uniform(0, 0.15, len(np.arange(0.0, whole, tenth / 10)))
    late = at >= whole - since
    near = 20_000 * np.exp(scatter / 2 * random.normal(size=len(at)))
    far = 60_000 * np.exp(scatter * random.normal(size=len(at))) * np.where(late, far_step, 1.0)
    common = np.where(late, step, 1.0)
    reach_near, reach_far = random.poisson(near * common), random.poisson(far * common)
    liked = level / 80_000 * np.exp(0.1 * random.normal(size=len(at)))
    start = datetime(2026, 6, 1, tzinfo=UTC) - timedelta(days=whole)
    return pl.DataFrame(
        {
            "account": name,
            "platform": "instagram",
            "post_id": [f"{name}-{i}" for i in range(len(at))],
            "posted_at": [start + timedelta(days=float(day)) for day in at],
            "kind": "reel",
            "likes": random.poisson((reach_near + reach_far) * liked),
            "reach": reach_near + reach_far,
            "reach_followers": reach_near,
            "reach_non_followers": reach_far,
            "followers": 50_000,
            "measured_at": datetime(2026, 6, 5, tzinfo=UTC),
        },
        schema_overrides={name: pl.Datetime("us", "UTC") for name in ("posted_at", "measured_at")},
    )


def others(step: float, since: int) -> pl.DataFrame:
    """Forty other accounts, which all have `step` of their level in the last days."""
    random = np.random.default_rng(31)
    several = [
        account(f"b{i:02d}", random=random, days=(300, since, 20), level=400.0 * (i + 1), step=step) for i in range(40)
    ]
    return pl.concat(several)


def worried() -> Checkup:
    """A: a good year, one post with 50,400 likes in it, and nothing fell."""
    posts = steady(104, median=8_800.0, scatter=0.6, every_hours=84.0)
    likes = np.minimum(posts["likes"].to_numpy(), 43_000).copy()
    likes[38] = 50_400
    posts = posts.with_columns(likes=pl.Series(likes))
    return one(fieber.check(posts, complaint="Ich habe immer 50.000 Likes!", lang="de"))


def elevated() -> Checkup:
    """B: a third less in the last two weeks, of which a good part is everyone's."""
    mine = account("anna", random=np.random.default_rng(8), days=(300, 14, 17), level=6_200.0, step=0.76, scatter=0.45)
    mine = mine.drop("reach", "reach_followers", "reach_non_followers")
    said = "Seit zwei Wochen sind meine Likes halbiert."
    return one(fieber.check(mine, peers=others(0.82, 14), as_of="2026-06-01", complaint=said, lang="de"))


def feverish() -> Checkup:
    """C: people who do not follow see the posts no more; the others lost a little."""
    mine = account("anna", random=np.random.default_rng(5), days=(400, 80, 30), step=0.94, far_step=0.4)
    said = "Funktioniert der Algorithmus noch für meine Inhalte?"
    return one(fieber.check(mine, peers=others(0.94, 80), as_of="2026-06-01", complaint=said, lang="de"))


def below_a_mark() -> Checkup:
    """D: below 100,000 since September; fewer come, and as many leave as ever."""
    random = np.random.default_rng(4)
    last = date(2026, 9, 30)
    n = 400
    follows = random.poisson(np.where(np.arange(n) < n - 70, 165.0, 125.0) * random.gamma(9, 1 / 9, n))
    unfollows = random.poisson(165.0 * random.gamma(20, 1 / 20, n))
    followers = np.cumsum(follows - unfollows)
    days = pl.DataFrame(
        {
            "account": "anna",
            "platform": "instagram",
            "day": [last - timedelta(days=n - 1 - i) for i in range(n)],
            "follows": follows,
            "unfollows": unfollows,
            "followers": followers - followers[-1] + 98_040,
        }
    )
    start = datetime(2026, 10, 1, tzinfo=UTC) - timedelta(hours=160 * 60)
    posts = steady(160, every_hours=60.0)
    posts = posts.with_columns(posted_at=pl.col("posted_at") - posts["posted_at"][0] + start)
    found = fieber.check(posts, days=days, as_of="2026-09-30", complaint="I fell below 100k, please help.", lang="en")
    return one(found)


def empty_handed() -> Checkup:
    """E: an export without likes."""
    return one(fieber.check(fieber.read(EXPORTS / "json_personal" / "export"), lang="de"))


TOLD: dict[str, tuple[Callable[[], Checkup], list[str]]] = {
    "A": (
        worried,
        [
            r"Du hast kein Fieber\. 36,\d °C",
            r"Die 50\.000 gab es wirklich: am 15\. Mai, einmal bei 103 Posts in zwölf Monaten\.",
            r"Dein üblicher Post hat [89]\.\d\d0 Likes, acht von zehn liegen zwischen \d\.\d\d0 und \d\d\.\d00\.",
            r"Und genau da bist du gerade\.",
            r"So eine Woche ist normal: Ein gesunder Account wie deiner hat etwa \d+ davon im Jahr\.",
            r"hätte ich gesehen\.",
            r"In 20 Posts schaue ich gern noch einmal\.",
        ],
    ),
    "B": (
        elevated,
        [
            r"Du hast kein Fieber, nur leicht erhöhte Temperatur\. 3[78],\d °C",
            r"Du hast richtig gesehen, dass es weniger ist\.",
            r"Halbiert wohl eher nicht\.",
            r"(Der Rückgang ist echt, aber er trifft gerade fast alle|Ein Teil trifft alle, ein Teil nur dich)\.",
            r"Bei 40 anderen Accounts sind es seit dem 18\. Mai in der Mitte 1\d % weniger Likes",
            r"So schwache Wochen hat ein gesunder Account im Schnitt .* im Jahr, ganz ohne Grund\.",
        ],
    ),
    "C": (
        feverish,
        [
            r"Dein Account hat (deutliches )?Fieber\. (39|40|über 40)",
            r"Dein Gefühl stimmt\.",
            r"Der Rückgang ist echt, und er betrifft vor allem dich\.",
            r"Seit etwa dem \d+\. März",
            r"sehr wahrscheinlich zwischen \d+ und \d+ %",
            r"Bei 40 anderen Accounts",
            r"Was darüber hinausgeht, ist deins",
            r"Wo es verloren ging",
            r"Leuten, die dir nicht folgen[:.] Dein Content wird ihnen seltener gezeigt\.",
        ],
    ),
    "D": (
        below_a_mark,
        [
            r"No fever\. 3\d\.\d °C",
            r"You are at 98,0\d\d, and you have been below 100,000 since \d+ (August|September)\.",
            r"That is 2 % of your followers, about \d+ a day \(likely between \d+ and \d+\)\.",
            r"People are not leaving faster than before: about 1\d\d a day go, and 1\d\d is usual for you\.",
            r"Fewer new ones arrive: 1\d\d a day instead of 1\d\d\.",
            r"The line at 100,000 is one we notice\.",
            r"I will look again in 30 days\.",
        ],
    ),
    "E": (
        empty_handed,
        [
            r"Das kann ich noch nicht sagen\.",
            r"Dein Export enthält keine Likes, nur deine Posts und die Leute, die dir folgen\.",
            r"Tippe mir die Likes deiner letzten 20 Posts ein, den neuesten zuerst",
            r"Dann habe ich in einer Minute eine erste Antwort\.",
        ],
    ),
}


@pytest.mark.parametrize("name", TOLD)
def test_a_sample_comes_out_of_its_data(name: str) -> None:
    """An account like the one in VOICE.md gets its finding, sentence by sentence and in its order."""
    make, sentences = TOLD[name]
    checkup = make()
    markdown = to_markdown(checkup.diagnosis, checkup.lang).split("\n## ")[0]
    whole = markdown.replace("\N{NO-BREAK SPACE}", " ").replace("*", "")

    place = 0
    for pattern in sentences:
        found = re.compile(pattern).search(whole, place)
        assert found, (pattern, whole)
        place = found.end()


DISTRESS = [
    ("Ich kann nicht mehr, seit März sind meine Likes halbiert", "de"),
    ("I can't sleep any more because my likes have halved since March", "en"),
    ("Ich hab Angst, dass alle gehen, 3.000 Follower sind weg", "de"),
]


@pytest.mark.parametrize(("sentence", "lang"), DISTRESS)
def test_distress_comes_before_every_number(sentence: str, lang: Lang) -> None:
    """On every surface the kind word and the help lines come first, the sentence is not repeated, nothing is scored."""
    posts = steady(160, last_posts=12, factor=0.5)
    plain = one(fieber.check(posts, lang=lang)).to_dict()
    checkup = one(fieber.check(posts, complaint=sentence, lang=lang))
    diagnosis, found = checkup.diagnosis, checkup.to_dict()
    surfaces: dict[str, Any] = {
        "terminal": to_terminal(diagnosis, lang, colour=False),
        "markdown": to_markdown(diagnosis, lang),
        "page": to_html(diagnosis, lang),
        "claim": claim_markdown(diagnosis, lang),
        "json": " ".join(found["answer"]) + f" {found['temperature']} °C",
    }

    (only,) = found["claims"]
    assert (only["kind"], only["verdict"], only["fear"]) == ("distress", "cannot_say", "unknown")
    assert (found["finding"], found["verdict"]) == (plain["finding"], plain["verdict"])
    for name, shown in surfaces.items():
        degrees = shown.find("°C") if "°C" in shown else len(shown)
        assert all(0 <= shown.find(number) < degrees for number in HELP[lang]), name
        assert sentence not in shown, name

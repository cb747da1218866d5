"""Writes the synthetic Instagram exports beside it: .venv/bin/python tests/exports/instagram/make.py.

Every name, text and number is invented. The layouts are those of FORMATS.md section 1.
"""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from fieber.model.tables import conform
from fieber.simulate.instagram_export import mojibake, write_instagram_export

HERE = Path(__file__).parent
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def second(days: int) -> int:
    """Give the Unix second of noon `days` after the first post."""
    return int((NOON + timedelta(days=days)).timestamp())


def cell(value: str, timestamp: int = 0) -> dict[str, Any]:
    """Give one value as Meta writes it."""
    return {"href": "", "value": value, "timestamp": timestamp}


def follower(name: str, days: int) -> dict[str, Any]:
    """Give one entry of a followers list."""
    href = f"https://www.instagram.com/{name}"
    return {
        "title": "",
        "media_list_data": [],
        "string_list_data": [{"href": href, "value": name, "timestamp": second(days)}],
    }


def medium(name: str, days: int, title: str = "") -> dict[str, Any]:
    """Give one picture of a catalogue, with a place that must not be kept."""
    place = {"photo_metadata": {"exif_data": [{"latitude": 48.1, "longitude": 11.5}]}}
    return {
        "uri": f"media/posts/202603/{name}",
        "creation_timestamp": second(days),
        "title": title,
        "media_metadata": place,
    }


def write(case: str, files: dict[str, Any]) -> None:
    """Write a case anew as a folder; documents as JSON with mojibake, texts as they are."""
    shutil.rmtree(HERE / case / "export", ignore_errors=True)
    for name, document in files.items():
        path = HERE / case / "export" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = document if isinstance(document, str) else json.dumps(mojibake(document), indent=1)
        path.write_text(text + "\n", encoding="utf-8")


def german_parts() -> None:
    """A German export of 2026 in two parts, as a ZIP each."""
    posts = conform(
        pl.DataFrame(
            {
                "account": "beispiel_konto",
                "platform": "instagram",
                "post_id": [f"44400000000000{number}" for number in range(5)],
                "posted_at": [NOON + timedelta(days=3 * number) for number in range(5)],
                "kind": ["photo", "carousel", "reel", "story", "video"],
                "reach": [12345, 1004, 40210, 300, 5000],
                "likes": [980, 0, 3100, None, None],
                "comments": [45, 4, 120, None, 7],
            }
        ),
        "posts",
    )
    folder = HERE / "json_de_parts"
    folder.mkdir(exist_ok=True)
    follows = [NOON - timedelta(days=days) for days in (0, 0, 2)]
    name = "instagram-beispiel_konto-2026-04-01-AaBbCc11"
    moment = NOON + timedelta(days=30)
    first, second_half = posts.head(2), posts.tail(3)
    for part, rows in ((1, first), (2, second_half)):
        write_instagram_export(
            folder / f"{name}-part-{part}.zip",
            rows,
            account="beispiel_konto",
            language="de",
            exported_at=moment,
            followers=follows if part == 1 else (),
        )


def french_legacy() -> None:
    """The layout of 2022 in French, with one English label, a placeholder and a label that nobody knows."""
    values = {
        "Timestamp de la création": cell("", second(0)),
        "Comptes touchés": cell("1\u202f204"),
        "J\u2019aime": cell("88"),
        "Commentaires": cell("--"),
        "External link taps": cell("2"),
        "Étiquette inconnue": cell("5"),
    }
    reach = {"Période": cell("27 janv. - 26 avr."), "Comptes touchés": cell("3359140"), "Followers": cell("1")}
    write(
        "json_fr_legacy",
        {
            "compte_exemple_20260430/content/posts_1.json": [
                {"media": [medium("1.jpg", 0, "Café à côté secretcaption")]}
            ],
            "compte_exemple_20260430/past_instagram_insights/posts.json": {
                "organic_insights_posts": [{"media_map_data": {}, "string_map_data": values}]
            },
            "compte_exemple_20260430/past_instagram_insights/accounts_reached.json": {
                "organic_insights_reach": [{"title": "", "string_map_data": reach}]
            },
            "compte_exemple_20260430/followers_and_following/followers.json": {
                "relationships_followers": [follower("quelqu_un", 0), follower("une_autre", 1)]
            },
        },
    )


def personal() -> None:
    """A personal account: dates of posts and followers, no insights; one post without a date, one file that is new."""
    root = "instagram-privates_konto-2026-05-01-PpQqRr22"
    write(
        "json_personal",
        {
            f"{root}/your_instagram_activity/media/posts_1.json": [
                {"media": [medium("1.jpg", 0)]},
                {
                    "media": [medium("2.jpg", 5), medium("3.mp4", 5)],
                    "title": "secretcaption",
                    "creation_timestamp": second(5),
                },
                {"media": [{"uri": "media/posts/202603/4.jpg", "title": "secretcaption"}]},
            ],
            f"{root}/your_instagram_activity/media/brand_new.json": {"ig_new": []},
            f"{root}/connections/followers_and_following/followers_1.json": [follower("eine", 0), follower("einer", 3)],
            f"{root}/your_instagram_activity/messages/inbox/eine_1/message_1.json": {
                "messages": [{"content": "privat"}]
            },
        },
    )


def italian_html() -> None:
    """The HTML flavour in Italian, printed in Pacific time on both sides of the change to summer time."""
    head = '<html><head><meta charset="utf-8" /><title>Post</title></head><body>'
    block = (
        '<div class="pam _3-95 _2ph- _a6-g uiBoxWhite noborder">'
        '<div class="_3-95 _2pim _a6-h _a6-i">secretcaption &#039;26</div>'
        '<div class="_3-95 _a6-p"><a href="media/posts/202603/{name}"><img src="media/posts/202603/{name}" /></a></div>'
        '<div class="_3-94 _a6-o">{date}</div></div>'
    )
    follow = (
        '<div class="pam _a6-g"><div class="_a6-p"><div><div>'
        '<a href="https://www.instagram.com/qualcuno">qualcuno</a></div>'
        "<div>{date}</div></div></div></div>"
    )
    root = "instagram-conto_esempio-2026-05-01-XxYyZz33"
    header = '<time datetime="2026-05-01T09:00:00.000Z">venerd\u00ec 1 maggio 2026 alle ore 02:00 UTC</time>'
    posts = block.format(name="1.jpg", date="mar 2, 2026 4:00 am") + block.format(
        name="2.mp4", date="apr 2, 2026 5:00 am"
    )
    write(
        "html_it",
        {
            f"{root}/start_here.html": f'{head}<main class="_a706"><aside>{header}</aside></main></body></html>',
            f"{root}/your_instagram_activity/media/posts_1.html": (
                f'{head}<main class="_a706">{posts}</main></body></html>'
            ),
            f"{root}/connections/followers_and_following/followers_1.html": (
                f'{head}<main class="_a706">{follow.format(date="apr 2, 2026 5:00 am")}</main></body></html>'
            ),
        },
    )


if __name__ == "__main__":
    german_parts()
    french_legacy()
    personal()
    italian_html()

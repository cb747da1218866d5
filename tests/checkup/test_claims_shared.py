"""Sentences of people held against small and real accounts: the contract, and the findings of VOICE.md."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest
from tests.checkup.accounts import one, steady

import fieber
from fieber.report.markdown import to_markdown
from fieber.report.terminal import to_terminal

if TYPE_CHECKING:
    from fieber.api import Lang
    from fieber.model.reading import Reading

SHARED = Path(__file__).parents[3] / "shared"
COMPLAINTS = SHARED / "complaints" / "complaints.jsonl"
REAL = SHARED / "data" / "fanpage_karma_governopara.xlsx"
AGREE = {"right": {"real"}, "unfounded": {"not_in_data"}, "unknown": {"cannot_say"}}
OF_NUMBERS = {"claim_level", "claim_drop", "follower_loss", "milestone", "algorithm", "health"}

FIVE = [
    ("Meistens habe ich 400 Likes", "de", "true", "Ja, das stimmt."),
    ("I usually get 400 likes", "en", "true", "Yes, that is right."),
    ("Früher hatte ich 1.000 Likes", "de", "was_once_true", "Das stimmte, bis etwa November 2024."),
    ("I used to get 1,000 likes", "en", "was_once_true", "That was true, until about November 2024."),
    ("Ich habe immer 50.000 Likes!", "de", "exception", "Die 50.000 gab es wirklich: zuletzt am 13. April, zweimal"),
    ("I always get 50,000 likes!", "en", "exception", "You really had 50,000: most recently on 13 April, twice"),
    ("Ich habe immer 500.000 Likes!", "de", "never", "In den Daten, die ich habe (seit 1. Januar 2021), finde ich das"),
    ("my likes have halved since June", "en", "never", "I do not see that in your numbers."),
    ("Meine Reichweite ist seit März um 70 % eingebrochen", "de", "cannot_say", "Ob es wirklich so viel ist"),
    ("my reach is down 70% since March", "en", "cannot_say", "Whether it is really that much, I cannot say yet."),
]

VOICE_A = [
    "„Ich habe immer 50.000 Likes!“",
    r"Du hast kein Fieber\. 36,\d °C",
    r"Die 50\.000 gab es wirklich: am 15\. Mai, einmal bei 103 Posts in zwölf Monaten\.",
    r"Dein üblicher Post hat [89]\.\d\d0 Likes, acht von zehn liegen zwischen \d\.\d\d0 und 1\d\.\d00\.",
    r"Und genau da bist du gerade\.",
    r"So eine Woche ist normal: Ein gesunder Account wie deiner hat etwa \d+ davon im Jahr\.",
    r"Einen Rückgang ab etwa .* hätte ich gesehen\.",
    r"Weniger kann ich bei deinem Auf und Ab noch nicht erkennen\.",
    r"Was du tun kannst: Nichts Besonderes\. In 20 Posts schaue ich gern noch einmal\.",
]
VOICE_B = [
    "„Seit zwei Wochen sind meine Likes halbiert.“",
    r"Du hast kein Fieber, nur leicht erhöhte Temperatur\. 3[78],\d °C",
    r"Du hast richtig gesehen, dass es weniger ist\.",
    r"Halbiert wohl eher nicht\.",
    r"Seit dem 1\. Juli haben deine Posts \d\d % weniger Likes",
    r"\(sehr wahrscheinlich zwischen \d+ und \d\d %\)\.",
    r"Der Rückgang ist echt\.",
    r"hat dein üblicher Post 4\.\d\d0 statt 6\.\d\d0 Likes\.",
    r"So schwache Wochen hat ein gesunder Account im Schnitt .* im Jahr, ganz ohne Grund\.",
    r"Was du tun kannst: Weitermachen wie bisher\. Nach \w+ weiteren Posts weiß ich mehr\.",
    r"Deine zwei neuesten Posts habe ich noch nicht mitgezählt, sie sind zu frisch\.",
]


def worried() -> pl.DataFrame:
    """104 posts in a year that scatter as sample A does, and one with 50,400 likes in May; nothing fell."""
    posts = steady(104, median=8_800.0, scatter=0.6, every_hours=84.0)
    likes = np.minimum(posts["likes"].to_numpy(), 43_000).copy()
    likes[38] = 50_400
    return posts.with_columns(likes=pl.Series(likes))


def elevated() -> pl.DataFrame:
    """112 posts whose last nine, two weeks, have a third less, as in sample B."""
    return steady(112, seed=25, median=6_200.0, scatter=0.42, every_hours=42.0, last_posts=9, factor=0.7)


@pytest.mark.parametrize(
    ("posts", "sentences"),
    [(worried(), VOICE_A), (elevated(), VOICE_B)],
    ids=["A", "B"],
)
def test_the_samples_come_out_of_the_whole_program(posts: pl.DataFrame, sentences: list[str]) -> None:
    """An account like the one in VOICE.md gets its finding, sentence by sentence and in its order."""
    said = sentences[0].strip("„“")
    markdown = to_markdown(one(fieber.check(posts, complaint=said, lang="de")).diagnosis, "de")
    whole = markdown.replace("\N{NO-BREAK SPACE}", " ").replace("*", "")

    place = 0
    for pattern in sentences:
        found = re.compile(pattern).search(whole, place)
        assert found, (pattern, whole[place : place + 400])
        place = found.end()


@pytest.fixture(scope="module")
def real() -> Reading:
    if not REAL.is_file():
        pytest.skip("the real accounts do not lie beside this checkout")
    pytest.importorskip("fastexcel", reason="Excel files need the extra excel")
    return fieber.read(REAL)


@pytest.mark.parametrize(("sentence", "lang", "verdict", "answer"), FIVE)
def test_the_five_answers_on_a_real_account(
    real: Reading, sentence: str, lang: Lang, verdict: str, answer: str
) -> None:
    """Each of the five verdicts is given to a real account in both languages, and told in its words."""
    found = one(fieber.check(real, complaint=sentence, lang=lang)).to_dict()

    assert found["claims"][0]["verdict"] == verdict
    assert found["answer"][0].startswith(answer)
    assert list(found)[:2] == ["complaint", "answer"]
    assert found["complaint"] == sentence


def complaints() -> list[str]:
    if not COMPLAINTS.is_file():
        pytest.skip("the labelled sentences do not lie beside this checkout")
    return [json.loads(line)["text"] for line in COMPLAINTS.read_text(encoding="utf-8").splitlines()]


def test_every_sentence_keeps_the_contract() -> None:
    """All labelled sentences against one small account: a valid finding that agrees with the fear, and whole words."""
    posts = steady(60, last_posts=8, factor=0.6)
    lines = []
    for number, sentence in enumerate(complaints()):
        lang: Lang = "de" if number % 2 else "en"
        checkup = one(fieber.check(posts, complaint=sentence, lang=lang))
        found = checkup.to_dict()
        main = found["claims"][0]
        shown = to_terminal(checkup.diagnosis, lang, colour=False)
        assert main["kind"] not in OF_NUMBERS or found["finding"] in AGREE[main["fear"]], sentence
        assert all("{" not in text and "None" not in text for text in (shown, *found["answer"])), sentence
        assert main["reason"] is not None or main["verdict"] != "cannot_say" or main["kind"] not in OF_NUMBERS
        lines.append(checkup.to_json())

    command = [sys.executable, str(SHARED / "check" / "contract.py")]
    judged = subprocess.run(command, input="\n".join(lines), capture_output=True, text=True, check=False)

    assert judged.returncode == 0, judged.stdout[-2000:]
    assert judged.stdout.startswith(f"{len(lines)} findings, 0 breaches")

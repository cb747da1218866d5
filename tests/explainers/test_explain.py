"""Explainers filled from findings: every one, both languages; which fit a finding; how one is found."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from tests.explainers.findings import MADE, checkup, finding
from tests.report.samples import every

import fieber
from fieber.causes import causes
from fieber.errors import UsageError
from fieber.explainers import explain, explainers, explanations, fitting, tell_explainer, topic
from fieber.explainers._facts import facts, marks
from fieber.report.contract import to_contract
from fieber.report.words import places

if TYPE_CHECKING:
    from fieber.api import Lang

in_each_language = pytest.mark.parametrize("lang", ["de", "en"])


def told(name: str, found: dict[str, Any], lang: Lang) -> str:
    return " ".join(explain(name, found, lang=lang).yours).replace("\N{NO-BREAK SPACE}", " ")


@in_each_language
@pytest.mark.parametrize("made", [None, *MADE])
def test_every_one_can_be_told(made: str | None, lang: Lang) -> None:
    """Each explainer, cause and right is a text in both languages, whether much is known, little or nothing."""
    found = None if made is None else finding(made, lang)

    for listed in explanations(lang):
        one = explain(listed.name, found, lang=lang)

        assert one.to_markdown().startswith(f"# {one.title}\n\n")
        assert "{" not in one.body()
        assert not any("None" in sentence for sentence in one.yours)
        assert bool(one.yours) is (found is not None and one.kind != "right")
        assert json.loads(json.dumps(one.to_dict()))[one.kind] == one.name


@in_each_language
@pytest.mark.parametrize("sample", sorted(every()))
def test_no_finding_is_too_odd(sample: str, lang: Lang) -> None:
    """Hostile names, numbers without dates, nothing at all: every explainer can be told of any finding."""
    found = json.loads(json.dumps(to_contract(every()[sample], lang)))

    for explainer in explainers():
        assert explain(explainer.name, found, lang=lang).yours
    assert set(fitting(found)) <= {explainer.name for explainer in explainers()}


def test_edited_ones_can_be_chosen_from() -> None:
    """Whoever keeps explainers of their own lets those be found, and tells them."""
    own = replace(next(one for one in explainers() if one.name == "shadowban"), name="ours", version=2)

    assert fitting(finding("too_little", "de"), [own]) == ("ours",)
    assert tell_explainer(own, finding("too_little", "de"), "de").version == 2


@in_each_language
def test_what_is_not_known_is_said(lang: Lang) -> None:
    """Of four posts no number is told that they do not carry: missing is not zero."""
    found = finding("too_little", lang)

    for name in ("engagement_rate", "daily_losses", "not_all_followers", "posting_too_often", "ups_and_downs"):
        explainer = next(one for one in explainers() if one.name == name)
        assert explain(name, found, lang=lang).yours == (explainer.unknown[lang],)


def test_numbers_are_those_of_the_finding() -> None:
    """What is told of an account is in its check-up, to the figure that people read."""
    found = finding("fever", "de")
    links = {link["link"]: link["percent_points"] for link in found["split"]["links"]}
    weather = found["weather"]

    assert f"{abs(round(links['reach_non_followers']))} bei Leuten, die dir nicht folgen" in told(
        "shadowban", found, "de"
    )
    assert f"Bei {weather['accounts']} anderen Accounts" in told("algorithm_update", found, "de")
    assert f"{abs(round(weather['percent']))} % weniger" in told("algorithm_update", found, "de")
    assert "39,8 °C" in told("feed_order", found, "de") or "Fieber" in told("feed_order", found, "de")


@in_each_language
def test_strangers_are_never_more_than_all_that_was_lost(lang: Lang) -> None:
    """Where another link gained, the loss is told without it, and the gain beside it; who gained lost nothing."""
    found = deepcopy(finding("fever", lang))
    split = found["split"]
    points = {"reach_non_followers": -76.0, "engagement_per_reach": 1.0}
    for link in split["links"]:
        link["percent_points"] = points.get(link["link"], 0.0)
    split["total_percent"] = -75.0
    gained = {"de": "dazukam, sind es zusammen nur 75 weniger", "en": "elsewhere, in all it is only 75 fewer"}

    assert re.search(r"76\D+76", told("shadowban", found, lang))
    assert gained[lang] in told("shadowban", found, lang)
    for link in split["links"]:
        link["percent_points"] *= -1
    assert "76" not in told("shadowban", found, lang)


def test_followers_are_told_with_their_usual() -> None:
    """Who fell below a round number hears how many come and go, and that no more leave than usual."""
    found = finding("followers", "en")
    flows = found["flows"]

    assert f"{found['milestones'][0]['now']:,.0f}" in told("round_number", found, "en")
    assert f"about {flows['lost']:.0f} a day, {flows['usual_lost']:.0f} is usual" in told("daily_losses", found, "en")


def test_an_explainer_of_a_question_without_numbers_says_so_first() -> None:
    """What the numbers cannot tell is said before the numbers that stand beside it."""
    said = explain("blue_tick", checkup("healthy"), lang="en").yours

    assert said[0].startswith("I can only measure what the tick changes for you if I have a date.")
    assert said[1].startswith("Your usual post has")


def test_a_slow_loss_is_told_beside_no_fever() -> None:
    """An account without fever that is far below last year never hears only that it has none."""
    found = deepcopy(finding("healthy", "de"))
    found["vitals"][0]["long_term"] = {"percent": -35.0, "low": -45.0, "high": -22.0}

    said = told("feed_order", found, "de")

    assert "kein Fieber" in said
    assert "Likes liegt etwa 35 % unter dem letzten Jahr, sehr wahrscheinlich zwischen 22 und 45 %" in said


def test_sentences_of_another_language_are_not_told() -> None:
    """A finding that was written in German lends an English text its numbers, not its sentences."""
    german = finding("fever", "de")

    assert any(name.startswith("evidence_") for name in facts(german, "de"))
    assert not any(name.startswith(("evidence_", "advice_")) for name in facts(german, "en"))
    assert "Your account has a fever" in told("feed_order", german, "en")


def test_a_checkup_speaks_any_language() -> None:
    """A check-up is told in its own language, or in the one that is asked for, evidence and all."""
    made = checkup("fever")
    cause = made.diagnosis.causes[0].cause

    german, english = (fieber.explain(cause, made, lang=lang).yours[0] for lang in ("de", "en"))

    assert fieber.explain("shadowban", made).lang == "de"
    assert fieber.explain("shadowban").lang == "en"
    assert german == finding("fever", "de")["causes"][0]["evidence"]
    assert english == finding("fever", "en")["causes"][0]["evidence"]


@pytest.mark.parametrize(
    ("made", "first"),
    [
        ("healthy", "remembering_the_best"),
        ("fever", "feed_order"),
        ("followers", "round_number"),
        ("too_little", "shadowban"),
    ],
)
def test_what_was_said_decides_which_fit(made: str, first: str) -> None:
    """The explainer that answers the person's own sentence comes first, whatever language it is told in."""
    names = fitting(finding(made, "de"))

    assert names[0] == first
    assert names == fitting(finding(made, "en"))
    assert len(set(names)) == len(names)


def test_causes_bring_their_explainers() -> None:
    """A cause that holds brings the explainer for it; one that is unlikely does not."""
    found = deepcopy(finding("healthy", "de"))
    found["claims"] = []
    found["causes"] = [
        {"cause": "pause", "weight": 0.8, "evidence": "Da war eine Pause."},
        {"cause": "hidden_likes", "weight": 0.2, "evidence": "-"},
    ]

    assert "taking_a_break" in fitting(found)
    assert "likes_not_shown" not in fitting(found)
    assert "Da war eine Pause." in told("taking_a_break", found, "de")


def test_distress_gets_no_explainer() -> None:
    """Where a sentence speaks of the person, nothing is offered: that is for a human being."""
    found = deepcopy(finding("healthy", "de"))
    found["claims"][0]["kind"] = "distress"

    assert fitting(found) == ()


def test_every_mark_that_explainers_wait_for_can_come() -> None:
    """No explainer and no sentence waits for a mark that no finding has."""
    waited = {mark for one in explainers() for mark in one.about}
    waited |= {mark for one in explainers() for said in (*one.yours, *one.context) for mark in said.when}
    kinds = {"claim", "claim_metric", "cause", "event", "split", "gained", "lost", "finding", "verdict"}

    assert {mark for mark in waited if ":" not in mark} <= {"viral", "pause", "below_mark", "slow"}
    assert {mark.split(":")[0] for mark in waited if ":" in mark} <= kinds
    assert {mark.split(":")[1] for mark in waited if mark.startswith("cause:")} <= {cause.name for cause in causes()}


def test_every_place_can_be_filled() -> None:
    """Each place of a sentence is a number that some finding has, or a sentence that the check-up writes."""
    known = {name for made in MADE for name in facts(finding(made, "de"), "de")}
    rare = (
        "fell_only",
        "evidence_",
        "advice_",
        "slow_",
        "pause_",
        "viral_",
        "clean_up_",
        "counter_",
        "bought_",
        "giveaway_",
    )
    of_formats = ("reel_", "photo_", "story_", "views_", "return_")

    needed = {name for one in explainers() for said in (*one.yours, *one.context) for name in places(said.said["en"])}

    assert {name for name in needed - known if not name.startswith((*rare, *of_formats))} == set()


def test_marks_are_in_their_order() -> None:
    """What was said comes before causes, and these before the verdict."""
    seen = marks(finding("fever", "de"))

    assert seen[0] == "claim:algorithm"
    assert seen[-1].startswith("verdict:")
    assert "split:distribution" in seen


@pytest.mark.parametrize("explainer", explainers(), ids=lambda one: one.name)
@in_each_language
def test_each_phrase_finds_its_explainer(explainer: Any, lang: Lang) -> None:
    """A question with the phrase in it leads to this explainer, or to one with a longer phrase in the same words."""
    for phrase in explainer.asked[lang]:
        found = topic(f"Xy {phrase}, xy?")
        longer = [each for one in explainers() if one.name == found for each in (*one.asked["de"], *one.asked["en"])]

        assert found == explainer.name or any(len(each) >= len(phrase) for each in longer), (phrase, found)


def test_an_unknown_name_is_refused() -> None:
    """What nobody knows is refused in one sentence, in both languages."""
    with pytest.raises(UsageError, match="nothing of this name") as refused:
        explain("zzzz")

    assert refused.value.in_language("de").endswith("fieber explain zeigt alle")


def test_an_unknown_language_is_refused() -> None:
    """Only what fieber speaks."""
    with pytest.raises(UsageError, match="de or en"):
        explain("shadowban", lang="fr")  # type: ignore[arg-type]

"""The words of all advice: a step for each cause, nothing that a platform forbids, posting more never by itself."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from tests.report.readability import flesch_kincaid, wiener_sachtextformel

from fieber.advice import letter, rights
from fieber.advice.steps import BY_CAUSE, own_step
from fieber.errors import UsageError
from fieber.report.catalogue import load
from fieber.report.words import Words

CAUSES = (
    *("noise", "after_viral_hit", "season", "holiday", "weather", "format_mix", "posting_time", "posting_more"),
    *("pause", "slow_decline", "young_posts", "metric_change", "hidden_likes", "distribution", "content"),
    *("followers_bought", "followers_purged", "counter_bug", "fewer_collabs", "deleted_flops", "paid_ended"),
    *("one_off_event", "saturation", "usual_churn"),
)
FORBIDDEN = {
    "de": r"kauf|pod\b|pods\b|bot\b|bots\b|automatisch folgen|follow-for-follow|engagement-gruppe|gewinnspiel"
    r"|poste öfter|mehr posten|häufiger posten|jeden tag",
    "en": r"\bbuy|\bpods?\b|\bbots?\b|follow.for.follow|engagement group|giveaway|post more often|more posts a week"
    r"|every day",
}


def advice_texts(lang: str) -> dict[str, str]:
    forms = load(lang).forms
    return {key: " ".join(said) for key, said in forms.items() if key.startswith(("advice.", "spoken.advice."))}


def test_every_cause_has_its_step() -> None:
    """Each cause of the contract is in the one table."""
    assert set(CAUSES) <= set(BY_CAUSE)


@pytest.mark.parametrize("lang", ["de", "en"])
def test_nothing_forbidden_is_advised(lang: str) -> None:
    """No bought followers, no pods, no bots; and no advice is to post more."""
    texts = advice_texts(lang)

    assert len(texts) > 30
    assert [key for key, said in texts.items() if re.search(FORBIDDEN[lang], said, re.IGNORECASE)] == []


def test_the_forbidden_would_be_found() -> None:
    """The test above sees what it looks for."""
    assert re.search(FORBIDDEN["de"], "Kauf dir Follower", re.IGNORECASE)
    assert re.search(FORBIDDEN["en"], "Join a pod and post more often", re.IGNORECASE)


@pytest.mark.parametrize("lang", ["de", "en"])
def test_every_step_can_be_said(lang: str) -> None:
    """Each step of the table has words, with its number of posts where it waits."""
    for step in filter(None, BY_CAUSE.values()):
        given = step.advice()
        values = {} if given.posts_needed is None else {"n": given.posts_needed}
        assert "{" not in Words(lang).say(replace(given.do, values=values))


def test_a_cause_of_a_newcomer_brings_its_own_step() -> None:
    """Its sentence is said in the language of the person, without a line in the catalogues."""
    step = own_step("eclipse", {"de": "Warte, bis es hell wird.", "en": "Wait for the light."})

    assert step.advice().do.said == {"de": "Warte, bis es hell wird.", "en": "Wait for the light."}


def test_words_of_advice_are_easy_to_read() -> None:
    """What is advised needs at most eight years of school."""
    words = re.compile(r"\{[^}]*\}")
    german, english = (
        words.sub("zehn" if lang == "de" else "ten", " ".join(advice_texts(lang).values())) for lang in ("de", "en")
    )

    assert wiener_sachtextformel(german) <= 8
    assert flesch_kincaid(english) <= 8


@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_letter_asks_for_reasons_and_complains(lang: str) -> None:
    """It names the regulation and the articles, has places to fill in, and no name in it."""
    told = letter(lang)

    assert "2022/2065" in told
    assert all(article in told for article in ("17", "20", "21"))
    assert told.count("[") == told.count("]") > 8
    assert "!" not in told


@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_rights_say_where_they_end(lang: str) -> None:
    """Six months, free of charge, who is in scope, what is not meant, no legal advice, and the source."""
    told = rights(lang)
    needed = {
        "de": ("sechs Monate", "kostenlos", "Europäischen Union leben", "Auf und Ab der Rangfolge ist nicht gemeint"),
        "en": ("six months", "free of charge", "based in the European Union", "ups and downs of ranking are not meant"),
    }

    assert all(one in told for one in (*needed[lang], "2022/2065", "L 277", "eur-lex.europa.eu", "27"))
    assert {"de": "keine Rechtsberatung", "en": "no legal advice"}[lang] in told


def test_other_languages_are_refused() -> None:
    """There is no letter in French."""
    with pytest.raises(UsageError, match="de or en"):
        letter("fr")

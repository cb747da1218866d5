"""Where a loss lies, as it is told, drawn and tabled in both languages."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from tests.report import samples

from fieber.model.surroundings import Link
from fieber.report.compose import compose
from fieber.report.contract import to_contract
from fieber.report.html import to_html
from fieber.report.markdown import to_markdown
from fieber.report.split_chart import draw_split, points, split_chart, split_table
from fieber.report.split_sentences import where_it_was_lost
from fieber.report.terminal import to_terminal
from fieber.report.words import Words

if TYPE_CHECKING:
    from fieber.model.diagnosis import Diagnosis

LINKS = tuple(link.link for link in samples.where_c_lost().links)
REACH = ("followers", "reach_followers", "reach_non_followers")


def diagnosis_with(**changed: Any) -> Diagnosis:
    """Sample C with another split."""
    return replace(samples.sample_c(), split=replace(samples.where_c_lost(), **changed))


def said(diagnosis: Diagnosis, lang: str) -> str:
    """The paragraph of the split, with plain spaces."""
    words = Words(lang, as_of=diagnosis.as_of)
    return words.join(where_it_was_lost(diagnosis)).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("link", LINKS)
def test_every_link_has_its_words(link: str, lang: str) -> None:
    """First, alone and further down, each link is a whole sentence, for counts, shares and views alike."""
    for first in ((link,), (link, "format_mix"), ("format_mix", link)):
        for metric, by in (("likes", "reach"), ("likes", "views"), ("engagement_per_reach", None), ("views", "reach")):
            told = said(diagnosis_with(named=first, metric=metric, reached_by=by), lang)
            assert told.endswith(".")
            assert not re.search(r"[{}]|None", told)


@pytest.mark.parametrize(("by", "word"), [("reach", "Reichweite"), ("views", "Aufrufen")])
def test_reach_that_is_not_split_is_called_reach(by: str, word: str) -> None:
    """A rest that holds nothing but reach is told as reach, or as views."""
    links = (Link("engagement_per_reach", -4.0, -6.0, 2.0), Link("rest", -40.0, -50.0, -30.0, REACH))

    told = said(diagnosis_with(links=links, named=("rest",), reached_by=by), "de")

    assert word in told
    assert "seltener" in told


@pytest.mark.parametrize(("platform", "source"), [("instagram", "Instagram Insights"), ("mastodon", "how many people")])
def test_likes_alone_say_what_would_tell(platform: str, source: str) -> None:
    """Where nothing can be told apart, the sentence says so and where it is to be had; what is sure is told before."""
    rest = Link("rest", -40.0, -50.0, -30.0, (*REACH, "engagement_per_reach"))
    bare = replace(diagnosis_with(links=(rest,), named=("rest",), unhurt=None), platform=platform)
    rhythm, rest = Link("posting_rate", -30.0, -40.0, -20.0), replace(rest, percent_points=-14.0)
    both = replace(
        diagnosis_with(links=(rhythm, rest), named=("rest", "posting_rate"), unhurt=None, per="week"), platform=platform
    )

    assert source in said(bare, "en")
    assert "30 of the 44 points come from you posting less often" in said(both, "en")
    assert source in said(both, "en")
    assert split_chart(bare) is None


@pytest.mark.parametrize(
    ("liking", "lost", "parts"),
    [(1.0, "77", ("something elsewhere, in all it is only 76 fewer", "76 of the 77")), (-0.3, "77", ("76 of the 77",))],
)
def test_a_part_of_a_loss_is_never_more_than_all_of_it(liking: float, lost: str, parts: tuple[str, ...]) -> None:
    """Where another link gained, that is a sentence of its own, and the parts are those of what was lost."""
    names = (("reach_non_followers", -75.8), ("posting_rate", -0.9), ("engagement_per_reach", liking))
    links = tuple(Link(name, points, points - 1, points + 1) for name, points in names)
    total = sum(points for _, points in names)
    told = said(diagnosis_with(links=links, total_percent=total, named=("reach_non_followers", "posting_rate")), "en")

    assert all(part in told for part in parts)
    assert f"of the {lost} points" in told
    assert ("elsewhere" in told) == (liking > 0)


def test_who_likes_more_is_not_said_to_like_almost_as_before() -> None:
    """A share of likes that surely rose is told as more."""
    assert "even more than before" in said(diagnosis_with(unhurt="liking_more"), "en")
    assert "sogar mehr als vorher" in said(diagnosis_with(unhurt="liking_more"), "de")


def test_no_certain_loss_is_told_nowhere() -> None:
    """Without a certain loss there is no paragraph, no picture and no table; the contract still has the split."""
    calm = diagnosis_with(is_loss=False, named=(), mostly=None, unhurt=None)
    page = to_html(calm, "en")

    assert where_it_was_lost(calm) == ()
    assert compose(calm).split is None
    assert "waterfall" not in re.sub(r"<style.*?</style>", "", page, flags=re.DOTALL)
    assert to_contract(calm, "en")["split"]["total_percent"] == -44.0
    assert "cannot be said" in said(diagnosis_with(named=(), unhurt=None), "en")


def test_a_week_is_said_to_be_one() -> None:
    """Where the total is per week, the sentence and the picture say so."""
    weekly = diagnosis_with(per="week")

    assert said(weekly, "de").startswith("Pro Woche sind es zusammen 44 % weniger Likes. Wo es verloren ging: 34")
    assert said(weekly, "en").startswith("Per week that is 44 % fewer likes in all.")
    chart = split_chart(weekly)
    assert chart is not None
    assert "per week" in Words("en").say(chart.sentence)
    undated = split_chart(diagnosis_with(since=None))
    assert undated is not None
    assert "26 posts, part by part" in Words("en").say(undated.sentence)


def test_the_picture_has_a_bar_a_link_and_a_sentence() -> None:
    """One bar a link and one for all, on the chart, with a label for those who do not see it and a table beside it."""
    page = to_html(samples.sample_c(), "de")
    chart = split_chart(samples.sample_c())
    assert chart is not None

    drawn = draw_split(chart, Words("de", as_of=samples.sample_c().as_of))
    assert drawn.count("<rect") == len(LINKS) + 1
    assert drawn.count('class="whisker"') == len(LINKS)
    assert 'role="img" aria-label="Was sich bei den letzten 26 Posts' in drawn
    places = [float(place) for place in re.findall(r' x[12]?="([-\d.]+)%"', drawn)]
    assert min(places) >= 0
    assert max(places) <= 100
    assert drawn in page
    assert page.index("Wo es verloren ging") < page.index('<svg class="waterfall"')


def test_the_table_has_the_interval_and_what_is_missing() -> None:
    """Each link with its points and their interval, the sum, and the column that would tell the rest."""
    chart = split_chart(diagnosis_with(missing=(("followers", "followers"),)))
    assert chart is not None

    rows = split_table(chart, Words("en")).rows

    assert rows[2] == ("reach among others", "−34", "−46 to −22")
    assert rows[-2][:2] == ("together", "−44")
    assert rows[-1] == ("how many follow you", "not told apart", "followers is missing for it")


@pytest.mark.parametrize("lang", ["de", "en"])
def test_every_surface_tells_it(lang: str) -> None:
    """Terminal, Markdown and page have the same paragraph."""
    sample = samples.sample_c()
    words = said(sample, lang)
    terminal = " ".join(to_terminal(sample, lang, colour=False).split())

    assert " ".join(words.split()) in terminal.replace("\N{NO-BREAK SPACE}", " ")
    assert words in to_markdown(sample, lang).replace("\N{NO-BREAK SPACE}", " ")
    assert words in to_html(sample, lang).replace("\N{NO-BREAK SPACE}", " ")


def test_the_contract_adds_up() -> None:
    """The points of the contract are the total."""
    found = to_contract(samples.sample_c(), "en")["split"]

    assert sum(link["percent_points"] for link in found["links"]) == pytest.approx(found["total_percent"], abs=1e-9)
    assert found["since"] == "2025-03-09T00:00:00Z"


def test_points_have_their_sign() -> None:
    """A loss has a minus, a gain a plus, next to nothing neither."""
    assert [points(value) for value in (-3.6, 0.4, -0.4, 2.5)] == ["−4", "0", "0", "+2"]


@pytest.mark.parametrize(("lang", "named"), [("de", "Dazu kommen 44 % weniger Likes."), ("en", "44 % fewer likes.")])
def test_what_was_split_is_named_where_the_finding_is_about_another_number(lang: str, named: str) -> None:
    """New followers have no way of a like: the number that was lost on it is told before where."""
    sample = samples.sample_c()
    followers = replace(sample.vitals[0], metric="followers_gained")

    assert named not in said(sample, lang)
    assert named in said(replace(sample, vitals=(followers, *sample.vitals[1:])), lang)

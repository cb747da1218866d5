"""The pictures on paper: each shows what the page's shows, and its words are text in the PDF."""

import re
from dataclasses import replace

import pytest
from tests.report import samples
from tests.report.test_printed import squeezed, text_of

from fieber.model.diagnosis import Diagnosis
from fieber.report.compose import compose
from fieber.report.print_chart import COLOURS, printed_chart
from fieber.report.print_pictures import bars_of, printed_fever, printed_spread
from fieber.report.spread_chart import stretches
from fieber.report.typeset import to_pdf
from fieber.report.words import Words

EVERY = samples.every()
WORDS = Words("de")


def of_reels(diagnosis: Diagnosis) -> Diagnosis:
    """The same finding, but of one format alone."""
    return replace(diagnosis, vitals=(replace(diagnosis.vitals[0], kind="reel"), *diagnosis.vitals[1:]))


def circles(svg: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)"', svg)]


@pytest.mark.parametrize("name", ["A", "B", "C"])
def test_every_post_is_a_dot_of_the_record(name: str) -> None:
    """All posts that count stand in the picture by size, each within it."""
    chart = compose(EVERY[name], "de").spread
    assert chart is not None

    drawn = printed_spread(chart, WORDS, "#000")

    assert len(circles(drawn["svg"])) == sum(state != "young" for state in chart.trace.state)
    assert all(0 < x < 1000 and 0 < y < 1000 * drawn["ratio"] for x, y in circles(drawn["svg"]))


def test_many_posts_are_columns() -> None:
    """Of 10,000 posts no dot is drawn, but a column for each stretch of the scale that has some."""
    chart = compose(samples.account_of(10_000), "de").spread
    assert chart is not None

    drawn = printed_spread(chart, WORDS, "#123456")

    filled = [part for part in stretches(chart) if part.n]
    assert circles(drawn["svg"]) == []
    assert drawn["svg"].count("<rect") >= len(filled)


def test_the_record_of_a_format_is_its_own() -> None:
    """Where the finding is about Reels, the record shows Reels alone, with what is usual for them."""
    diagnosis = of_reels(replace(EVERY["C"], claims=()))
    chart = compose(diagnosis, "de").spread
    assert chart is not None

    assert set(chart.trace.kind) == {"reel"}
    assert chart.usual == diagnosis.vitals[0].normal
    assert "nur deine Reels" in WORDS.say(chart.sentences[0])


def test_only_the_format_in_question_is_in_colour() -> None:
    """The picture over time marks the latest Reels where the finding is about them, else the latest of all."""
    whole, reels = (printed_chart(compose(one, "de"), WORDS) for one in (EVERY["C"], of_reels(EVERY["C"])))
    assert whole is not None
    assert reels is not None

    coloured = [chart["svg"].count(f'fill="{COLOURS["fever"]}"/>') for chart in (whole, reels)]
    assert 0 < coloured[1] < coloured[0]


def test_the_fever_curve_marks_the_weeks_above_the_first_limit() -> None:
    """Each week with a raised temperature is a dot in the colour of its word; so is the last one."""
    chart = compose(EVERY["C"], "de").fever
    assert chart is not None

    drawn = printed_fever(chart, WORDS)

    raised = [look for look in chart.looks[:-1] if look.temperature is not None and look.verdict != "healthy"]
    assert len(circles(drawn["svg"])) == len(raised) + 1
    assert f'fill="{COLOURS[chart.looks[-1].verdict]}"' in drawn["svg"]


def test_the_bars_of_a_loss_add_up() -> None:
    """Each bar begins where the one above it ended; the last one, from the usual level, is the whole loss."""
    chart = compose(EVERY["C"], "de").split
    assert chart is not None

    drawn = bars_of(chart, WORDS)
    *links, whole = drawn["bars"]

    assert [bar["from"] for bar in links[1:]] == pytest.approx([bar["to"] for bar in links[:-1]])
    assert (links[0]["from"], whole["from"]) == pytest.approx((drawn["usual"], drawn["usual"]))
    assert whole["to"] == pytest.approx(links[-1]["to"])
    assert all(0 <= end <= 1 for bar in links for end in (bar["from"], bar["to"], *bar["likely"]))
    assert all(bar["likely"][0] - 1e-9 <= bar["to"] <= bar["likely"][1] + 1e-9 for bar in links)


@pytest.mark.parametrize("lang", ["de", "en"])
def test_words_of_the_pictures_are_in_the_pdf(lang: str) -> None:
    """The day of the onset, the usual level and the fever curve are text in the PDF, and the forms are named."""
    diagnosis = EVERY["C"]
    words = Words(lang, as_of=diagnosis.as_of)
    report = compose(diagnosis, lang)
    text = text_of(to_pdf(diagnosis, lang))

    onset = diagnosis.vitals[0].onset
    normal = diagnosis.vitals[0].normal
    assert onset is not None
    assert normal is not None
    assert report.fever is not None
    wanted = [
        f"{words.word('legend.onset')}: {words.day(onset.at)}",
        words.word("legend.usual_level", value=normal.median),
        words.word("section.fever"),
        words.say(report.fever.sentence),
        words.word("legend.recent"),
        words.word("legend.pause"),
    ]
    assert [said for said in wanted if squeezed(said) not in text] == []

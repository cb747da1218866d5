"""What is told: the five findings of VOICE.md, word by word, and the rules that hold for every finding."""

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.report import parts, samples
from tests.report.readability import flesch_kincaid, wiener_sachtextformel

from fieber.model.diagnosis import Advice, Change, ClaimVerdict, Fear, Normal, Recent, Span
from fieber.model.text import Message
from fieber.report.compose import compose
from fieber.report.words import Words

EVERY = samples.every()

TOLD = sorted(Path(__file__).with_name("told").glob("*.txt"))  # written by hand, a line a paragraph


def told(name: str, lang: str) -> list[str]:
    diagnosis = EVERY[name]
    report, words = compose(diagnosis), Words(lang, as_of=diagnosis.as_of)
    shown = "" if report.temperature is None else f" {words.temperature(report.temperature)}"
    parts = [words.say(report.answer) + shown, *[words.join(paragraph) for paragraph in report.paragraphs]]
    return [part.replace("\N{NO-BREAK SPACE}", " ") for part in [*parts, words.join(report.next_step)]]


@pytest.mark.parametrize("path", TOLD, ids=lambda path: path.stem)
def test_the_sample_findings(path: Path) -> None:
    """The findings of VOICE.md are told in its words and its order."""
    name, lang = path.stem.split(".")

    assert told(name, lang) == path.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(("name", "lang"), list(itertools.product(EVERY, ("de", "en"))))
def test_every_finding_is_whole(name: str, lang: str) -> None:
    """Each finding has an answer, a reason and a step, and no hole in any sentence."""
    parts = told(name, lang)

    assert len(parts) >= 3
    assert all(part.strip() and "{" not in part and "None" not in part for part in parts)


@pytest.mark.parametrize("lang", ["de", "en"])
def test_no_fever_says_what_would_have_been_seen(lang: str) -> None:
    """A healthy finding never stands alone: the smallest visible loss is with it."""
    whole = " ".join(told("told_date", lang))

    assert {"de": "hätte ich gesehen", "en": "I would have seen"}[lang] in whole


def test_a_slow_loss_is_part_of_the_answer() -> None:
    """Who lost a third in a year is not sent home with "no fever"."""
    answer, *reason = told("slow_loss", "de")

    assert "kein Fieber" not in answer
    assert "35 % unter dem letzten Jahr" in answer
    assert "sehr wahrscheinlich zwischen 19 und 48 %" in " ".join(reason)


@pytest.mark.parametrize(("lang", "what"), [("de", "neue Follower am Tag"), ("en", "new followers a day")])
def test_a_slow_loss_of_something_else_is_named(lang: str, what: str) -> None:
    """Where the likes are fine and another value has sunk for a year, the answer says which one."""
    answer = told("slow_elsewhere", lang)[0]

    assert "30 %" in answer
    assert what in answer


def test_a_certain_small_loss_is_called_small() -> None:
    """A capped temperature is told as certain, but small, and not as a rare week."""
    whole = " ".join(told("capped", "de"))

    assert "Das ist sicher, aber klein." in whole
    assert "im Schnitt" not in whole


def test_a_told_date_comes_with_its_condition() -> None:
    """The result for a date that the person named says when it holds."""
    assert "wenn du das Datum nicht in den Zahlen gesucht hast" in " ".join(told("told_date", "de"))


def test_typed_numbers_have_no_dates() -> None:
    """Of an input without dates no date is told, though its order is kept in some."""
    report = compose(EVERY["undated"])
    words = Words("de", as_of=report.diagnosis.as_of)
    everything = " ".join([*told("undated", "de"), words.join(report.covered), words.join(report.caveats)])

    assert "2000" not in everything
    assert "Januar" not in everything
    assert report.fever is None
    assert "Deine letzten acht Posts" in everything


def test_what_was_said_above_is_not_said_again() -> None:
    """A caveat that the finding tells is not in the list of caveats."""
    report = compose(EVERY["B"])

    assert "caveat.young_posts_left_out" not in {message.key for message in report.caveats}


def test_the_nearest_reason_is_told() -> None:
    """Where one metric is missing and another has too few posts, the posts are what more of helps."""
    vitals = (parts.silent("column_missing", metric="reach"), parts.silent("too_few_posts"))
    report = compose(replace(EVERY["one_post"], vitals=vitals))

    assert [message.key for message in report.paragraphs[0]] == ["unknown.too_few_posts"]


def test_distress_is_not_quoted_and_not_scored() -> None:
    """A sentence about the person gets a kind word, not a check of its numbers."""
    base = samples.sample_a()
    cry = parts.claim("Ich kann nicht mehr.", "distress", fear="unknown", verdict="cannot_say")

    report = compose(replace(base, claims=(cry,)))
    words = Words("de", as_of=base.as_of)

    assert report.quote is None
    assert words.join(report.paragraphs[0]).startswith("Das klingt, als ginge es dir gerade nicht gut.")


@pytest.mark.parametrize("verdict", ["true", "was_once_true", "exception", "never", "cannot_say"])
@pytest.mark.parametrize("kind", ["claim_level", "claim_drop", "follower_loss", "algorithm", "verification", "other"])
@pytest.mark.parametrize("fear", ["right", "market", "unfounded", "unknown"])
def test_every_claim_is_answered_with_whole_sentences(kind: str, verdict: ClaimVerdict, fear: Fear) -> None:
    """Whatever was said and found, with or without its numbers, there are words for it in both languages."""
    bare = parts.claim("So?", kind, fear=fear, verdict=verdict, metric="likes", value=50000.0)
    full = replace(samples.sample_a().claims[0], kind=kind, fear=fear, verdict=verdict)
    for base, said in itertools.product((EVERY["A"], EVERY["B"], EVERY["undated"]), (bare, full)):
        report = compose(replace(base, claims=(said,)))

        for lang in ("de", "en"):
            words = Words(lang, as_of=base.as_of)
            assert all(words.join(paragraph) for paragraph in report.paragraphs)


@pytest.mark.parametrize("metric", ["likes", "comments", "shares", "saves", "views", "reach", "engagement_per_reach"])
@pytest.mark.parametrize("kind", [None, "photo", "reel", "other"])
def test_every_metric_has_its_words(metric: str, kind: str | None) -> None:
    """Each vital can carry the headline, in each format."""
    base = EVERY["C"]
    carrier = replace(base.vitals[0], metric=metric, kind=kind)

    report = compose(replace(base, vitals=(carrier, *base.vitals[1:])))

    for lang in ("de", "en"):
        assert all(Words(lang, as_of=base.as_of).join(paragraph) for paragraph in report.paragraphs)


@pytest.mark.parametrize(
    ("onset", "sentence"),
    [
        (None, "Es kommen weniger Neue: 140 am Tag statt sonst 165."),
        ("told", "Seit etwa dem 9. März (zwischen dem 5. und dem 14. März) kommen 140 Neue am Tag statt 165."),
    ],
)
def test_followers_have_their_own_words(onset: str | None, sentence: str) -> None:
    """A fall of new followers is told by the day, with its beginning where one was found."""
    base = EVERY["D"]
    began = None if onset is None else EVERY["C"].vitals[0].onset
    carrier = replace(base.vitals[0], verdict="fever", temperature=38.9, onset=began)

    report = compose(replace(base, verdict="fever", temperature=38.9, claims=(), vitals=(carrier,)))

    assert Words("de", as_of=base.as_of).join(report.paragraphs[0]).startswith(sentence)


def test_a_claim_about_the_market_is_told_as_the_market() -> None:
    """Where the fear is the market's, the first sentence says that it hits almost everyone."""
    base = EVERY["B"]
    said = replace(base.claims[0], verdict="true")

    report = compose(replace(base, claims=(said,), finding="everyone"))

    assert next(message.key for message in report.paragraphs[0]) == "finding.everyone"


@pytest.mark.parametrize(
    ("key", "posts", "told_step"),
    [
        ("advice.nothing_wait", 1, "Nach dem nächsten Post schaue ich gern noch einmal."),
        ("advice.nothing_wait", None, "In ein paar Wochen schaue ich gern noch einmal."),
        ("advice.wait_for_more_posts", None, "Mit mehr Posts weiß ich mehr."),
        ("advice.account_status", None, "Schau zuerst unter Einstellungen"),
    ],
)
def test_the_step_promises_only_what_it_knows(key: str, posts: int | None, told_step: str) -> None:
    """A number of posts is told where there is one, else a time or nothing."""
    step = Advice(Message(key), None, posts)

    report = compose(replace(EVERY["A"], advice=(step,)))

    assert told_step in Words("de").join(report.next_step)


def test_unknown_files_are_counted() -> None:
    """How many files of an export were not known is said, not which."""
    base = EVERY["A"]
    covered = replace(base.coverage, unknown_paths=("a/secret.json", "b.json"), faults=())

    told_there = Words("de").join(compose(replace(base, coverage=covered)).covered)

    assert "2 Dateien im Export kannte ich nicht" in told_there
    assert "secret" not in told_there
    assert "nichts zu beanstanden" in told_there


def test_a_curve_without_values_says_so() -> None:
    """Looks without any temperature make a chart that says that it is empty."""
    base = EVERY["A"]
    report = compose(replace(base, looks=tuple(replace(look, temperature=None) for look in base.looks)))

    assert report.fever is not None
    assert report.fever.sentence.key == "chart.fever.aria_empty"


def test_a_gain_is_told_as_a_gain() -> None:
    """More than expected is said with its interval too."""
    base = EVERY["B"]
    carrier = replace(base.vitals[0], change=Change(20.0, 5.0, 40.0))

    report = compose(replace(base, claims=(), finding="not_in_data", vitals=(carrier,)))

    assert "20\N{NO-BREAK SPACE}% mehr (sehr wahrscheinlich zwischen 5 und 40" in Words("de").join(report.paragraphs[0])


def test_shares_are_told_of_a_hundred() -> None:
    """A share of 0.052 is told as 5.2 per hundred."""
    base = EVERY["B"]
    normal, recent = Normal(0.052, 0.04, 0.07, 90), Recent(0.031, 8, parts.AS_OF)
    carrier = replace(base.vitals[0], metric="engagement_per_reach", normal=normal, recent=recent)

    report = compose(replace(base, claims=(), vitals=(carrier,)))

    assert "3,1 statt sonst 5,2 Likes und Co. je 100 Erreichte" in Words("de").join(report.paragraphs[0])


def all_told(lang: str) -> str:
    names = [name for name in EVERY if name != "hostile"]
    said = [part for name in names for part in told(name, lang)[1:]]
    reports = [compose(EVERY[name]) for name in names]
    words = Words(lang, as_of=parts.AS_OF)
    said += [words.join(messages) for report in reports for messages in (report.method, report.covered, report.caveats)]
    return " ".join(said)


def test_german_is_easy_to_read() -> None:
    """All that is told in German needs at most eight years of school."""
    assert wiener_sachtextformel(all_told("de")) <= 8


def test_english_is_easy_to_read() -> None:
    """All that is told in English needs at most eight years of school."""
    assert flesch_kincaid(all_told("en")) <= 8


def test_the_measures_of_reading_know_hard_text() -> None:
    """Officialese is far above the limit."""
    german = "Die Inanspruchnahme einer Benachrichtigungsfunktionalität setzt Einverständniserklärungen voraus."
    english = (
        "Notwithstanding the aforementioned considerations, institutional methodologies necessitate interpretation."
    )

    assert wiener_sachtextformel(german) > 12
    assert flesch_kincaid(english) > 12


def test_one_day_is_no_span() -> None:
    """Posts of one day, and a hit of one day, are told with one date."""
    day = datetime(2026, 1, 1, 9, tzinfo=UTC)
    sample = samples.every()["A"]
    hit = Span(day, day + timedelta(hours=1))
    coverage = replace(sample.coverage, posts=60, first=day, last=day + timedelta(hours=2), viral=(hit,))
    covered = " ".join(Words("en").say(one) for one in compose(replace(sample, coverage=coverage), "en").covered)

    assert "60 posts, all on 1 January 2026." in covered
    assert "A big hit: 1 January 2026. It" in covered


@pytest.mark.parametrize(("change", "said"), [((30.0, 4.0, 60.0), "mehr als sonst"), ((5.0, -20.0, 30.0), "genau da")])
def test_more_than_usual_is_not_called_the_usual(change: tuple[float, float, float], said: str) -> None:
    """Where lately it is surely more, the answer says so instead of "and that is just where you are"."""
    base = samples.sample_a()
    risen = replace(base, vitals=(replace(base.vitals[0], change=Change(*change)), *base.vitals[1:]))

    first = Words("de", as_of=base.as_of).join(compose(risen).paragraphs[0])

    assert said in first


def test_a_day_that_is_certain_has_no_range() -> None:
    """An onset known to the day is told as a day, not as "between 9 and 9 March"."""
    base = samples.sample_c()
    onset = base.vitals[0].onset
    assert onset is not None
    exact = replace(base.vitals[0], onset=replace(onset, low=onset.at, high=onset.at))
    words = Words("en", as_of=base.as_of)

    told = words.join(compose(replace(base, vitals=(exact, *base.vitals[1:]))).paragraphs[0])

    assert "Since about 9 March, your usual post" in told

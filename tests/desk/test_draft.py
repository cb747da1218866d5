"""What the reading process tells for cases: the draft of an answer, and followers by day."""

from __future__ import annotations

from fieber.api import each_checkup
from fieber.desk.sandbox.draft import draft, followers_of
from fieber.model.reading import Reading
from fieber.model.tables import conform
from fieber.simulate.patients import patients


def test_what_the_reading_process_tells_for_a_case() -> None:
    """The draft answers the sentence, in both languages, and none where it speaks of the person; followers by day."""
    cohort = patients(["noise"], seed=3, platform="instagram")
    found = {}
    for sentence in ("My likes are halved", "I cannot sleep any more, I am so scared"):
        (told,) = each_checkup(cohort.posts, days=cohort.days, complaint=sentence)
        found[sentence] = {lang: draft(told.diagnosis, lang) for lang in ("de", "en")}
        account = told.diagnosis.account
    reading = Reading(posts=conform(cohort.posts, "posts"), days=conform(cohort.days, "days"))
    followers = followers_of(reading, account)

    first, second = found.values()
    assert first["en"].startswith("“My likes are halved”\n\nNo fever. ")
    assert "Du hast kein Fieber. " in first["de"]
    assert second == {"de": "", "en": ""}
    days = [day for day, _ in followers]
    assert days == sorted(set(days))
    assert 20 < len(days) <= 120
    assert followers_of(reading, "nobody") == []

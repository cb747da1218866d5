"""The first page: numbers in, an answer below the same address, nothing kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps

from fieber.desk.jobs.models import Job

if TYPE_CHECKING:
    from django.test import Client

STEADY = "8.800 7200 12k 9100 8300 7900 6500 11k 10.2k 8800 9400 7700 8100 9000 12000 8600 9900 10100 7800 8800"
FALLEN = f"900 1100 800 1000 950 870 {STEADY}"


def test_steady_numbers_are_no_fever(client: Client) -> None:
    """Twenty posts around the same level are answered with “No fever”, at the same address."""
    answer = client.post("/", {"likes": STEADY, "sentence": ""})

    text = answer.content.decode()
    assert answer.status_code == 200
    assert '<article class="healthy">' in text
    assert "No fever." in text


def test_fallen_numbers_are_a_fever_and_the_sentence_is_answered(client: Client) -> None:
    """A tenth of the usual likes is a fever; the sentence stands above it; that dates are missing is said."""
    answer = client.post("/", {"likes": FALLEN, "sentence": "My likes are down by half"})

    text = answer.content.decode()
    assert '<article class="high_fever">' in text
    assert "“My likes are down by half”" in text
    assert "I assume the same time between every two posts" in text


def test_german_is_answered_in_german(client: Client) -> None:
    """The language of the browser is the language of the answer."""
    answer = client.post("/", {"likes": STEADY}, headers={"accept-language": "de-AT,de;q=0.9"})

    assert "Du hast kein Fieber." in answer.content.decode()


def test_the_language_can_be_changed(client: Client) -> None:
    """Whoever chooses German gets German from then on, whatever the browser prefers."""
    client.post("/language/", {"language": "de", "next": "/"})

    assert "Hat dein Account Fieber?" in client.get("/").content.decode()


def test_what_is_no_number_is_said(client: Client) -> None:
    """Letters, nothing, or far too much: a sentence beside the field, and what was typed is still there."""
    for likes, said in (("many", "no number among"), ("", "There are no numbers"), ("1 " * 1500, "too much at once")):
        answer = client.post("/", {"likes": likes, "sentence": "what I said"})

        assert answer.status_code == 400
        assert said in answer.content.decode()
        assert "what I said" in answer.content.decode()


def test_a_sentence_is_text_and_only_text(client: Client) -> None:
    """Markup in a sentence is shown, not obeyed."""
    answer = client.post("/", {"likes": STEADY, "sentence": "<script>alert(1)</script> 50,000 likes"})

    assert "<script>alert" not in answer.content.decode()
    assert "&lt;script&gt;alert" in answer.content.decode()


def test_nothing_is_kept(client: Client) -> None:
    """After an answer the database holds no row of anything but the count against too many questions."""
    client.post("/", {"likes": FALLEN, "sentence": "My likes are down by half"})

    kept = {model.__name__ for model in apps.get_models() if model.objects.exists()}
    assert kept <= {"ContentType", "Permission"}
    assert not Job.objects.exists()

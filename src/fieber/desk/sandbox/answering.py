"""While somebody talks: what they say is held against their record, and told in three sentences to read aloud."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieber.api import check
from fieber.desk.sandbox.many import LANGUAGES, MOMENT, posts_of
from fieber.explainers import explain, fitting
from fieber.report.compose import compose
from fieber.report.contract import to_contract
from fieber.report.html import article
from fieber.report.sentences import speaks_of_the_person
from fieber.report.words import Words
from fieber.simulate.patients import patients

if TYPE_CHECKING:
    from fieber.api import Lang
    from fieber.model.diagnosis import Diagnosis

MOST_SENTENCES = 3
MOST_EXPLAINERS = 2
FEVERS = ("elevated", "fever", "high_fever")


def answer(order: dict[str, Any]) -> dict[str, Any]:
    """Answer one sentence.

    Args:
        order: `posts` (as `many` put them aside), `account`, `platform`, `sentence`, `lang` and `is_whole`.

    Returns:
        `aloud` (three sentences), `next` (the next step), `ask` (which question to ask back), `explain` (title and the
        short text of what fits), `page` (the whole finding, where it is asked for), `verdict` and `temperature`.
    """
    lang: Lang = order["lang"]
    posts = posts_of(order["posts"], order["account"], order["platform"])
    found = check(posts, account=order["account"], complaint=order["sentence"] or None, lang=lang)
    diagnosis = found[0].diagnosis if isinstance(found, list) else found.diagnosis
    report, words = compose(diagnosis, lang), Words(lang, as_of=diagnosis.as_of)
    reasons = [message for paragraph in report.paragraphs for message in paragraph]
    # whoever speaks of their own distress hears that first, no number
    said = [*reasons[:1], report.answer] if speaks_of_the_person(diagnosis) else [report.answer, *reasons]
    topics = [explain(name, lang=lang) for name in fitting(to_contract(diagnosis, lang))[:MOST_EXPLAINERS]]
    return {
        "aloud": [words.say(message) for message in said[:MOST_SENTENCES]],
        "next": words.join(report.next_step),
        "ask": question(diagnosis),
        "explain": [(topic.title, topic.short) for topic in topics if topic.short],
        "page": article(diagnosis, lang) if order["is_whole"] else "",
        "verdict": diagnosis.verdict,
        "temperature": diagnosis.temperature,
    }


def warm_up() -> None:
    """Judge somebody who does not exist, so that all that is loaded at the first use is loaded."""
    rows = patients(["noise"], seed=1).posts.drop("account", "platform").write_csv(datetime_format=MOMENT)
    for lang in LANGUAGES:
        answer({"posts": rows, "account": "-", "platform": "", "sentence": "likes", "lang": lang, "is_whole": False})


def question(diagnosis: Diagnosis) -> str:
    """Give which question would help most: a key of the desk's words, without `phone.ask.`."""
    if speaks_of_the_person(diagnosis):
        return "person"
    if diagnosis.verdict == "unknown":
        return "more_data"
    claim = diagnosis.claims[0] if diagnosis.claims else None
    if claim is None:
        return "which_number"
    if claim.verdict == "cannot_say":
        return "where_seen" if claim.metric is not None else "which_number"
    if diagnosis.verdict in FEVERS:
        return "others" if diagnosis.finding == "everyone" else "changed"
    return "which_post" if claim.value is not None else "since_when"

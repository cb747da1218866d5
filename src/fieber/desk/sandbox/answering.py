"""While somebody talks: what they say is held against their record, and told in three sentences to read aloud.

The same finding as one page for the client.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from fieber.api import check, weather_table
from fieber.checkup.weather import FEWEST_PEERS
from fieber.desk.sandbox.many import LANGUAGES, MOMENT, posts_of
from fieber.desk.sandbox.small_weather import in_small, peers_of
from fieber.explainers import fitting
from fieber.report.compose import compose
from fieber.report.contract import to_contract
from fieber.report.html import article
from fieber.report.sentences import speaks_of_the_person
from fieber.report.typeset import to_client_pdf
from fieber.report.words import Words
from fieber.simulate.patients import patients

if TYPE_CHECKING:
    from fieber.model.diagnosis import Claim, Diagnosis

MOST_SENTENCES = 3
MOST_EXPLAINERS = 2
FEVERS = ("elevated", "fever", "high_fever")


def answer(order: dict[str, Any]) -> dict[str, Any]:
    """Answer one sentence.

    Args:
        order: `posts` (as `many` put them aside), `weather` (as `small_weather` did), `as_of` (ISO; None: by the
            posts), `account`, `platform`, `sentence`, `lang`, and `form`: "aloud", "whole" (with the whole finding),
            "pdf" (with `sender`) or "contract".

    Returns:
        With "pdf" that alone, in base64; with "contract" the finding as JSON alone. Else `aloud` (three sentences),
        `next` (the next step), `ask` (which question to ask back), `explain` (names of the explainers that fit), `page`
        (the whole finding, where it is asked for), `verdict` and `temperature`.
    """
    diagnosis, lang = _diagnosis(order), order["lang"]
    if order["form"] == "pdf":
        return {"pdf": base64.b64encode(to_client_pdf(diagnosis, lang, sender=order["sender"])).decode()}
    contract = to_contract(diagnosis, lang)
    if order["form"] == "contract":
        return {"contract": contract}
    report, words = compose(diagnosis, lang), Words(lang, as_of=diagnosis.as_of)
    reasons = [message for paragraph in report.paragraphs for message in paragraph]
    # whoever speaks of their own distress hears that first, no number
    said = [*reasons[:1], report.answer] if speaks_of_the_person(diagnosis) else [report.answer, *reasons]
    return {
        "aloud": [words.say(message) for message in said[:MOST_SENTENCES]],
        "next": words.join(report.next_step),
        "ask": question(diagnosis),
        "explain": fitting(contract)[:MOST_EXPLAINERS],
        "page": article(diagnosis, lang) if order["form"] == "whole" else "",
        "verdict": diagnosis.verdict,
        "temperature": diagnosis.temperature,
    }


def _diagnosis(order: dict[str, Any]) -> Diagnosis:
    name, platform = order["account"], order["platform"]
    posts, peers = posts_of(order["posts"], name, platform), peers_of(order["weather"], name, platform)
    told = {"complaint": order["sentence"] or None, "as_of": order["as_of"], "lang": order["lang"]}
    found = check(posts, account=name, peers=peers, **told)
    return found[0].diagnosis if isinstance(found, list) else found.diagnosis


def warm_up() -> None:
    """Judge somebody who does not exist, beside others, so that all that is loaded at the first use is loaded."""
    cohort = patients(["noise"], accounts=FEWEST_PEERS + 2, seed=1, years=0.5)
    first = cohort.posts.filter(account=cohort.posts["account"][0])
    order = {
        "posts": first.drop("account", "platform").write_csv(datetime_format=MOMENT),
        "weather": in_small(weather_table(cohort.posts)),
        "account": first["account"][0],
        "platform": first["platform"][0],
        "as_of": None,
        "sentence": "likes",
        "form": "aloud",
    }
    for lang, weather in zip(LANGUAGES, ("", order["weather"]), strict=True):
        answer(order | {"lang": lang, "weather": weather})


def question(diagnosis: Diagnosis) -> str:
    """Give which question would help most: a key of the desk's words, without `phone.ask.`."""
    if speaks_of_the_person(diagnosis):
        return "person"
    if diagnosis.verdict == "unknown":
        return "more_data"
    return _about(diagnosis.claims[0], diagnosis) if diagnosis.claims else "which_number"


def _about(claim: Claim, diagnosis: Diagnosis) -> str:
    if claim.kind == "verification":
        return "tick"
    if claim.verdict == "cannot_say":
        return "where_seen" if claim.metric is not None else "which_number"
    if diagnosis.verdict in FEVERS:
        return "others" if diagnosis.finding == "everyone" else "changed"
    return "which_post" if claim.kind == "claim_level" else "since_when"

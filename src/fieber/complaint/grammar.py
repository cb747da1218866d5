"""A sentence becomes claims: tag it, ask which kind it is, add what all kinds have, say what was not understood."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from fieber.complaint import english, german
from fieber.complaint.dates import day_of, resolve
from fieber.complaint.distress import speaks_of_the_person
from fieber.complaint.everyone import with_everyone
from fieber.complaint.kinds import claim_of
from fieber.complaint.levels import first_format, is_level
from fieber.complaint.lexicon import FILLER, MARK, UNKNOWN
from fieber.complaint.reading import Draft, Reading
from fieber.complaint.sentence import ENDS, Sentence, language_of, normalise, tag, tokenise

if TYPE_CHECKING:
    from datetime import date, datetime

    from fieber.complaint.claim import ClaimDict
    from fieber.complaint.numbers import Number
    from fieber.complaint.time_phrases import TimePhrase

_FIELDS: tuple[str, ...] = ("metric", "value", "unit", "qualifier", "change_pct", "since", "format", "since_date")
_CLAIMS = frozenset(("claim_level", "claim_drop", "follower_loss", "milestone"))
_BLAMED = frozenset(("claim_drop", "follower_loss", "algorithm", "verification"))
_NAMED_ALONE = ("verification", "algorithm", "health")
_ASLEEP = frozenset(("bed", "asleep", "sleep"))
_MENDED = {"seid": "seit", "sinse": "since"}
_ROLES = ("since", "past", "event", "span", "now")
_WORDS_READ = 500  # distress is looked for in all of a text, numbers in its beginning
_LONGEST_SENTENCE = 80  # words; without any mark in between, more are several sentences


def understand(text: str, *, lang: str | None = None, as_of: datetime | date | str | None = None) -> list[ClaimDict]:
    """Give what a person claims about an account in German or English; the first dict is the main claim.

    Args:
        text: one or more sentences, as said.
        lang: "de" or "en"; guessed from the words if null.
        as_of: when it was said, as a time, a date or "2026-11-01"; for "seit zwei Wochen". Without it `since_date`
            is null.

    Returns:
        At least one dict. What is not understood is kind "other", value null, and named in `not_understood`.
        A text that speaks of the person's own distress gives exactly one dict of kind "distress" with nothing else.

    Raises:
        UsageError: `as_of` is no date.

    >>> understand("Ich habe immer 50.000 Likes!")[0]["value"]
    50000
    """
    raw = tokenise(normalise(text))
    words = [token.lower() for sentence in raw for token in sentence]
    guessed, known = language_of(words)
    spoken = lang if lang in ("de", "en") else guessed
    read, unread = _first_words(raw)
    sentences = [tag(tokens, spoken) for tokens in read]
    mended = [word for sentence in sentences for word in sentence.words]
    if speaks_of_the_person(words) or (mended != words and speaks_of_the_person(mended)):
        return [_finished(text, spoken, {"kind": "distress"}, [])]
    if _is_foreign(sentences, known):
        unknown = [token for tokens in raw for token in tokens if token[0].isalnum()]
        return [_finished(text, "und", {"kind": "other"}, unknown)]
    today = None if as_of is None else day_of(as_of)
    drafts = [_draft(sentence, today, text) for sentence in _joined(sentences)]
    drafts = [with_everyone(drafts[0], text)] if len(drafts) == 1 else drafts
    missed = [word for sentence in sentences for word in _not_understood(sentence)]
    missed += [" ".join(unread)] if unread else []
    return [_finished(text, spoken, draft, missed) for draft in _main_first(drafts)]


def _first_words(raw: list[list[str]]) -> tuple[list[list[str]], list[str]]:
    """Give the sentences that are read, none too long, and the words beyond."""
    read: list[list[str]] = []
    left = _WORDS_READ
    for k, tokens in enumerate(raw):
        for start in range(0, len(tokens), _LONGEST_SENTENCE):
            part = tokens[start : start + _LONGEST_SENTENCE]
            if len(part) > left:
                return read, [*tokens[start:], *(token for rest in raw[k + 1 :] for token in rest)]
            read.append(part)
            left -= len(part)
    return read, []


def _is_foreign(sentences: list[Sentence], known: int) -> bool:
    """Whether most words are of no language that fieber speaks."""
    unknown = 0
    for sentence in sentences:
        unknown += len(sentence.found.get("unknown", ()))
    if unknown < 2:
        return False
    plain = (FILLER, MARK, UNKNOWN)
    understood = sum(bool(meaning) and meaning not in plain for sentence in sentences for meaning in sentence.at)
    return unknown > known + understood / 2


def _joined(sentences: list[Sentence]) -> list[Sentence]:
    """Join sentences that only together make a claim: "Früher 80k Likes. Jetzt nur noch 20k."."""
    if len(sentences) < 2:
        return sentences
    joined: list[Sentence] = [sentences[0]]
    for sentence in sentences[1:]:
        last = joined[-1]
        then = last.has("then", "had", "purge") or any(time.role == "past" for time in last.times)
        now = sentence.has("now") or any(time.role == "now" for time in sentence.times)
        pair = then and now and last.numbers and sentence.numbers
        bots = last.has("purge") and sentence.has("loss") and sentence.numbers
        if pair or bots:
            joined[-1] = tag(
                [*(piece for piece in last.raw if piece[0] not in ENDS), ",", *sentence.raw], sentence.lang
            )
        else:
            joined.append(sentence)
    return joined


def _draft(sentence: Sentence, today: date | None, text: str) -> Draft:
    reading = Reading(sentence)
    draft = claim_of(reading)
    kind = draft["kind"]
    if kind in _CLAIMS or kind in ("algorithm", "verification"):
        _add_time(sentence, draft, today, text)
    if kind in ("claim_level", "claim_drop", "algorithm"):
        at = reading.share.start if reading.share else reading.levels[0].number.start if reading.levels else None
        draft["format"] = first_format(sentence, at if at is not None else sentence.where("decline"))
    if "platform" in sentence.found and "platform" not in draft:
        draft["platform"] = sentence.found["platform"][0][1]
    cause = _cause(sentence) if kind in _BLAMED and "cause_claimed" not in draft else None
    if cause is not None and (kind, cause) != ("algorithm", "shadowban"):  # there it is the claim itself
        draft["cause_claimed"] = cause
    if kind == "claim_level" and "window" in sentence.found:
        start = sentence.where("window")
        draft["window"] = " ".join(sentence.raw[start : start + 2])
    if kind == "claim_level" and (sentence.has("had", "then") or any(time.role == "past" for time in sentence.times)):
        draft["tense"] = "past"
    return draft


@cache
def _causes() -> dict[str, str]:
    tables = (german.CAUSES, english.CAUSES)
    return {word: cause for table in tables for cause, listed in table.items() for word in listed.split()}


def _cause(sentence: Sentence) -> str | None:
    """Give what is blamed: the words stand in a phrase of time ("after my viral reel") or in a clause of its own."""
    causes = _causes()
    if causes.keys().isdisjoint(sentence.words):
        return None
    told = any(time.role in ("since", "event") for time in sentence.times)
    if not (told or sentence.has("action", "algorithm")):
        return None
    return next((causes[word] for word in sentence.words if word in causes), None)


def _add_time(sentence: Sentence, draft: Draft, today: date | None, text: str) -> None:
    times = sentence.times
    if len(times) > 1:
        times = sorted(times, key=lambda time: _ROLES.index(time.role))
    if times and not (times[0].role == "now" and draft["kind"] not in ("claim_drop", "follower_loss")):
        time = times[0]
        if time.role == "now" and draft.get("from_value") is not None:
            return
        draft["since"] = _as_written(sentence, time, text)
        draft["since_date"] = resolve(time.spec, today) if today is not None else None
    elif draft["kind"] == "claim_drop":
        cause = _cause_clause(sentence)
        if cause:
            draft["since"] = cause
    words = sentence.words
    asleep = "woke" in words and not _ASLEEP.isdisjoint(words)
    if asleep or ("aufgewacht" in words and "eingeschlafen" in words):
        draft["since"] = "über Nacht" if sentence.lang == "de" else "overnight"
        draft["since_date"] = resolve(("overnight",), today) if today is not None else None


def _as_written(sentence: Sentence, time: TimePhrase, text: str) -> str:
    tokens = sentence.raw[time.start : time.end]
    mended = _MENDED.get(tokens[0].lower(), sentence.words[time.start])
    if " ".join(tokens) not in text:  # "ggü. Vormonat", "seit Juni/Juli": marks and blanks as they stood
        found = re.search(r"[\s.]*".join(map(re.escape, tokens)), text)
        tokens = found[0].split() if found else tokens
    if sentence.raw[time.start].lower() != mended:  # "seid gestern" is told as "seit gestern"
        tokens = [mended, *tokens[1:]]
    written = " ".join(tokens)
    first, _, rest = written.partition(" ")
    if time.spec[0] in ("month", "season", "year") and first.lower() in ("in", "im") and rest:
        return rest  # "It doubled in May": since May
    names = time.spec[0] in ("month", "weekday", "feast") and time.end - time.start == 1
    capital = (
        names
        or (time.spec[0] in ("mom", "yoy", "wow") and len(tokens) == 1)
        or (len(written) > 1 and written[1].isupper())
        or written[:2] == "I "
    )
    return written if capital else written[0].lower() + written[1:]


def _cause_clause(sentence: Sentence) -> str | None:
    """Give "I took a month off" of "I took a month off and now nobody sees my posts": what was done before it fell."""
    words = sentence.words
    if words[0] not in ("i", "ich", "we", "wir") or not sentence.has("action"):
        return None
    for i, _ in sentence.found.get("comma", ()):
        if words[i] in ("and", "und") and sentence.where("action") < i and not sentence.near("metric", 0, i):
            cause = " ".join(sentence.raw[:i])
            return cause if cause.startswith("I ") else cause[0].lower() + cause[1:]
    return None


def _not_understood(sentence: Sentence) -> list[str]:
    unknown = [i for i, _ in sentence.found.get("unknown", ()) if sentence.raw[i][0].isalnum()]
    unread = [n for n in sentence.numbers if n.shape == "other" or (n.shape == "count" and not _is_read(sentence, n))]
    return [sentence.raw[i] for i in unknown] + [" ".join(sentence.raw[n.start : n.end]) for n in unread]


def _is_read(sentence: Sentence, number: Number) -> bool:
    return number.value is not None and is_level(sentence, number)


def _main_first(drafts: list[Draft]) -> list[Draft]:
    """Order the claims of several sentences: what numbers can answer first; what is merely around them is left out."""
    claims = [draft for draft in drafts if draft["kind"] in _CLAIMS]
    claims += [draft for kind in _NAMED_ALONE for draft in drafts if draft["kind"] == kind]
    return claims or drafts[:1] or [{"kind": "other"}]


def _finished(text: str, lang: str, draft: Draft, missed: list[str]) -> ClaimDict:
    claim: dict[str, Any] = {"lang": lang, "text": text, "kind": draft["kind"]}
    for name in _FIELDS:
        claim[name] = draft.get(name)
    claim["not_understood"] = missed
    for name, value in draft.items():
        if name not in claim and value not in (None, {}, []):
            claim[name] = value
    if claim["value"] is None:
        claim["unit"] = None
    return cast("ClaimDict", claim)

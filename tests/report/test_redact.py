"""Planted secrets: names, words, links and files that a redacted finding must not hold on any surface."""

import base64
import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import openpyxl
import pytest
from pypdf import PdfReader
from tests.report import samples

from fieber.api import Checkup
from fieber.checkup.roster_summary import summarise
from fieber.model.diagnosis import CauseWeight, Diagnosis
from fieber.model.reading import Fault, Source
from fieber.model.surroundings import Event
from fieber.model.text import Message
from fieber.report.claim_text import claim_markdown
from fieber.report.compose import compose
from fieber.report.notebook import to_notebook
from fieber.report.printed import printed
from fieber.report.redact import redacted
from fieber.report.roster_page import Roster, roster_page
from fieber.report.spoken import spoken
from fieber.report.terminal import to_terminal
from fieber.report.typeset import to_client_pdf, to_pdf
from fieber.report.words import Words
from fieber.report.workbook import to_xlsx

SECRET = re.compile(r"g[eé]h[ ]?eim", re.IGNORECASE)  # stands in every text that was planted
WHEN = datetime(2025, 3, 9, tzinfo=UTC)


def planted() -> Diagnosis:
    """A finding with a secret in every place that takes a text from outside."""
    base = samples.sample_c()
    own = Event(
        None, WHEN, None, None, "geheim wedding", "geheim Hochzeit", "own", "geheim.txt", is_own=True, is_near=True
    )
    public = replace(own, what_en="Counters changed", what_de="Neue Zählung", is_own=False, source="https://e.org")
    trace = base.traces[0]
    urls = tuple(f"https://e.org/geheim/p/{i}" for i in range(len(trace.at)))
    coverage = replace(
        base.coverage,
        faults=(Fault("geheim.csv", "geheim_column", "other", 3), Fault("geheim.csv", "likes", "other", 1)),
        sources=(Source("geheim.zip/geheim.json", "tidy", ("Geheim Likes", "likes"), ("geheim Notiz",)),),
        unknown_paths=("geheim/messages/inbox",),
    )
    quoted = Message("events.own", {"at": WHEN, "end": None, "words": "Geheim zitiert"})
    cause = CauseWeight("noise", "observed", 0.4, quoted, Message("cause.noise.refuted_by"))
    said = replace(
        base.claims[0], text="geheim sagt: nichts geht mehr", since="seit geheim", not_understood=("geheim",)
    )
    return replace(
        base,
        account="geheim.account",
        coverage=coverage,
        claims=(said, replace(said, kind="claim_level", verdict="cannot_say", reason="no_number", metric="likes")),
        traces=(replace(trace, url=urls),),
        events=(own, public),
        causes=(*base.causes, cause),
        caveats=(*base.caveats, Message("claim.not_understood", {"words": "geheim"})),
    )


def pdf_text(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def page_of_many(diagnosis: Diagnosis, lang: str) -> str:
    several = [diagnosis, replace(diagnosis, account=diagnosis.account.replace("1", "2"))]
    page = roster_page(Roster(several, summarise(several)), lang)
    files = (base64.b64decode(found).decode() for found in re.findall(r"base64,([A-Za-z0-9+/=]+)", page))
    return page + "".join(files)


def cells(diagnosis: Diagnosis, lang: str) -> str:
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx([diagnosis], lang)))
    return str([[cell.value for row in sheet for cell in row] for sheet in book])


SURFACES: dict[str, Callable[[Diagnosis, str], str]] = {
    "json": lambda one, lang: Checkup(one, lang).to_json(),  # type: ignore[arg-type]
    "html": lambda one, lang: Checkup(one, lang).to_html(),  # type: ignore[arg-type]
    "markdown": lambda one, lang: Checkup(one, lang).to_markdown(),  # type: ignore[arg-type]
    "claim": claim_markdown,
    "terminal": lambda one, lang: to_terminal(one, lang, width=100, height=300, colour=False, encoding="utf-8"),
    "notebook": to_notebook,
    "many": page_of_many,
    "xlsx": cells,
    "pdf": lambda one, lang: pdf_text(to_pdf(one, lang)),
    "client-pdf": lambda one, lang: pdf_text(to_client_pdf(one, lang)),
    "printed": lambda one, lang: str(printed(compose(one, lang), Words(lang))),
    "audio": lambda one, lang: " ".join(spoken(compose(one, lang), Words(lang, as_of=one.as_of))),
}


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("surface", SURFACES)
def test_no_surface_tells_a_secret(surface: str, lang: str) -> None:
    """What was planted is there without the option, and on no surface with it."""
    render = SURFACES[surface]

    assert SECRET.search(render(planted(), lang))
    assert SECRET.search(render(redacted(planted(), lang), lang)) is None


def test_numbers_days_and_verdicts_stay() -> None:
    """Only names and texts are gone: every number of the contract is as it was."""
    bare, whole = Checkup(redacted(planted(), "de"), "de").to_dict(), Checkup(planted(), "de").to_dict()

    for field in ("verdict", "temperature", "p_value", "as_of", "vitals", "split", "platform", "finding"):
        assert bare[field] == whole[field]
    assert [claim["verdict"] for claim in bare["claims"]] == [claim["verdict"] for claim in whole["claims"]]
    assert [fault["count"] for fault in bare["coverage"]["faults"]] == [3, 1]


def test_our_own_columns_and_public_events_stay() -> None:
    """A column that has our name and an event of the calendar give nobody away."""
    bare = redacted(planted(), "en")

    assert bare.coverage.faults[1].field == "likes"
    assert bare.coverage.sources[0].matched == ("likes",)
    assert "Counters changed" in Checkup(bare, "en").to_markdown()


def test_accounts_are_numbered() -> None:
    """Several accounts stay apart, and one file keeps one name."""
    assert [redacted(planted(), "de", number=n).account for n in (1, 2)] == ["Account 1", "Account 2"]
    assert {fault.file for fault in redacted(planted(), "de").coverage.faults} == {"Datei 1"}


def test_it_knows_words_of_the_catalogue_from_texts() -> None:
    """A metric, a format or a number in a message stays; a text of anybody's does not."""
    kept = Message("level.post", {"metric": "likes", "kind": "reel", "n": 3, "size": "2,5"})
    bare = redacted(replace(samples.sample_a(), caveats=(kept, Message("x", {"words": "wer auch immer"}))), "de")

    assert bare.caveats[0] == kept
    assert bare.caveats[1].values["words"] == "…"

"""Findings in the forms that are files: PDF, one page, card, workbook, sound."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieber.cli._folder import FolderOutput, name_of
from fieber.errors import UsageError
from fieber.report.audio import to_wav
from fieber.report.typeset import to_client_pdf, to_pdf, to_png
from fieber.report.workbook import to_xlsx

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fieber.api import Checkup
    from fieber.cli._output import Output
    from fieber.cli._words import Lang
    from fieber.cli._writers import View, Writer
    from fieber.model.diagnosis import Diagnosis


def _of_one(render: Callable[[Diagnosis, str], bytes], ending: str) -> Writer:
    """Give a writer of a form that shows one account: into a file, or several into a folder."""

    def write(checkups: Iterator[Checkup], target: Output, _view: View, lang: Lang) -> list[str]:
        verdicts: list[str] = []
        for number, checkup in enumerate(checkups, start=1):
            diagnosis = checkup.diagnosis
            if isinstance(target, FolderOutput):
                target.add(name_of(diagnosis.account, number, ending), render(diagnosis, lang))
            elif number > 1:
                raise UsageError(
                    f"a {ending} file shows one account, and here are several; choose one with --account NAME,"
                    " or name a folder: -o reports/",
                    de=f"Eine {ending}-Datei zeigt einen Account, und hier sind mehrere; nimm einen mit --account NAME"
                    " oder nenne einen Ordner: -o berichte/",
                )
            else:
                rendered = render(diagnosis, lang)
            verdicts.append(diagnosis.verdict)
        if verdicts and not isinstance(target, FolderOutput):
            target.write(rendered)
        return verdicts

    return write


def _workbook(checkups: Iterator[Checkup], target: Output, _view: View, lang: Lang) -> list[str]:
    diagnoses = [checkup.diagnosis for checkup in checkups]
    target.write(to_xlsx(diagnoses, lang))
    return [diagnosis.verdict for diagnosis in diagnoses]


pdf = _of_one(to_pdf, ".pdf")
client_pdf = _of_one(to_client_pdf, ".pdf")
png = _of_one(to_png, ".png")
audio = _of_one(to_wav, ".wav")
xlsx = _workbook

"""The folders that an assistant may look into: nothing beside them, nothing by way of a link, nothing hidden."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieber.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST_LISTED = 200


@dataclass(frozen=True, slots=True)
class Allowed:
    """Folders, real and absolute, that may be looked into.

    is_numbered: what lies in them is called "1.zip" instead of by its name, which may name a person.
    """

    folders: tuple[Path, ...]
    is_numbered: bool = False

    def path(self, told: str) -> Path:
        """Give the file or folder that is meant: a path within one of the folders, or a whole one that leads there.

        Raises:
            UsageError: it lies elsewhere, is hidden, has `..` in it, a link is on the way, or there is none. Whether
                something lies elsewhere is not said.
        """
        if self.is_numbered and told in self._numbered():
            return self._numbered()[told]
        for folder in self.folders:
            inside = _inside(folder, told)
            if inside is not None and (folder / inside).exists():
                return folder / inside
        raise UsageError(
            f"{told}: there is no such export in the folders that may be looked into; the tool exports lists what is"
            " there",
            de=f"{told}: Diesen Export gibt es in den erlaubten Ordnern nicht; das Werkzeug exports zeigt, was da ist",
        )

    def listed(self) -> list[dict[str, Any]]:
        """Give what lies in the folders, by name: name, whether it is a folder, bytes, and when it was changed."""
        found = self._numbered() if self.is_numbered else {path.name: path for path in self._sorted()}
        return [
            {
                "path": name,
                "is_folder": path.is_dir(),
                "bytes": None if path.is_dir() else path.stat().st_size,
                "changed": datetime.fromtimestamp(path.stat().st_mtime, UTC).date().isoformat(),
            }
            for name, path in list(found.items())[:MOST_LISTED]
        ]

    def _numbered(self) -> dict[str, Path]:
        return {f"{number}{path.suffix}": path for number, path in enumerate(self._sorted(), start=1)}

    def _sorted(self) -> list[Path]:
        return sorted(self._entries(), key=lambda path: path.name)

    def _entries(self) -> Iterator[Path]:
        for folder in self.folders:
            for path in folder.iterdir():
                if not path.name.startswith(".") and not path.is_symlink() and (path.is_file() or path.is_dir()):
                    yield path


def allowed(told: Sequence[str], *, is_numbered: bool = False) -> Allowed:
    """Give the folders that were named; without a name the one that this runs in.

    Raises:
        UsageError: one is no folder; or none was named, and this runs in a home folder or at the top of the disk.
    """
    if not told:
        here = Path.cwd().resolve()
        if here in {Path.home().resolve(), Path(here.anchor)}:
            raise UsageError(
                "all of this disk or of your home folder is too much to be looked into; name a folder with --folder",
                de="Die ganze Platte oder dein ganzer Benutzerordner sind zu viel; nenne einen Ordner mit --folder",
            )
        return Allowed((here,), is_numbered)
    folders = tuple(dict.fromkeys(Path(one).expanduser().resolve() for one in told))
    for one, folder in zip(told, folders, strict=False):
        if not folder.is_dir():
            raise UsageError(
                f"--folder {one}: there is no such folder",
                de=f"--folder {one}: Diesen Ordner gibt es nicht",
            )
    return Allowed(folders, is_numbered)


def _inside(folder: Path, told: str) -> Path | None:
    """Give a path as it lies in a folder; None where it does not, or not by plain folders and names all the way."""
    if not told.strip() or "\0" in told:
        return None
    path = Path(told)
    if path.is_absolute():
        if not path.is_relative_to(folder):
            return None
        path = path.relative_to(folder)
    if any(part.startswith(".") for part in path.parts):  # `..` too
        return None
    steps = [folder.joinpath(*path.parts[:depth]) for depth in range(1, len(path.parts) + 1)]
    if any(step.is_symlink() for step in steps) or not (folder / path).resolve().is_relative_to(folder):
        return None
    return path

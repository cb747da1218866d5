"""Options that several commands have. The help of each is a key: every command says it in its own words."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

import typer

from fieber.cli._words import Lang

Level = Literal["elevated", "fever", "high_fever"]

Paths: TypeAlias = Annotated[list[str], typer.Argument(metavar="PATH", help="paths", show_default=False)]
RosterPaths: TypeAlias = Annotated[list[str], typer.Argument(metavar="ROSTER", help="paths", show_default=False)]
Account: TypeAlias = Annotated[str | None, typer.Option(metavar="NAME", help="account")]
Accounts: TypeAlias = Annotated[str | None, typer.Option(metavar="FILE", help="accounts", show_default=False)]
AsOf: TypeAlias = Annotated[str | None, typer.Option(metavar="DATE", help="as_of")]
Columns: TypeAlias = Annotated[list[str] | None, typer.Option("--map", metavar="OURS=THEIRS", help="map")]
FailOn: TypeAlias = Annotated[Level | None, typer.Option(help="fail_on", show_default=False)]
File: TypeAlias = Annotated[str | None, typer.Option("-o", "--output", metavar="FILE", help="output")]
Folder: TypeAlias = Annotated[str | None, typer.Option("-o", "--output", metavar="DIR", help="output")]
Language: TypeAlias = Annotated[Lang | None, typer.Option("--lang", help="lang", show_default=False)]
Others: TypeAlias = Annotated[list[str] | None, typer.Option("--roster", metavar="ROSTER", help="roster")]
Priors: TypeAlias = Annotated[str | None, typer.Option(metavar="FILE", help="priors", show_default=False)]
Processes: TypeAlias = Annotated[int | None, typer.Option(metavar="N", help="processes", show_default=False)]
Since: TypeAlias = Annotated[str | None, typer.Option(metavar="DATE", help="since")]
Table: TypeAlias = Annotated[str | None, typer.Option(metavar="NAME", help="table", show_default=False)]

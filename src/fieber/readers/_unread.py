"""What people have in hand and fieber has no reader for, because nobody describes its columns in public."""

from __future__ import annotations

from dataclasses import dataclass

from fieber.readers._guide import Said

LOOKED_FOR = "2026-11-23"  # when public documents were last searched for these layouts


@dataclass(frozen=True, slots=True)
class Unread:
    """One source without a reader: its names in small letters, and what to do instead."""

    title: str
    also: tuple[str, ...]
    instead: Said


AS_A_TABLE = Said(
    "export posts as CSV or Excel; fieber reads it as a table and asks you to name unknown columns with --map",
    "exportiere die Posts als CSV oder Excel; fieber liest sie als Tabelle, unbekannte Spalten nennst du mit --map",
)
UNREAD = (
    Unread("Hootsuite", ("hootsuite",), AS_A_TABLE),
    Unread("Iconosquare", ("iconosquare",), AS_A_TABLE),
    Unread("Metricool", ("metricool",), AS_A_TABLE),
    Unread("Pinterest", ("pinterest",), AS_A_TABLE),
    Unread("Sprout Social", ("sprout", "sprout social"), AS_A_TABLE),
    Unread(
        "Bluesky .car",
        ("car",),
        Said(
            "a repository file holds no counts; save the feed instead: fieber formats bluesky",
            "eine Repository-Datei enthält keine Zahlen; speichere stattdessen den Feed: fieber formats bluesky",
        ),
    ),
)

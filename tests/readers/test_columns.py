"""Our columns among a table's own names."""

from __future__ import annotations

import pytest

from fieber.errors import UsageError
from fieber.readers._columns import DAY_SYNONYMS, LONGEST_NAME, POST_SYNONYMS, fold, is_day_first, is_days_table, match

NAMES = {
    "posted_at": (
        "posted_at",
        "Posted At",
        "postedAt",
        "Veröffentlicht am",
        "Veroeffentlicht_am",
        "Datum",
        "DATE",
        "timestamp",
    ),
    "likes": (
        "likes",
        "likeCount",
        "Gefällt mir",
        "„Gefällt mir“-Angaben",
        '"Gefällt mir"-Angaben',
        "Reactions",
        "favourites",
    ),
    "comments": ("comments", "Kommentare", "comment_count", "Comentários"),
    "shares": ("shares", "Retweets", "reposts", "Geteilte Inhalte"),
    "saves": ("saves", "Gespeichert", "bookmarks"),
    "views": ("views", "Aufrufe", "Plays", "visualizações"),
    "reach": ("reach", "Reichweite", "Accounts reached", "Alcance"),
    "kind": ("kind", "Typ", "Post type", "format"),
    "account": ("account", "Username", "Profil", "page"),
    "measured_at": ("measured_at", "snapshot_at"),
    "collab": ("collab", "collab_post"),
}


@pytest.mark.parametrize(("ours", "theirs"), [(ours, name) for ours, names in NAMES.items() for name in names])
def test_names_are_found(ours: str, theirs: str) -> None:
    """Case, accents, quotes, underscores and camel case do not matter, in three languages."""
    assert match([theirs, "something"], POST_SYNONYMS, None).ours == {ours: theirs}


def test_decomposed_umlauts_are_the_same() -> None:
    """A header from a Mac, with accents as letters of their own, is the same header."""
    assert fold("Gefa\u0308llt mir") == fold("Gefällt mir") == fold("gefaellt_mir")


def test_sum_of_everything_is_never_likes() -> None:
    """A column that adds reactions, comments and shares is not matched with likes."""
    found = match(["Date", "Reactions, Comments & Shares"], POST_SYNONYMS, None)

    assert found.ours == {"posted_at": "Date"}
    assert found.unmatched == ("Reactions, Comments & Shares",)


def test_surest_name_wins_and_the_other_stays_unmatched() -> None:
    """Of two columns that could be the same one of ours, the surer name is taken, whatever the order."""
    found = match(["Date", "Publish time", "id", "likes"], POST_SYNONYMS, None)

    assert found.ours == {"posted_at": "Publish time", "post_id": "id", "likes": "likes"}
    assert found.unmatched == ("Date",)


def test_override_beats_all() -> None:
    """A column that the person names is taken, also if another one looks surer."""
    found = match(["Date", "Herzchen", "likes"], POST_SYNONYMS, {"likes": "Herzchen"})

    assert found.ours == {"posted_at": "Date", "likes": "Herzchen"}
    assert found.unmatched == ("likes",)


def test_wrong_override_lists_the_columns() -> None:
    """An override of a column that is not there, or not ours, names what there is."""
    with pytest.raises(UsageError, match=r"no column 'Herzen'; its columns are Date, likes"):
        match(["Date", "likes"], POST_SYNONYMS, {"likes": "Herzen"})
    with pytest.raises(UsageError, match=r"fieber has no column 'love'; choose one of .*likes"):
        match(["Date", "likes"], POST_SYNONYMS, {"love": "likes"})


def test_days_and_posts_are_told_apart() -> None:
    """Followers by date are days; as soon as a column belongs to single posts, rows are posts."""
    assert is_days_table(["Datum", "Follower", "Neue Follower"])
    assert is_days_table(["date", "unfollows"])
    assert not is_days_table(["date", "followers", "likes"])
    assert not is_days_table(["date", "reach", "views"])
    assert is_days_table(["date", "likes", "impressions", "unfollows"])
    assert not is_days_table(["date", "post id", "likes", "unfollows"])
    assert not is_days_table(["date", "followers", "url"])
    assert is_days_table(["wann", "likes", "followers"], {"day": "wann"})
    assert not is_days_table(["wann", "followers"], {"posted_at": "wann"})
    assert match(["Tag", "Verlorene Follower"], DAY_SYNONYMS, None).ours == {
        "day": "Tag",
        "unfollows": "Verlorene Follower",
    }


def test_header_language_tells_the_order_of_day_and_month() -> None:
    """German and Portuguese headers write the day first; English ones do not tell."""
    assert is_day_first(["Datum", "likes"]) is True
    assert is_day_first(["data", "curtidas"]) is True
    assert is_day_first(["date", "likes"]) is None


@pytest.mark.parametrize(
    "names",
    [
        ["Date de publication", "J’aime", "Commentaires", "Partages", "Enregistrements", "Vues", "Portée"],
        ["Data di pubblicazione", "Mi piace", "Commenti", "Condivisioni", "Salvataggi", "Visualizzazioni", "Copertura"],
        ["Fecha de publicación", "Me gusta", "Comentarios", "Compartidos", "Guardados", "Visualizaciones", "Alcance"],
        [
            "Data de publicação",
            "Curtidas",
            "Comentários",
            "Compartilhamentos",
            "Salvamentos",
            "Visualizações",
            "Alcance",
        ],
        ["Veröffentlicht am", "Likes", "Commentaires", "Shares", "Gespeichert", "Vues", "Reichweite"],
    ],
)
def test_languages_may_be_mixed(names: list[str]) -> None:
    """French, Italian, Spanish, Portuguese, German and English names are found, also side by side; days come first."""
    found = match(names, POST_SYNONYMS, None)

    assert list(found.ours.values()) == names
    assert list(found.ours) == ["posted_at", "likes", "comments", "shares", "saves", "views", "reach"]
    assert is_day_first(names) or names[0].startswith("Ver")


def test_a_name_of_megabytes_is_not_looked_at_whole() -> None:
    """A cell of megabytes in the place of a column's name costs nothing."""
    assert len(fold("ä" * 10**7)) <= 2 * LONGEST_NAME

"""Finds our columns among a table's own names, in English, German and four Romance languages; one look-up for all."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieber.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# ours → what others call it, the surest name first; spelling, signs and accents do not matter (see `fold`)
POST_NAMES: dict[str, str] = {
    "posted_at": (
        "posted at, published at, publish time, publish date, post created, created at, taken at, post time, post date,"
        "posting date, date posted, publication date, published, posted, video publish time, created time, created utc,"
        "created date, created, upload date, veröffentlicht am, veröffentlichungszeitpunkt, veröffentlichungsdatum,"
        "veröffentlicht, gepostet am, gepostet, postdatum, erstellt am, erstellungsdatum, zeitstempel, zeitpunkt,"
        "timestamp, taken at timestamp, datetime, date time, date, datum, day, tag, horário de publicação,"
        "data de publicação, data, date de publication, publié le, data di pubblicazione, pubblicato il,"
        "fecha de publicación, publicado el, fecha"
    ),
    "time_of_day": "time, uhrzeit, zeit, hora, heure, ora",
    "account": (
        "account, account username, username, user name, account name, handle, profile, profile name, page, page name,"
        "channel, channel title, user, screen name, author, konto, konto benutzername, benutzername, kontoname, profil,"
        "profilname, seite, seitenname, kanal, nome de usuário da conta, conta, perfil, compte,"
        "nom d'utilisateur, nome utente, nombre de usuario, cuenta"
    ),
    "platform": "platform, network, source network, social network, plattform, netzwerk, rede, plataforma",
    "post_id": (
        "post id, id, shortcode, short code, media id, message id, tweet id, status id, video id, content id,"
        "video asset id, beitrags id, beitragsid, post nummer, identificação da publicação"
    ),
    "kind": (
        "kind, post type, type, media type, content type, format, media product type, beitragstyp, beitragsart,"
        "post typ, typ, art, inhaltstyp, medientyp, tipo de publicação, tipo de publicación, type de publication,"
        "tipo di post, tipo"
    ),
    "likes": (
        "likes, like count, likes count, number of likes, likes per post, reactions, reaction count, total likes,"
        "favourites, favorites, favourites count, favorite count, favourite count, hearts, gefällt mir,"
        "gefällt mir angaben, anzahl likes, anzahl gefällt mir, reaktionen, favoriten, herzen, curtidas, gostos,"
        "j'aime, mentions j'aime, mi piace, me gusta"
    ),
    "comments": (
        "comments, comment count, comments count, number of comments, comments per post, total comments, replies,"
        "reply count, replies count, kommentare, anzahl kommentare, antworten, comentários,"
        "commentaires, commenti, comentarios"
    ),
    "shares": (
        "shares, share count, shares count, number of shares, total shares, retweets, retweet count, reposts,"
        "repost count, reblogs, reblogs count, boosts, geteilte inhalte, geteilt, teilungen, anzahl geteilt,"
        "weitergeleitet, compartilhamentos, partilhas, partages, condivisioni, compartidos, veces compartido"
    ),
    "saves": (
        "saves, saved, save count, saves count, bookmarks, bookmark count, gespeicherte beiträge, gespeichert,"
        "speicherungen, anzahl gespeichert, lesezeichen, salvamentos, guardados, enregistrements, salvataggi"
    ),
    "views": (
        "views, view count, views count, video views, plays, play count, total views, video view count, aufrufe,"
        "wiedergaben, videoaufrufe, anzahl aufrufe, ansichten, visualizações, vues,"
        "visualizzazioni, visualizaciones"
    ),
    "reach": (
        "reach, accounts reached, post reach, people reached, reichweite, erreichte konten, alcance, portée,"
        "couverture, comptes touchés, copertura, account raggiunti, cuentas alcanzadas"
    ),
    "reach_followers": "reach followers, reach from followers, followers reached, erreichte follower",
    "reach_non_followers": "reach non followers, reach from non followers, non followers reached, erreichte fremde",
    "follows": "follows, new follows, new followers, followers gained, neue follower, seguimentos",
    "followers": (
        "followers, follower, followers at posting, follower count, followers count, total followers, subscribers,"
        "subscriber count, anzahl follower, followerzahl, abonnenten, seguidores, abonnés"
    ),
    "measured_at": (
        "measured at, snapshot at, snapshot, read at, collected at, fetched at, crawled at, scraped at, retrieved at,"
        "exported at, gemessen am, abgerufen am, exportiert am, stand, stand vom"
    ),
    "collab": (
        "collab, collab post, is collab, collaboration, is collaboration, kooperation, zusammenarbeit,"
        "collab beitrag, gemeinschaftsbeitrag"
    ),
    "impressions": "impressions, impression count, total impressions, impressionen, impressões",
    "url": "url, permalink, link, post link, post url, video link, link permanente, beitragslink, adresse",
    "paid": (
        "paid, is paid, promoted, is promoted, boosted, sponsored, is sponsored, is ad, beworben, bezahlt, gesponsert,"
        "werbung, anzeige"
    ),
    "likes_hidden": "likes hidden, hidden likes, like count hidden, likes verborgen, versteckte likes",
    "topic": "topic, category, content pillar, theme, thema, kategorie, rubrik, tema",
}
DAY_NAMES: dict[str, str] = {
    "day": "day, date, tag, datum, data, dia, jour, giorno, fecha, día",
    "account": POST_NAMES["account"],
    "platform": POST_NAMES["platform"],
    "followers": POST_NAMES["followers"],
    "follows": POST_NAMES["follows"],
    "unfollows": "unfollows, lost followers, followers lost, unfollowers, verlorene follower, entfolgt",
    "reach": POST_NAMES["reach"],
    "reach_non_followers": POST_NAMES["reach_non_followers"],
    "views": POST_NAMES["views"],
    "interactions": (
        "interactions, content interactions, total interactions, engagements, interaktionen, content interaktionen,"
        "interações"
    ),
    "profile_views": "profile views, profile visits, visits, profilaufrufe, profilbesuche, visitas ao perfil",
    "link_clicks": "link clicks, website clicks, url clicks, clicks, link taps, linkklicks, klicks, cliques",
}
ONLY_IN_DAYS = ("unfollows", "interactions", "profile_views", "link_clicks")
IDENTIFIES_POSTS = ("post_id", "url", "kind", "topic")
ONLY_IN_POSTS = ("likes", "comments", "shares", "saves", "impressions", "measured_at")

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
NO_WORD = re.compile(r"[^\w]+|_+")


@dataclass(frozen=True, slots=True)
class Match:
    """Which of a table's columns are ours: `ours` maps our name to theirs; `unmatched` are the others, in order."""

    ours: Mapping[str, str]
    unmatched: tuple[str, ...]


LONGEST_NAME = 300  # letters; a cell of megabytes where a column's name should be is not looked at whole


def fold(name: str) -> str:
    """Give a column name without case, accents, quotes, underscores, camel case: "„Gefällt mir“-Angaben", "likeCount".

    >>> fold("likeCount"), fold("Veröffentlicht_am")
    ('like count', 'veroeffentlicht am')
    """
    short = name[:LONGEST_NAME].strip().lstrip("\ufeff").replace("\u00ad", "")  # YouTube hyphenates German softly
    text = unicodedata.normalize("NFKC", CAMEL.sub(" ", short)).casefold().translate(UMLAUTS)
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return " ".join(NO_WORD.sub(" ", bare).split())


def _table(names: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    return {ours: tuple(fold(word) for word in words.split(",")) for ours, words in names.items()}


POST_SYNONYMS = _table(POST_NAMES)
DAY_SYNONYMS = _table(DAY_NAMES)
GERMAN_WORDS = frozenset(
    fold(word)
    for word in ("Datum", "Tag", "Gefällt mir", "Kommentare", "Aufrufe", "Reichweite", "Uhrzeit", "Beitragstyp")
)
DAY_FIRST_WORDS = GERMAN_WORDS | {
    fold(word)
    for word in (
        *("data", "curtidas", "comentários", "alcance", "visualizações", "j'aime", "commentaires", "partages", "vues"),
        *("mi piace", "commenti", "condivisioni", "me gusta", "comentarios", "fecha", "date de publication"),
    )
}


def match(names: Sequence[str], synonyms: Mapping[str, tuple[str, ...]], overrides: Mapping[str, str] | None) -> Match:
    """Find our columns among `names`; every column is used once, the surest name wins, an override beats all.

    Raises:
        UsageError: an override names a column that is not ours, or one that is not in the table.
    """
    folded: dict[str, str] = {}
    for name in names:
        folded.setdefault(fold(name), name)
    ours = _overridden(names, folded, synonyms, overrides or {})
    for column, words in synonyms.items():
        if column in ours:
            continue
        taken = set(ours.values())
        found = next((folded[word] for word in words if word in folded and folded[word] not in taken), None)
        if found is not None:
            ours[column] = found
    taken = set(ours.values())
    return Match(ours, tuple(name for name in names if name not in taken))


def _overridden(
    names: Sequence[str],
    folded: Mapping[str, str],
    synonyms: Mapping[str, tuple[str, ...]],
    overrides: Mapping[str, str],
) -> dict[str, str]:
    chosen: dict[str, str] = {}
    for ours, theirs in overrides.items():
        if ours not in POST_SYNONYMS and ours not in DAY_SYNONYMS:
            known = ", ".join(sorted({*POST_SYNONYMS, *DAY_SYNONYMS}))
            raise UsageError(
                f"--map: fieber has no column {ours!r}; choose one of {known}",
                de=f"--map: fieber hat keine Spalte {ours!r}; wähle eine von diesen: {known}",
            )
        found = theirs if theirs in names else folded.get(fold(theirs))
        if found is None:
            raise UsageError(
                f"--map: the table has no column {theirs!r}; its columns are {listed(names)}",
                de=f"--map: Die Tabelle hat keine Spalte {theirs!r}; ihre Spalten sind {listed(names)}",
            )
        if ours in synonyms:
            chosen[ours] = found
    return chosen


def listed(names: Sequence[str]) -> str:
    """Name a table's columns within one sentence: one line, the first thirty, none longer than a column's name is."""
    short = [" ".join(name.split())[:40] for name in names[:30]]
    return ", ".join([*short, *(["…"] if len(names) > 30 else [])])


def is_day_first(names: Sequence[str]) -> bool | None:
    """Say whether the header's language writes the day before the month; None if it does not tell."""
    return True if DAY_FIRST_WORDS.intersection(fold(name) for name in names) else None


def is_days_table(names: Sequence[str], overrides: Mapping[str, str] | None = None) -> bool:
    """Say whether a row is a day, not a post: followers or the like, and nothing that belongs to a single post."""
    mapped = overrides or {}
    posts = {**match(names, POST_SYNONYMS, None).ours, **mapped}
    if "day" in mapped:
        return True
    days = match(names, DAY_SYNONYMS, None).ours
    if "posted_at" in mapped or any(column in posts for column in IDENTIFIES_POSTS):
        return False
    if "day" in days and "unfollows" in days:
        return True  # nobody unfollows a post: likes beside it are the likes of a day
    if any(column in posts for column in ONLY_IN_POSTS):
        return False
    return "day" in days and any(column in days for column in (*ONLY_IN_DAYS, "followers", "follows"))

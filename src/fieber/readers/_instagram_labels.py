"""What Meta calls things in its insights files, in every language at once.

One export can mix languages (a French one holds "External link taps"), so the language is never guessed: a label is
looked up among all aliases. The same word means different things in different files ("Followers" is a count in
audience_insights and a share of the reach in profiles_reached), so every kind of file has its own table.
Spellings marked weak in FORMATS.md section 1.6 are accepted too: an alias that never occurs does no harm.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieber.readers._instagram_text import label_key

if TYPE_CHECKING:
    from collections.abc import Mapping

CREATED = "created"

# canonical name → aliases in English, German, French, Portuguese, Italian. Names of the posts table become its
# columns; the others are known, so that they are not reported as unmatched, and not used.
_POST = {
    CREATED: (
        "Creation Timestamp",
        "Upload Timestamp",
        "Zeitstempel der Erstellung",
        "Erstellungszeitstempel",
        "Zeitstempel des Uploads",
        "Timestamp de la création",
        "Registro de data e hora",
        "Registro de data e hora da criação",
        "Timestamp della creazione",
    ),
    "reach": (
        "Accounts reached",
        "Erreichte Konten",
        "Comptes touchés",
        "Contas alcançadas",
        "Account raggiunti",
    ),
    "impressions": (
        "Impressions",
        "Impressionen",
        "Impressões",
        "Impressões (total)",
        "Impression",
    ),
    "views": ("Plays", "Views", "Wiedergaben", "Aufrufe", "Lectures", "Vues", "Reproduções", "Visualizações"),
    "likes": (
        "Likes",
        "„Gefällt mir“-Angaben",
        "„Gefällt mir“",
        "J'aime",
        "Mentions J'aime",
        "Curtidas",
        "Gostos",
        "Mi piace",
    ),
    "comments": ("Comments", "Kommentare", "Commentaires", "Comentários", "Commenti"),
    "shares": ("Shares", "Geteilte Inhalte", "Geteilt", "Partages", "Compartilhamentos", "Partilhas", "Condivisioni"),
    "saves": (
        "Saves",
        "Gespeichert",
        "Gespeicherte Inhalte",
        "Enregistrements",
        "Salvamentos",
        "Guardados",
        "Salvataggi",
    ),
    "follows": ("Follows", "Neue Follower", "Followers en plus", "Seguidores", "Nuovi follower"),
    "profile_visits": (
        "Profile visits",
        "Profilaufrufe",
        "Profilbesuche",
        "Visites du profil",
        "Visitas ao perfil",
        "Visite al profilo",
    ),
    "replies": ("Replies", "Story Replies", "Antworten", "Réponses", "Réponses aux stories", "Respostas", "Risposte"),
    "reactions": ("Reactions", "Reaktionen", "Réactions", "Reações", "Reazioni"),
    "link_taps": (
        "External link taps",
        "Website taps",
        "Link clicks",
        "Appuis sur les liens externes",
        "Toques em links externos",
        "Toques em ligações externas",
    ),
    "email_taps": ("Email button taps",),
    "product": ("Product Page Views", "Product Button Clicks"),
    "duration": ("Duration", "Dauer", "Durée", "Duração", "Durata"),
    "caption": ("Caption", "Bildunterschrift", "Légende", "Legenda", "Didascalia"),
}

_RANGE = ("Date Range", "Zeitraum", "Période", "Intervalo de datas", "Período", "Periodo")

_AUDIENCE = {
    "range": _RANGE,
    "followers": ("Followers", "Follower", "Seguidores"),
    "follows": ("Follows", "Neue Follower", "Followers en plus", "Novos seguidores", "Nuovi follower"),
    "unfollows": (
        "Unfollows",
        "Verlorene Follower",
        "Followers en moins",
        "Deixaram de seguir",
        "Follower persi",
    ),
    # named like a total, in truth the net change over the range
    "net": ("Overall followers", "Follower insgesamt", "Total des followers", "Total de seguidores"),
    "delta": ("Followers Delta", "Delta von Followern", "Delta des followers"),
    "demographics": (
        "Follower Percentage by City",
        "Follower Percentage by Country",
        "Follower Percentage by Age for All Genders",
        "Follower Percentage by Age for Men",
        "Follower Percentage by Age for Women",
        "Total Follower Percentage for Men",
        "Total Follower Percentage for Women",
        "Prozentualer Anteil der Follower nach Stadt",
        "Prozentualer Anteil der Follower nach Land",
        "Prozentualer Anteil an Followern nach Alter für alle Geschlechter",
        "Prozentualer Anteil an Followern nach Alter für Männer",
        "Prozentualer Anteil an Followern nach Alter für Frauen",
        "Prozentualer Anteil an weiblichen Followern insgesamt",
        "Prozentualer Anteil an männlichen Followern insgesamt",
        "Observação",
    ),
    "activity": (
        *(
            f"{day} Follower Activity"
            for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
        ),
        *(
            f"Follower-Aktivität am {day}"
            for day in ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
        ),
    ),
}

_REACH = {
    "range": _RANGE,
    "reach": _POST["reach"],
    # a share of the reach today, a count in 2022: whether "%" stands behind it decides
    "reach_followers": ("Followers", "Follower", "Seguidores"),
    "reach_non_followers": ("Non-Followers", "Nicht-Follower", "Não seguidores", "Non-follower"),
    "impressions": _POST["impressions"],
    "profile_views": _POST["profile_visits"],
    "link_clicks": _POST["link_taps"],
    "email_taps": _POST["email_taps"],
    "delta": (
        "Accounts Reached Delta",
        "Non-Followers Delta",
        "Impressions Delta",
        "Profile Visits Delta",
        "External link taps Delta",
        "Website taps Delta",
        "Email button taps Delta",
        "Nombre de comptes touchés",
        "Nombre d'impressions",
    ),
}

_INTERACTIONS = {
    "range": _RANGE,
    "interactions": ("Content Interactions", "Content-Interaktionen", "Interactions avec le contenu"),
    "parts": (
        *(f"Post {part}" for part in ("Interactions", "Likes", "Comments", "Shares", "Saves")),
        *(f"Reels {part}" for part in ("Interactions", "Likes", "Comments", "Shares", "Saves")),
        "Story Interactions",
        "Story Replies",
        "Video Interactions",
        "Live Video Interactions",
        "Beitragsinteraktionen",
        "Story-Interaktionen",
        "Reels-Interaktionen",
        "Geteilte Reels",
        "Gespeicherte Reels",
        "Geteilte Beiträge",
        "Gespeicherte Beiträge",
        "Mentions J'aime des publications",
        "Réponses aux stories",
        "Risposte alla storia",
    ),
    "engaged": (
        "Accounts engaged",
        "Engaged Account By Follow Type",
        "Konten, die interagiert haben",
        "Konten, die interagiert haben, nach Follower-Status",
        "Comptes ayant interagi",
    ),
    "delta": (
        "Content Interactions Delta",
        "Post Interactions Delta",
        "Story Interactions Delta",
        "Video Interactions Delta",
        "Reels Interactions Delta",
        "Live Video Interactions Delta",
        "Accounts Engaged Delta",
        "Delta mehr Content-Interaktionen",
    ),
}

_USERNAME = {
    "username": (
        "Username",
        "Benutzername",
        "Nom d'utilisateur",
        "Nom de profil",
        "Nome de usuário",
        "Nome de utilizador",
        "Nome utente",
    ),
}


def _by_label(table: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {label_key(alias): name for name, aliases in table.items() for alias in aliases}


LABELS: dict[str, dict[str, str]] = {
    "post": _by_label(_POST),
    "audience": _by_label(_AUDIENCE),
    "reach": _by_label(_REACH),
    "interactions": _by_label(_INTERACTIONS),
    "profile": _by_label(_USERNAME),
}


def canonical(scope: str, label: str) -> str | None:
    """Give the name that `label` has in files of one scope ("post", "audience", …), or None where nobody knows it.

    English reels files put "Instagram" in front ("Instagram Likes").
    """
    key = label_key(label)
    return LABELS[scope].get(key) or LABELS[scope].get(key.removeprefix("instagram "))

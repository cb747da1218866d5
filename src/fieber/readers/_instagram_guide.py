"""How to get an export of Instagram, and what it cannot tell."""

from __future__ import annotations

from fieber.readers._guide import Form, Guide, Said

GUIDE = Guide(
    title=Said("Instagram", "Instagram"),
    also=("insta", "ig"),
    forms=(
        Form(
            what=Said("your information from Instagram (JSON, ZIP)", "deine Informationen von Instagram (JSON, ZIP)"),
            gives=Said(
                "posts, Reels and stories; likes, comments, shares, saves and reach with a professional account",
                "Posts, Reels und Storys; Likes, Kommentare, Teilen, Speichern, Reichweite bei professionellem Konto",
            ),
            lacks=Said(
                "views, numbers by day, who left; without a professional account all counts",
                "Aufrufe, Zahlen je Tag, wer ging; ohne professionelles Konto alle Zahlen",
            ),
            steps=(
                Said(
                    "Open the Accounts Center, Your information, Download.",
                    "Öffne die Kontenübersicht, Deine Informationen, Herunterladen.",
                ),
                Said("Choose your Instagram account.", "Wähle deinen Instagram-Account."),
                Said("Choose format JSON and all time.", "Wähle als Format JSON und die gesamte Zeit."),
                Said("Give fieber all ZIPs as they are.", "Gib fieber alle ZIPs, so wie sie sind."),
            ),
        ),
        Form(
            what=Said("the same as HTML", "dasselbe als HTML"),
            gives=Said(
                "followers and dates; of the posts what is there", "Follower und Daten; von den Posts, was da ist"
            ),
            lacks=Said("most counts and the time zone: choose JSON", "die meisten Zahlen und die Zeitzone: Nimm JSON"),
            steps=(Said("As above, format HTML.", "Wie oben, Format HTML."),),
        ),
    ),
)

"""German as data: how people say that they themselves are not well.

Patterns over lower-case words and marks parted by single blanks. They are grouped by what is told; every one must hold
a word or a word's beginning that all its matches share, so that most are never tried (`distress.py`).
"""

from __future__ import annotations

DISTRESS = (
    (
        r"\b(?:kann|kanns|mag|schaff\w*|pack\w*|will|ertrag\w*) (?:(?:ich|einfach|echt|wirklich|das|es|alles|"
        r"so|bald|langsam|ja|auch|hier|halt|mittlerweile|absolut|gar) ){0,4}(?:nicht mehr|nimmer|nich mehr|"
        r"net mehr)(?= ?$| [^\w\s]| (?:und|weil|wegen|seit|so|weiter|aber|mit|ich|schlafen|einschlafen|essen|"
        r"leben|weiterleben|atmen|aufstehen|lachen|aufhören|da|hier|ertragen|aushalten|digga|bro|alter)\b)"
    ),
    (
        r"\b(?:nicht mehr|nimmer|nie wieder|nie mehr|nicht) (?:weiter ?)?(?:leben|weiterleben|aufwachen|"
        r"aufwache|da sein|hier sein|existieren)\b"
    ),
    r"\b(?:selbstmord|suizid|selbstmort|suicid|selbstverletz)\w*",
    r"\bmich (?:\w+ ){0,3}um(?:zu)?bring\w*",
    r"\bbring\w* mich (?:\w+ ){0,3}um\b",
    r"\bumbringen (?:will|möchte|muss)\b",
    r"\b(?:ritz\w*|schneid\w*|verletz\w*) mich\b",
    r"\bmich (?:selbst )?(?:zu )?(?:ritz\w+|verletz\w+|umzubringen)\b",
    r"\bmir (?:\w+ ){0,2}(?:was|etwas) an(?:tu\w*|zutun)\b",
    r"\b(?:das|mein) leben (?:zu )?(?:nehmen|beenden)\b",
    r"\b(?:schluss|ende) (?:\w+ ){0,2}(?:mit (?:allem|dem leben|mir))",
    r"\ballem ein ende\b",
    r"\b(?:will|möchte|mag|würde|wollte|könnte|wünschte) (?:\w+ ){0,5}?(?:sterben|tot (?:sein|wäre)|verrecken)\b",
    r"\b(?:lieber|besser) (?:\w+ ){0,3}tot\b",
    r"\bwäre? (?:ich )?(?:\w+ )?(?:lieber|besser)? ?tot\b",
    r"\bich (?:bin|wäre) innerlich tot",
    r"\bohne mich (?:\w+ ){0,5}(?:besser|lieber|leichter|glücklicher|gut)\b",
    r"\b(?:besser|leichter) ohne mich\b",
    r"\bmich (?:\w+ ){0,2}nicht (?:mehr )?(?:gäbe|gibt|geben würde)\b",
    r"\bich (?:\w+ ){0,2}nicht (?:mehr )?da (?:wäre|bin)\b",
    r"\b(?:leben|alles) (?:\w+ ){0,4}(?:keinen|kein|ohne) sinn\b",
    r"\b(?:kein\w*|null) (?:lust|bock|grund|sinn)\w* (?:mehr )?(?:\w+ ){0,2}leben\b",
    r"\blebensmüde\b",
    r"\b(?:wozu|warum|wofür) (?:\w+ ){0,3}?(?:noch )?leben\b(?! von)",
    r"\b(?:schlafe?|penne?) (?:\w+ ){0,4}?(?:nicht|kaum|nimmer|schlecht|keine)\b",
    r"\b(?:nicht|kaum|nimmer|nie) (?:\w+ ){0,2}(?:ein)?schlafen\b",
    r"\bschlaflos\w*",
    r"\bich ess\w* (?:\w+ ){0,5}?(?:nichts|nicht|kaum|nix)\b",
    r"\b(?:nichts|nicht|kaum) (?:mehr )?essen\b",
    r"\bich (?:\w+ ){0,4}?(?:weine?|heule?|geweint|geheult|weinen|heulen)\b(?! vor (?:glück|freude|lachen))",
    r"\b(?:weine|heule) (?:ich|jede\w*|nur|die)\b",
    r"\bin tränen\b",
    r"\bam (?:weinen|heulen)\b",
    r"(?<!keine )(?<!ohne )(?<!nur keine )\b(?:angst|ängste|todesangst|panik|panikattack\w*)\b(?! vor spam)",
    (
        r"\b(?:depress\w+|deprimiert|depris?|burn ?-?out|verzweifelt|verzweifle|verzweiflung|hoffnungslos|"
        r"nervenzusammenbruch|überfordert)\b"
    ),
    r"\b(?:bin|fühl\w*|fühle mich) (?:\w+ ){0,5}?(?:wertlos|nichts wert|nutzlos)\b",
    r"\bwertlos bin\b",
    r"\bich (?:\w+ ){0,3}?am ende\b(?! (?:des|der|vom|von|meiner|meines))",
    r"\bmit den nerven\b",
    r"\b(?:macht|machen|machst|machn) mich (?:\w+ ){0,3}?(?:fertig|kaputt|krank)\b",
    r"\bgehe? (?:ich )?(?:\w+ ){0,3}?kaputt\b",
    r"\b(?:killt|killen|zerstört|zerstören) mich\b",
    (
        r"\b(?:geht|gehts|geht's|ging) (?:es )?mir (?:\w+ ){0,4}?(?:schlecht|mies|beschissen|dreckig|nicht "
        r"gut|scheiße|elend)\b"
    ),
    (
        r"\bmir (?:geht|gehts|geht's) (?:es )?(?:\w+ ){0,4}?(?:schlecht|mies|beschissen|dreckig|nicht gut|"
        r"scheiße|elend)\b"
    ),
    r"\bhasse? (?:ich )?(?:mich|mein leben)\b",
    r"\bmich (?:selbst )?hasse\b",
    r"\btraue? mich (?:\w+ ){0,3}?(?:nicht|kaum|nimmer|nichts)\b",
    (
        r"\bfühle? mich (?:\w+ ){0,5}?(?:leer|allein|überfordert|einsam|elend|scheiße|krank|schrecklich|"
        r"hilflos|furchtbar|schlecht)\b"
    ),
    r"\bhalte? (?:ich )?(?:es|das|den druck|s)? ?(?:\w+ ){0,3}?nicht (?:mehr|länger) aus\b",
    r"\bnicht mehr aushalten\b",
    r"\b(?:keine|keinerlei) kraft\b",
    r"\bweiß (?:ich )?(?:\w+ ){0,2}?nicht (?:mehr )?weiter\b",
    r"\b(?:nicht|nimmer) mehr weiter\b",
    r"\bich sterbe\b(?! vor (?:lachen|freude|glück|neid|langeweile|hunger))(?!.{0,60}(?:😂|🤣|haha|lol))",
    r"\bmir (?:\w+ ){0,4}?zu ?viel\b",
    r"\bzu ?viel für mich\b",
    r"\blebens(?:will|mut|freude|unwert)\w*",
    r"\bwill (?:\w+ ){0,4}?weg sein\b",
    r"\b(?:niemand|keiner|keine\w*) (?:\w+ ){0,3}?mich (?:\w+ )?vermiss\w*",
    r"\bmich (?:\w+ )?(?:niemand|keiner) (?:\w+ )?vermiss\w*",
    r"\bich (?:\w+ ){0,4}?(?:versager\w*|gescheitert)\b",
    r"\bmein leben (?:\w+ ){0,4}?(?:vorbei|sinnlos|kaputt|zerstört|ruiniert|nicht mehr)\b",
    r"\bgeritzt\b",
    r"\bam ende meiner (?:kräfte|kraft|nerven)\b",
    r"\bnie geboren\b",
    r"\bwenn ich (?:\w+ ){0,2}?(?:weg|tot|nicht mehr da|nimmer da) (?:wäre?|bin)\b",
    r"\bspring\w* (?:\w+ ){0,4}?(?:fenster|brücke|dach|zug|balkon)\b",
    r"\bvor (?:den|einen|nen) zug\b",
    r"\b(?:sterben|tot sein) wäre?\b",
    r"\blieber sterben\b",
    # the night, the bed, the table
    r"\bkein auge (?:\w+ )?zu\w*",
    r"\b(?:nachts|nächtelang|jede nacht|die ganze nacht) (?:\w+ ){0,3}?(?:wach|aufwache|grüble?)\b",
    r"\bwache? (?:ich )?(?:\w+ ){0,2}?(?:nachts|jede nacht|mitten in der nacht)\b",
    r"\b(?:alp|alb)träume?n?\b",
    r"\b(?:lieg\w*|bleib\w*|komm\w*) (?:\w+ ){0,6}?(?:im|aus dem) bett\b",
    r"\b(?:nicht|kaum|nimmer|nie) (?:mehr )?(?:\w+ ){0,3}?(?:rausgehe\w*|vor die tür|aus dem haus|unter leute)\b",
    r"\b(?:kriege?|bekomme?|bringe?) (?:\w+ ){0,4}?(?:nichts|keinen bissen) (?:mehr )?runter\b",
    r"\b(?:keinen|kein|ohne) appetit\b",
    # the body
    (
        r"\b(?:herzrasen|schweißausbr\w*|bauchschmerzen|magenschmerzen|"
        r"atemnot|heulkrampf|heulkrämpfe|bauchweh)\b(?! vor (?:lachen|freude))"
    ),
    r"\b(?:wird|wirds|ist) (?:es )?mir (?:\w+ ){0,3}?(?:schlecht|übel|kotzübel|schwindelig)\b",
    r"\bmir (?:wird|ist) (?:\w+ ){0,4}?(?:schlecht|übel|kotzübel|schwindelig)\b",
    r"\b(?:ich )?zittere? (?:\w+ ){0,2}?(?:am|vor|wenn|bei|jedes)\b",
    # more than one can bear
    r"\büber den kopf\b",
    r"\b(?:vorm|vor dem|vor einem|am) zusammenbr(?:uch|echen)\b(?! (?:der|des|meiner|meines))",
    r"\bich (?:\w+ ){0,3}?(?:breche?|klappe?) (?:\w+ ){0,2}?zusammen\b",
    r"\bich (?:\w+ ){0,2}?zusammen(?:breche|klappe)\b",
    r"\b(?:frisst|fressen|erdrückt|erdrücken|quält|quälen|belastet|belasten) mich\b",
    r"\b(?:zieht|ziehen) mich (?:\w+ ){0,3}?(?:runter|hinunter|nach unten)\b",
    r"\bnimmt mich (?:\w+ ){0,3}?mit\b",
    r"\b(?:setzt|setzen) mir (?:\w+ ){0,3}?zu\b",
    r"\bam boden zerstört\b",
    r"\bich bin (?:total |völlig |komplett |echt |so |ganz )?am boden\b",
    r"\bich (?:\w+ ){0,3}?(?:am limit|an (?:mein|meine|meinen) (?:limit|grenzen?))\b(?! (?:von|der|des|mit))",
    r"\bwie lange? (?:\w+ ){0,4}?(?:durchhalt\w*|durchsteh\w*|aushalt\w*)\b",
    r"\bich komme? (?:\w+ )?nicht mehr klar\b(?! mit (?:der|dem|den|insta\w*|tiktok))",
    r"\bkeine (?:energie|nerven)\b",
    r"\bfehlt (?:mir )?(?:\w+ ){0,2}?(?:kraft|energie)\b",
    r"\b(?:ausgebrannt|psychisch|seelisch|psyche|panisch)\b",
    r"\bmental (?:\w+ ){0,3}?(?:am|fertig|kaputt|down|schlecht|nicht)\b",
    r"\bgedanken kreisen\b",
    r"\b(?:beruhigungsmittel|beruhigungstabletten|schlaftabletten|antidepress\w*)\b",
    # what one is worth, and to whom
    r"\b(?:letzte|letzter|allerletzte) (?:dreck|loser)\b",
    r"\bschäme? (?:ich )?mich\b",
    r"\bmich (?:\w+ ){0,3}?schäme\b",
    r"\bbin ich (?:\w+ ){0,2}?(?:niemand|nichts|wertlos|nutzlos|unsichtbar)\b",
    r"\bich bin (?:\w+ ){0,3}?(?:niemand|nichts wert|ein nichts)\b(?= ?$| [^\w\s]| (?:ohne|mehr|wenn|für))",
    r"\bmir (?:ist|is) (?:\w+ ){0,3}?alles (?:\w+ ){0,2}?egal\b",
    r"\balles (?:\w+ ){0,3}?sinnlos\b",
    r"\b(?:freude|spaß) (?:mehr )?(?:am leben|an nichts|an gar nichts)\b",
    r"\ban (?:gar )?nichts (?:mehr )?(?:freude|spaß)\b",
    r"\b(?:jemand\w*|niemand\w*|keinen) (?:\w+ ){0,2}?zum reden\b",
    r"\bgebe? mich (?:selbst )?auf\b",
    # words that only a person can be meant by
    r"\b(?:grübel\w*|grüble|zittert?|zittern|ausweglos\w*|kraftlos|ausgelaugt|niedergeschlagen|erschöpf\w*)\b",
    r"\b(?:keinen|kein) ausweg\b",
    r"\bkilo (?:\w+ )?(?:ab|zu)genommen\b",
    r"\bnicht mehr abschalten\b",
    r"\bnicht mehr (?:wie|ob) (?:\w+ ){0,3}?weiter\w*",
    r"\bertrage? (?:\w+ ){0,3}?nicht (?:mehr|länger|weiter)\b",
    r"\bfix und fertig\b",
    r"\bich bin (?:\w+ ){0,2}?(?:kaputt|gebrochen|fertig mit der welt|durch mit allem|nur noch traurig)\b",
    r"\b(?:ruiniert|zerstört|versaut|kaputt) (?:\w+ ){0,2}?mein(?:e)? (?:leben|gesundheit|ehe|beziehung|schlaf)\b",
    r"\b(?:niemand|keiner|kein mensch) (?:\w+ )?(?:liebt|mag|braucht|will) mich\b(?! (?:mehr )?(?:sehen|zeigen))",
    (
        r"\bfühle? mich (?:\w+ ){0,4}?(?:verloren|gebrochen|ungeliebt|unsichtbar|minderwertig|gelähmt|gefangen|"
        r"hässlich|schuldig|taub|kaputt|bedroht|verfolgt)\b"
    ),
    r"\b(?:bedroh\w*|stalkt|stalken|verfolgt) mich\b",
    r"\b(?:mobbing|gemobbt|morddrohung\w*|missbrauch\w*)\b",
    r"\b(?:ersticke\w*|verkrieche\w*|aufraffen)\b",
    r"\ban nichts anderes (?:mehr )?denken\b",
    r"\bherz (?:\w+ )?(?:rast|pocht|klopft)\b",
    r"\bnur noch (?:traurig|leer|müde und leer|verzweifelt|fertig)\b",
    r"\b(?:traurig|müde) und (?:leer|allein|einsam|kaputt)\b",
    r"\balles (?:\w+ )?(?:schwarz|dunkel|hoffnungslos)\b",
    r"\btut (?:mir )?(?:\w+ ){0,2}?weh\b",
    r"\b(?:ich|familie|kinder|beziehung|ehe) (?:\w+ ){0,2}?leide(?:t|n)?\b",
)

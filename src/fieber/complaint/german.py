"""German as data: what words and phrases mean, and what people blame.

Terms: `concept` or `concept:meaning` → entries parted by commas. An entry with blanks is a phrase; one ending in `*`
is a stem. How concepts are used: `grammar.py` and its neighbours.
"""

from __future__ import annotations

TERMS: dict[str, str] = {
    "metric:likes": (
        "like, likes, herz, herzen, herzchen, gefällt mir, gefällt-mir, gelikt, geliked, liket, liked, liken"
    ),
    "metric:views": (
        "view, views, aufruf, aufrufe, aufrufen, aufrufzahl*, klick, klicks, wiedergabe, wiedergaben, "
        "zuschauer, zuschauern, videoaufruf*, reelviews, plays"
    ),
    "metric:reach": "reichweite, reichweiten, reach, reichweitenzahlen",
    "metric:comments": "kommentar, kommentare, kommentaren, kommentiert, kommentieren, kommis, comments",
    "metric:shares": "shares, share, geteilt, teilungen, weitergeleitet",
    "metric:saves": "saves, save, speicherung, speicherungen, gespeichert, gesaved",
    "metric:impressions": "impression, impressions, impressionen",
    "metric:engagement_rate": (
        "engagement, engagementrate, engagement-rate, engagement rate, interaktion, interaktionen, interaktionsrate, "
        "er, rate, raten"
    ),
    "verb_of:likes": "mag, mögen, liken",
    "verb_of:shares": "teilt, teilen, repostet",
    "verb_of:saves": "speichert, speichern",
    "growth": "wachstum, zuwachs, followerwachstum, wachse, wächst, wachsen, gewachsen",
    "decline:all": "geht nichts, geht nix, geht gar nichts, läuft nichts, läuft nix, läuft gar nichts, sommerloch",
    "metric:profile_views": "profilaufruf*, profilbesuch*, profilklick*",
    "metric:story_views": "storyview*, story-view*, storyaufruf*, story-aufruf*, story views",
    "follower": "follower, followern, followers, abonnent, abonnent*, abos, abo, fans, fan, followerzahl*, anhänger",
    "format:reel": "reel, reels",
    "format:photo": "foto, fotos, bild, bilder, bildern, pics, pic, selfie, selfies",
    "format:story": "story, storys, stories",
    "format:carousel": "karussell, karussells, karussel, karussels, carousel, carousels, slideshow*",
    "format:video": "video, videos, clip, clips, vlog, vlogs",
    "format:short": "short, shorts",
    "format:live": "live, lives, livestream, livestreams",
    "post": (
        "post, posts, beitrag, beiträge, beiträgen, beitrags, content, inhalt, inhalte, inhalten, sachen, "
        "posting, postings, zeug, format, formate, seite, tweet, tweets"
    ),
    "account": "account, accounts, konto, kontos, profil, profile, kanal, channel, acc, accs",
    "tiktok_video": "tiktoks",
    "platform:instagram": "insta, instagram, ig, meta",
    "platform:tiktok": "tiktok, tik-tok, tik tok, tt",
    "platform:youtube": "youtube, yt, you tube",
    "platform:facebook": "facebook, fb",
    "platform:linkedin": "linkedin",
    "platform:x": "twitter",
    "decline": (
        "gesunken, gesunk*, sinken, sinkt, sank, eingebrochen, eingebroch*, einbruch, einbrüche, bricht ein, "
        "abgestürzt, abgestürz*, absturz, stürzt ab, stürzen ab, runter, runtergegangen, heruntergegangen, gefallen, "
        "gefalln, fällt, fallen, fiel, sturzflug, bergab, bach runter, keller, eimer, am boden, arsch, tot, stirbt, "
        "sterben, gestorben, gekillt, killt, ruiniert, zerstört, floppt, flopt, floppen, gefloppt, flop, flops, "
        "gehen unter, geht unter, untergegangen, zurückgegangen, gehen zurück, geht zurück, zurückgehen, rückgang, "
        "rückläufig, verschlechtert, schrumpft, schrumpfen, geschrumpft, eingeknickt, nachgelassen, lässt nach, "
        "lassen nach, droppt, gedroppt, droppen, dropt, drop, abgesackt, sackt ab, gesackt, abgeschmiert, abkacken, "
        "abkackt, abschmieren, abstürzen, einbrechen, runtergehen, runtergeht, eingebüßt, reduziert, abgekackt, "
        "katastroph*, unterirdisch, weggebrochen, brechen weg, bricht weg, verreckt, dahin, abgenommen, nimmt ab, "
        "nehmen ab, mau, flaute, tiefpunkt, abgerutscht, rutscht ab, zusammengebrochen, eingegangen, gecrasht, "
        "crasht, crashen, sackt, am ende, lahm, eingeschlafn, versiegt, versiegen, bröckelt, bröckeln, schmilzt, "
        "freien fall, freier fall, talfahrt, sinkflug, bruchteil, abgesoffen, saufen ab, abwärts, niedergang, "
        "scheitert, scheitern, desaster, debakel, stürzt, abgeebbt"
    ),
    "weak": (
        "nutzlos, sinnlos, zwecklos, schlecht, schlechter, mies, mieser, so wenig, so wenige, wenig, wenige, "
        "kaum noch, kaum, niedrig, niedriger, schlechte, schlechten, schlechtes, miese, miesen, mieses, schwach, "
        "schwache, schwächer, mager, dürftig, gering"
    ),
    "loss": (
        "geklaut, gestohlen, weggenommen, abgezogen, weg, futsch, verschwunden, verschwinden, verschwindet, "
        "verloren, verliere, verlieren, verlier, verliert, verlor, verlust, verluste, fehlen, fehlt, "
        "gelöscht, laufen weg, hauen ab, abgehauen, entfolgt, entfolgen, entfolgte, entfolg*, deabonniert, "
        "abgesprungen, springen ab, abonniert ab, deabonnieren, abgang, abgänge, flöten, weggelaufen, "
        "weniger geworden"
    ),
    "rise": (
        "gestiegen, steigt, steigen, stieg, rauf, hoch gegangen, hochgegangen, verbessert, gewachsen, "
        "wächst, besser, zugelegt, zugenommen, explodiert"
    ),
    "gain": "neue, neuen, dazu, dazubekommen, dazugewonnen, dazugekommen, gewonnen, zuwachs, hinzu, reinbekommen",
    "less": "weniger, wenigere, minus, geringer, niedrigere",
    "ratio:0.5": "halbiert, halbieren, halbierte, halbierung, halb so viel, halb so viele, halb so hoch, halb so gut",
    "ratio:0.3333333333333333": "gedrittelt, dritteln",
    "ratio:0.25": "geviertelt, vierteln",
    "ratio:0.1": "gezehntelt",
    "ratio:2": "verdoppelt, verdoppeln",
    "ratio:3": "verdreifacht",
    "then": (
        "früher, damals, vorher, zuvor, davor, statt, anstatt, anstelle, ehemals, einst, ursprünglich, "
        "bisher, eingeschlafen, hatte ich noch, waren es noch, waren das noch"
    ),
    "had": "hatte, hatten, waren, war, bekam, kriegte, machte, gab es, kamen, lag, lagen",
    "now": (
        "nachher, danach, jetzt, jetz, jz, heute, heut, mittlerweile, inzwischen, nun, aktuell, momentan, zurzeit, "
        "derzeit, gerade mal, grad mal, grade mal, nur noch, nurnoch, bloß noch, bloss noch, nunmehr, sondern, "
        "plötzlich, grad noch, aufgewacht, eher, eher so, diesmal, dieses mal"
    ),
    "only": "nur, bloß, bloss, lediglich, nur mehr",
    "not": "nicht, nich, net, ned, keineswegs, nie, niemals, nimmer",
    "none": (
        "keins, keines, kein, keine, keinen, keinem, keiner, keine sau, kein schwein, kein mensch, niemand, "
        "niemanden, niemandem, nix"
    ),
    "none_gone": "gar nicht mehr",
    "nomore": "nicht mehr, nich mehr, nimmer, gar nichts mehr, nichts mehr, nix mehr, gar nicht mehr, nicht mehr so",
    "still": "mehr",
    "qualifier:always": (
        "immer, stets, ständig, jedes mal, jedes einzelne mal, jedesmal, jeder, jede, jedes, jeden, jedem, "
        "durchgehend, permanent, sonst immer, eigentlich immer, allen, dauernd"
    ),
    "qualifier:usually": (
        "sonst, normalerweise, normal, normale, normaler, standard, standardmäßig, üblich, üblicherweise, meist, "
        "meistens, regelmäßig, gewöhnlich, typisch, typischerweise, in der regel, locker, easy, oft, häufig, "
        "nix besonderes, nichts besonderes, die meisten, die meisten meiner,  nicht ungewöhnlich, "
        "nichts ungewöhnliches, keine seltenheit, die regel, gewohnt, normalfall, eher so, eher, generell, "
        "der schnitt, zurzeit, derzeit, momentan, aktuell, im moment, zur zeit"
    ),
    "qualifier:average": (
        "durchschnittlich, durchschnitt, im schnitt, schnitt, im mittel, ø, mittelwert, durchschnittswert, median"
    ),
    "qualifier:at least": (
        "an schlechten tagen, ein schlechter tag, mindestens, minimum, wenigstens, nie unter, noch nie unter, "
        "nie weniger als, nicht unter, über, mehr als, niemals unter, nie drunter, zumindest, mind, ab, min, "
        "nie weniger, selten unter, aufwärts"
    ),
    "qualifier:at most": (
        "höchstens, maximal, max, maximum, nie mehr als, nie über, bis zu, unter, weniger als, "
        "nicht mal mehr, nicht mal, nichtmal, nichtmal mehr, nicht einmal, nicht einmal mehr, "
        "nicht mehr als, keine, niemals mehr als, selten über, selten mehr als, allerhöchstens, nicht über"
    ),
    "qualifier:once": (
        "einmal, rekord, bestes, bester, beste, bestwert, höchstwert, spitzenwert, mal, ein mal, "
        "ein einziges mal, ging viral, viral gegangen, mein letzter, mein letztes, meine letzte, "
        "meinem letzten, mein neuester, mein neuestes, peak, rekordwert, bestleistung, ausreißer, bestmarke"
    ),
    "approx": (
        "knapp unter, knapp über, kurz vor, würde sagen, knapp, rund, ca, circa, zirka, etwa, ungefähr, "
        "so um die, um die, fast, beinahe, annähernd, so ca, so etwa, so rund, so ungefähr, grob, gut, "
        "schätzungsweise, ~, ≈, so, gegen, an die"
    ),
    "boundary:um": "um",
    "boundary:auf": "auf",
    "boundary:von": "von, vom",
    "boundary:bei": "bei",
    "boundary:bis": "bis",
    "between": "zwischen",
    "per:post": "pro, je, per",
    "people": "leute, leuten, menschen, personen, nutzer, user, konten",
    "see": (
        "sieht, sehen, sehe, schaut, schauen, guckt, gucken, kuckt, angeschaut, angesehen, gesehen, "
        "anschauen, ansehen, schaun, gucken an, zugeschaut, geschaut, geguckt, angeguckt"
    ),
    "reach_verb": "erreiche, erreichen, erreicht, erreich",
    "do_verb": "machen, macht, mach, mache, gemacht, bringen, holen, schaffen",
    "shown": (
        "gezeigt, angezeigt, zeigt, ausgespielt, zeigen, vorgeschlagen, empfohlen, versteckt, verstecken, "
        "verbirgt, pusht, pushen, gepusht, ausspielt, spielt aus, ausgeliefert, anzeigt, anzeigen, ausspielen"
    ),
    "algorithm": (
        "algorithmus, algo, algorithm, shadowban, shadowbann*, shadow-ban, shadow ban, shadow-ban*, "
        "shadowbanned, geshadow*, gebannt, schattenban, schattenbann, drosselt, drosseln, gedrosselt, "
        "drosselung, bestraft, bestrafen, unterdrückt, unterdrücken, ausgebremst, ausbremst, ausbremsen, "
        "bremst, benachteiligt, eingeschränkt, abgestraft, zensiert, zensur, blockiert meine, sandbox"
    ),
    "algorithm:hashtag_reach": "hashtag, hashtags",
    "algorithm:explore_reach": (
        "explore, explore-seite, explore-page, entdecken, entdecken-seite, fyp, for you, for-you, for you page, "
        "for-you-page, foryoupage, foryou, fürdich"
    ),
    "algorithm:non_follower_reach": (
        "nicht-follower, nichtfollower, nicht-followern, mir nicht folgen, nicht folgen, nicht follower, "
        "fremde leute, die mir nicht folgen, nichtabonnenten, nicht-abonnenten"
    ),
    "verification": (
        "haken, häkchen, verifizierung, verifizier*, verifikation, verifiziert, meta verified, verified, "
        "verifizierungsantrag, verifizierungsantr*"
    ),
    "rejected": "abgelehnt, ablehnung, ablehnen, lehnt ab, verweigert, zurückgewiesen",
    "pay": "zahlen, bezahlen, kostet, kosten, lohnt, gebühr, abo für, kaufen, bezahle, zahle, geld, wert",
    "get": "bekomme ich, bekommt man, wie kriege, wie krieg, beantragen, beantrage, will, möchte, wie komme",
    "healthy": "gesund, gesunde, gesundheit, krank, fieber, temperatur, gut, kerngesund",
    "check": (
        "okay, ok, in ordnung, alles gut, draufschauen, check, checken, prüfen, nachschauen, schau, stimmt was nicht"
    ),
    "insights": "insights, statistik, statistiken, zahlen, analytics, daten, auswertung",
    "wrong": (
        "quatsch, falsch, blödsinn, stimmen nicht, stimmt nicht, stimmen, fehler, unsinn, verbuggt, bug, spinnen, müll"
    ),
    "run": (
        "lief, liefen, laufen, läuft, funktionieren, funktioniert, performen, performt, ziehen, zünden, klappen, klappt"
    ),
    "window": "ersten woche, erste woche, ersten tag, ersten stunde, ersten 24 stunden",
    "technical": (
        "app, hochladen, hochgeladen, uploaden, upload, absturz der app, lädt nicht, fehlermeldung, entwürfe, entwurf"
    ),
    "hacked": (
        "gehackt, gehackt*, hacker, einloggen, zugreifen, zugriff, komme nicht mehr rein, ausgesperrt, passwort"
    ),
    "blocked": "gesperrt, deaktiviert, sperrung, abgestürtzte",
    "peer": (
        "kollege, kollegin, kollegen, freundin, freund, schwester, bruder, konkurrenz, konkurrent, "
        "konkurrentin, die anderen, andere, nachbar, bekannte, bekannter, mitbewerber, cousine, er hat, "
        "sie hat, er bekommt, sie bekommt, er kriegt, sie kriegt, er macht, sie macht, kumpel, typ, jemand, "
        "anderen"
    ),
    "have": "hat, haben, hab, habe, bekommt, bekommen, kriegt, kriegen, hast",
    "says": "sagt, sagte, meint, behauptet, sagen, meinte",
    "than_me": "als ich, als bei mir, wie ich, als meine, wie bei mir",
    "hypothetical": "hätte ich, hätte gern, hätte gerne, hätte, wünschte, wünsche mir, wär, wäre, würde, hätt, falls",
    "correct": "ich meine, meinte, ich sagte, meine natürlich, ich mein, wollte sagen, ich meinte",
    "question": "wie, warum, wieso, weshalb, wann, was, wer, wo, soll, sollte, wieviel, welche, welcher, welches, ob",
    "want": "möchte, will, brauche, bräuchte, benötige, wünsche",
    "want_more": "bekomme ich mehr, krieg ich mehr, kriege ich mehr, bekommt man mehr",
    "frequency_question": "zu oft, zu viel, zu häufig, zu selten, wie oft, zu wenig posten",
    "bought": "gekauft, kauf, gekaufte",
    "purge": (
        "bots, bot, fake-accounts, fakeaccounts, fakes, fake accounts, säuberung, fake-follower, "
        "fakefollower, karteileichen"
    ),
    "fallen": (
        "gefallen, gerutscht, rutsche, abgerutscht, gesackt, gefalln, wieder unter, unter die, bin unter, falle"
    ),
    "toward": "bis zur, bis zum, bis zu den, bis zu, entfernt",
    "total": "insgesamt, in summe, alles zusammen",
    "stuck": (
        "hänge, häng, hängen, stecke, stagniere, stagniert, fest, festhänge, komme nicht über, "
        "komm nicht über, einfach nicht über, nicht über die, kurz vor der, kurz vor den, kurz vor, "
        "geht nicht weiter, seit monaten bei, steh, stehe, feststecke"
    ),
    "above": (
        "brauche, benötige, geknackt, knacke, knacken, erreiche, erreichen, erreicht, überschritten, knack, "
        "schaffe, endlich, bis zur, bis zu den, bis zum, ziel, marke, voll"
    ),
    "same": "gleich, stabil, konstant, normal, unverändert, okay, ok, wie immer, passen, super, gut",
    "fine_all": "alles wie immer, alles gut, alles super, alles bestens",
    "action": (
        "geändert, gewechselt, umgestellt, umbenannt, pausiert, aufgehört, angefangen, umgezogen, "
        "pause gemacht, urlaub gemacht, gelöschtes, rebranding"
    ),
    "frequency:per_day:usually": "täglich, am tag, pro tag, tgl",
    "frequency:per_day:always": "jeden tag, jeden einzelnen tag",
    "frequency:per_week:usually": "wöchentlich, die woche, pro woche, in der woche, je woche",
    "frequency:per_week:always": "jede woche",
    "frequency:per_month:usually": "monatlich, im monat, pro monat, je monat",
    "frequency:per_month:always": "jeden monat",
    "swing": (
        "am nächsten, den nächsten, an einem tag, am nächsten tag, nächsten tag, mal so mal so, "
        "am tag danach, tags darauf"
    ),
    "others_unit": (
        "kind, kinder, kids, jahr, jahre, jahren, jahrn, euro, eur, uhr, cent, dollar, tage, tagen, wochen, "
        "monate, monaten, stunden, minuten, sekunden, posts, beiträge, beiträgen, accounts, handys, katzen, "
        "hunde, mal, reels, videos, fotos, storys, stories, bilder, jährige, jähriger, kg, km, grad, "
        "versuche, hashtags, tiktoks, geschwister, kanäle, konten, karussells, shorts, jobs, kunden, "
        "kooperationen, lives"
    ),
    "currency": "€, $, £",
    "verb": (
        "ist, sind, is, sin, bin, bist, seid, habe, hab, hat, haben, bekomme, bekomm, bekommen, krieg, "
        "kriege, kriegen, geht, gehen, gehn, wird, werden, wurde, läuft, laufen, kommt, kommen, "
        "funktioniert, funktionieren, poste, postet, kann, liegt, liegen, interessiert, interessieren, "
        "hänge, klappt, performen, performt, mache, sehe"
    ),
    "pronoun": (
        "ich, mir, mich, mein, meine, meiner, meinen, meinem, meines, wir, uns, unsere, unser, man, es, "
        "alle, alles, die, das, der"
    ),
    "stop": "um, auf, viel, voll, total, plötzlich, extrem, mega, nur, krass, massiv, deutlich, komplett, schon",
    "nothing": "killt gerade alles, killt alles, zum sterben schön",
    "viral_back": "wieder wie vorher, wieder beim alten, wieder wie davor, wieder auf normal",
    "comma": "aber, und, doch, sondern, jedoch, dafür, trotzdem, während, obwohl, ggü, versus",
    "filler": (
        "am, an, im, in, zu, zum, zur, mit, ohne, für, wegen, durch, aus, nach, vor, seit, bei, beim, ja, "
        "nein, doch, eben, halt, auch, noch, schon, da, dann, dort, hier, sehr, echt, ganz, gar, einfach, "
        "wirklich, irgendwie, eigentlich, bitte, danke, hallo, hi, hey, na, ach, oh, bro, digga, alter, "
        "leider, sogar, etwas, ein, eine, einen, einem, einer, eines, nem, ner, ne, nen, n, den, dem, des, "
        "dass, daß, weil, obwohl, damit, wenn, als, oder, also, sich, sie, er, ihr, euch, du, dir, dich, "
        "dein, deine, ihm, ihn, ihnen, wieder, endlich, diese, dieser, dieses, diesen, letzte, letzten, "
        "letzter, letztes, nächste, nächsten, ersten, erste, gehts, gibt, gibts, könnte, können, kannst, "
        "konnte, muss, müssen, will, wollte, wollt, möchte, darf, soll, mag, lieber, gern, gerne, tun, tut, "
        "vielleicht, wohl, trotz, meinst, fühlt, gepostet, posten, glücklich, ordnung, zahl, deren, drauf, "
        "drin, raus, rein, hilf, hilfe, zeit, ding, dinge, mist, scheiße, scheisse, wtf, irgendwas, "
        "absichtlich, sodass, werbung, schalte, unter, neueste, sin, sinds, wars, waren's, weiß, weiss, "
        "glaub, glaube, finde, denke, sagt, manager, beste, ende, ohne ende, hasst, mögen, liebt, geändert, "
        "dran, nützt, hilft, nochmal, wort, hören, fest, hintereinander, mein's, 's, euer, eure, was, lande, "
        "folgen, verdammt, gefühlt"
    ),
}

# What people blame, by the words they blame it with.
CAUSES: dict[str, str] = {
    "viral_hit": "viral viralen viralem virale",
    "name_change": "namensänderung namenswechsel umbenannt umbenennung",
    "account_type": "creator-konto business-konto unternehmenskonto creator-account business-account",
    "break": "pause babypause sommerpause auszeit urlaub",
    "throttling_for_ads": "werbung anzeigen",
    "shadowban": "shadowban",
}
# Verbs whose particle stands at the end: "gehen alle unter", "bricht die Reichweite ein".
SEPARABLE: dict[str, dict[str, str]] = {
    "decline": {
        "geht gehen ging gingen gehn": "unter zurück ein runter bergab kaputt baden",
        "bricht brechen brach brachen": "ein weg zusammen",
        "stürzt stürzen stürzte stürzten sackt sacken rutscht rutschen nimmt nehmen nahm nahmen schmiert fällt": "ab",
        "lässt lassen ließ ließen": "nach",
    },
    "loss": {"geht gehen laufen läuft rennen": "weg flöten verloren", "hauen haut springen springt": "ab"},
}

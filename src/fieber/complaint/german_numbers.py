"""German as data: words of number and of time."""

from __future__ import annotations

NUMBERS: dict[str, float] = {
    "null": 0, "ein": 1, "eins": 1, "eine": 1, "zwei": 2, "zwo": 2, "drei": 3, "vier": 4, "fünf": 5, "fuenf": 5,
    "sechs": 6, "sieben": 7, "acht": 8, "neun": 9, "zehn": 10, "elf": 11, "zwölf": 12, "zwoelf": 12, "dreizehn": 13,
    "vierzehn": 14, "fünfzehn": 15, "sechzehn": 16, "siebzehn": 17, "achtzehn": 18, "neunzehn": 19, "zwanzig": 20,
    "dreißig": 30, "dreissig": 30, "vierzig": 40, "fünfzig": 50, "fuenfzig": 50, "sechzig": 60, "siebzig": 70,
    "achtzig": 80, "neunzig": 90, "anderthalb": 1.5, "eineinhalb": 1.5, "zweieinhalb": 2.5, "dreieinhalb": 3.5,
    "viereinhalb": 4.5, "fünfeinhalb": 5.5, "sechseinhalb": 6.5, "siebeneinhalb": 7.5,
}  # fmt: skip
SCALES: dict[str, float] = {
    "hundert": 100, "tausend": 1000, "tsd": 1000, "tausender": 1000, "mio": 1e6, "mille": 1e6, "million": 1e6,
    "millionen": 1e6, "mios": 1e6, "mrd": 1e9, "milliarde": 1e9, "milliarden": 1e9, "mill": 1e6,
}  # fmt: skip
FRACTIONS: dict[str, float] = {
    "hälfte": 0.5, "haelfte": 0.5, "halbe": 0.5, "halb": 0.5, "halben": 0.5, "drittel": 1 / 3, "viertel": 0.25,
    "fünftel": 0.2, "sechstel": 1 / 6, "siebtel": 1 / 7, "achtel": 0.125, "zehntel": 0.1, "hundertstel": 0.01,
    "dreiviertel": 0.75,
}  # fmt: skip
TIMES: dict[str, float] = {
    "zweimal": 2, "dreimal": 3, "viermal": 4, "fünfmal": 5, "sechsmal": 6, "siebenmal": 7, "achtmal": 8,
    "neunmal": 9, "zehnmal": 10, "zwanzigmal": 20, "hundertmal": 100, "doppelt": 2, "doppelte": 2, "dreifach": 3,
    "dreifache": 3, "vierfache": 4, "fünffache": 5, "zehnfache": 10,
}  # fmt: skip
ORDINALS: dict[str, int] = {"ersten": 1, "zweiten": 2, "dritten": 3, "vierten": 4, "fünften": 5, "zehnten": 10}
VAGUE = (
    "zigtausend zigtausende tausende hunderte zehntausende hunderttausende millionenfach unzählige zig "
    "abertausende hunderten tausenden tausender zehntausenden hunderttausenden"
)
PAIRS = "paar"  # "ein paar hundert": two, as the labelled sentences read "a couple hundred"

TIME_UNITS: dict[str, str] = {
    "tag": "day", "tage": "day", "tagen": "day", "tags": "day", "woche": "week", "wochen": "week", "wo": "week",
    "monat": "month", "monate": "month", "monaten": "month", "monats": "month", "jahr": "year", "jahre": "year",
    "jahren": "year", "jahrn": "year", "jahres": "year", "stunden": "hour", "stunde": "hour",
    "wochenende": "weekend", "nacht": "day", "nächten": "day",
    "quartal": "quarter",
}  # fmt: skip
MONTHS: dict[str, int] = {
    "januar": 1, "jänner": 1, "jan": 1, "februar": 2, "feb": 2, "märz": 3, "maerz": 3, "mär": 3, "april": 4, "apr": 4,
    "mai": 5, "juni": 6, "juli": 7, "august": 8, "aug": 8, "september": 9, "sept": 9, "sep": 9, "oktober": 10,
    "okt": 10, "november": 11, "nov": 11, "dezember": 12, "dez": 12,
}  # fmt: skip
WEEKDAYS: dict[str, int] = {
    "montag": 0, "dienstag": 1, "mittwoch": 2, "donnerstag": 3, "freitag": 4, "samstag": 5, "sonnabend": 5,
    "sonntag": 6,
}  # fmt: skip
SEASONS: dict[str, int] = {
    "frühling": 3, "frühjahr": 3, "sommer": 6, "sommers": 6, "herbst": 9, "winter": 12,
}  # fmt: skip
FEASTS: dict[str, str] = {
    "ostern": "easter", "weihnachten": "12-25", "weihnacht": "12-25", "neujahr": "01-01", "silvester": "12-31",
    "pfingsten": "pentecost", "halloween": "10-31", "valentinstag": "02-14", "corona": "2020-03-11",
    "pandemie": "2020-03-11", "lockdown": "2020-03-22", "nikolaus": "12-06", "jahreswechsel": "01-01",
    "jahresbeginn": "01-01", "jahresanfang": "01-01",
}  # fmt: skip
TIME_WORDS: dict[str, str] = {
    "gestern": "yesterday", "vorgestern": "day_before", "letztens": "recent", "neulich": "recent", "kurzem": "recent",
    "längerem": "recent", "langem": "recent", "heute": "today", "neuestem": "recent", "ewigkeiten": "recent",
    "vormonat": "mom", "vorjahr": "yoy", "vorwoche": "wow",
}  # fmt: skip
TIME_PREPOSITIONS = "seit seitdem seid ab"  # the time of a change: everything after them is the date
LOOSE_PREPOSITIONS = (
    "innerhalb binnen vor nach im in am um zu zum bis an gegenüber"  # a date only if a word of time follows
)
EVENT_PREPOSITIONS = "nach vor"  # with an article also an event: "vor der Pause"
DETERMINERS = "des dem der den die das einem einer ein eine nem ner ne meinem meiner meinen dieser diesem diesen"
TIME_MODIFIERS = (
    "letzten letzter letztem letzte letztes vergangenen vergangener vergangenem vorigen voriger "
    "vorletzten vorletzter anfang beginn mitte ende spätestens ungefähr etwa ca circa fast gut genau "
    "rund knapp über mindestens paar ein einigen mehreren vielen drei kurzem vergangenes"
)
THIS = "diese dieser diesen dieses diesem"
PARTS_OF_DAY = "abend morgen nachmittag nacht früh mittag"

"""English as data: words of number and of time."""

from __future__ import annotations

NUMBERS: dict[str, float] = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40,
    "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
SCALES: dict[str, float] = {
    "hundred": 100, "hundreds": 100, "thousand": 1000, "grand": 1000, "k": 1000, "m": 1e6, "mil": 1e6, "mill": 1e6,
    "mm": 1e6, "million": 1e6, "millions": 1e6, "mn": 1e6, "billion": 1e9, "bn": 1e9, "b": 1e9, "lakh": 1e5,
    "lakhs": 1e5, "lac": 1e5, "crore": 1e7, "crores": 1e7, "cr": 1e7,
}  # fmt: skip
FRACTIONS: dict[str, float] = {
    "half": 0.5, "third": 1 / 3, "thirds": 1 / 3, "quarter": 0.25, "quarters": 0.25, "fourth": 0.25, "fifth": 0.2,
    "fifths": 0.2, "sixth": 1 / 6, "eighth": 0.125, "tenth": 0.1, "tenths": 0.1, "hundredth": 0.01,
}  # fmt: skip
TIMES: dict[str, float] = {
    "twice": 2, "thrice": 3, "double": 2, "triple": 3, "twofold": 2, "threefold": 3, "tenfold": 10,
    "fivefold": 5,
}  # fmt: skip
ORDINALS: dict[str, int] = {"first": 1, "second": 2, "third": 3}
VAGUE = "thousands tons loads countless millions gazillion zillion umpteen dozens"
FEW: dict[str, float] = {"couple": 2, "few": 3}

TIME_UNITS: dict[str, str] = {
    "day": "day", "days": "day", "week": "week", "weeks": "week", "wk": "week", "wks": "week", "month": "month",
    "months": "month", "year": "year", "years": "year", "yr": "year", "yrs": "year", "night": "day",
    "hours": "hour", "hour": "hour", "weekend": "weekend", "quarter": "quarter",
}  # fmt: skip
MONTHS: dict[str, int] = {
    "january": 1, "jan": 1, "february": 2, "feb": 2, "march": 3, "mar": 3, "april": 4, "apr": 4, "may": 5, "june": 6,
    "jun": 6, "july": 7, "jul": 7, "august": 8, "aug": 8, "september": 9, "sept": 9, "sep": 9, "october": 10,
    "oct": 10, "november": 11, "nov": 11, "december": 12, "dec": 12,
}  # fmt: skip
WEEKDAYS: dict[str, int] = {
    "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6, "mon": 0,
    "tues": 1, "thurs": 3, "fri": 4,
}  # fmt: skip
SEASONS: dict[str, int] = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
FEASTS: dict[str, str] = {
    "easter": "easter", "christmas": "12-25", "xmas": "12-25", "halloween": "10-31", "thanksgiving": "thanksgiving",
    "covid": "2020-03-11", "corona": "2020-03-11", "pandemic": "2020-03-11", "lockdown": "2020-03-22",
    "newyear": "01-01",
}  # fmt: skip
TIME_WORDS: dict[str, str] = {
    "yesterday": "yesterday", "overnight": "overnight", "recently": "recent", "today": "today", "forever": "recent",
    "mom": "mom", "yoy": "yoy", "wow": "wow", "ages": "recent",
}  # fmt: skip
TIME_PREPOSITIONS = "since sinse starting"
LOOSE_PREPOSITIONS = "in on over during within for at before after until by from around"
EVENT_PREPOSITIONS = "after before"
DETERMINERS = "the a an my our this that these"
TIME_MODIFIERS = (
    "last past mid early late about around previous roughly almost nearly over at least the beginning "
    "end start middle of few couple several many a good next back like"
)
THIS = "this"
PARTS_OF_DAY = "morning evening night afternoon"

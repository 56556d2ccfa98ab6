"""The quantities that a text names, in figures or in words: "62", "sixty-two", "more than 60", "$5 million"."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_ONES = "one two three four five six seven eight nine".split()
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_VALUES: dict[str, float] = {
    **{word: value for value, word in enumerate(_ONES + _TEENS, 1)},
    **{word: 10 * value for value, word in enumerate(_TENS, 2)},
    **{word: value for value, word in enumerate(_ORDINALS, 1)},
    **{"a": 1, "an": 1},
}
_PARTS = {"half": 1 / 2, "third": 1 / 3, "quarter": 1 / 4, "fifth": 1 / 5}
_SCALES = {
    **{"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12.0},
    **{"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "b": 1e9, "tn": 1e12},
}
_SCALE = "hundred|thousand|million|billion|trillion|dozen"
_PART = r"(?:(?:an?|one|two|three|four)[ -])?(?:half|(?:third|quarter|fifth)s?)\b"
_SIGNS = "¼½¾⅓⅔"
_SMALL = rf"\b(?:(?:{'|'.join(_TENS)})[ -](?:{'|'.join(_ONES)})|{'|'.join(_TEENS + _TENS + _ONES)})\b"
_UNITS = (
    "second minute hour day week month year decade century meter metre kilometer kilometre km mile foot inch yard "
    "acre hectare gram kilogram kg ton tonne pound ounce liter litre gallon degree watt megawatt"
).split()
_SPELT = (
    rf"(?:(?:{_SMALL}|a)[ ]hundred[ ](?:and[ ])?{_SMALL}|{_SMALL}"
    rf"|an?(?=[ ](?:(?:{_SCALE})\b|(?:{'|'.join(_UNITS)})[ ]and[ ]an?[ ](?:half|quarter)\b)))"
)
_UNIT_OF = {
    **{"%": "%", "percent": "%", "per cent": "%", "pct": "%", "percentage points": "%"},
    **{"dollar": "$", "pound": "£", "euro": "€", "yen": "¥", "feet": "foot", "inches": "inch"},
    **{"kilometer": "km", "kilometre": "km", "metre": "meter", "kilogram": "kg", "tonne": "ton", "litre": "liter"},
    **{"centuries": "century"},
}
_YEARS = {"decade": 10, "century": 100}
_AFTER = (
    r"%|(?:percent(?:age[ ]points)?|per[ ]cent|pct|dollars?|euros?|yen|feet|inches|centuries"
    rf"|(?:{'|'.join(_UNITS)})s?)\b"
)


def _number(part: str = "", last: str = "") -> re.Pattern[str]:
    """Return the form of a number; `part` is that of a fraction behind its words, `last` of one behind the whole."""
    return re.compile(
        rf"""(?P<currency>(?:US|A|C|HK|NZ)?\$|£|€|¥)?\s?
        (?<![\w.,])(?<![A-Za-z]-)
        (?: (?=[\d{_SIGNS}])(?P<figure>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)?(?P<sign>[{_SIGNS}])?
          | (?P<spelt>{_SPELT}) )
        {part}
        (?:(?P<ordinal>st|nd|rd|th)\b)?
        (?:[ -]?(?P<scale>{_SCALE}|mn?|bn?|k|tn)\b(?!\s*\d))?
        (?P<age>-years?-old\b|[ -]years?[ ]old\b)?
        (?:[ -]?(?P<unit>{_AFTER}))?
        {last}
        (?P<plus>\+|[ -]plus\b|\s+or\s+(?:more|fewer|less)\b)?(?![\w]*\d)""",
        re.VERBOSE | re.IGNORECASE,
    )


_NUMBER = _number()
_MIXED = _number(part=rf"(?P<part>[ -]and[ -]{_PART})")
_LONGER = _number(last=rf"(?P<part>[ ]and[ ]{_PART})")
_SHARE = re.compile(
    rf"""\b(?:(?:(?P<count>an?|one|two|three|four)[ -])?(?P<part>half)
      |(?P<counted>an?|one|two|three|four)[ -](?P<parts>(?:third|quarter|fifth)s?)
        (?:(?=[ ]of\b|[ ]?[,.;:)]|\s*$)|(?<=s)|(?<=one-third)|(?<=one-quarter)|(?<=one-fifth)))\b
    (?:[ -](?:of[ ])?(?:an?[ ])?(?P<scale>{_SCALE})\b(?:[ -](?P<unit>{_AFTER}))?
      |(?:-|[ ](?:of[ ])?an?[ ])(?P<measure>{_AFTER}))?""",
    re.VERBOSE | re.IGNORECASE,
)
_PLACE = re.compile(rf"\b(?:(?:{'|'.join(_TENS)})-)?(?:{'|'.join(_ORDINALS)})\b", re.IGNORECASE)
_MANY = re.compile(r"\b(dozen|hundred|thousand|million|billion)s\b", re.IGNORECASE)
BOUNDS = {
    "more": r"more than|over|at least|no fewer than|no less than|above|exceeding|upwards? of|a minimum of|greater than",
    "less": r"(?:less|fewer) than|under|below|up to|at most|no more than|as many as|as much as|a maximum of",
    "nearly": r"nearly|almost|close to|just under|approaching",
    "about": r"about|around|some|roughly|approximately|(?:an )?estimated|circa",
}
_BEFORE = [(bound, re.compile(rf"\b(?:{form})\W+(?:the |an? )?$", re.IGNORECASE)) for bound, form in BOUNDS.items()]
_AGED = re.compile(r"(?:\bage[d]? (?:of )?|[A-Za-z], )$")


@dataclass(frozen=True)
class Quantity:
    """A value as a text names it.

    `unit` is "%", a currency, "age", "th" of an ordinal, "many" of "hundreds", a measure, or empty. `bound` is "more",
    "less", "nearly" or "about", empty where the value is exact.
    """

    value: float
    unit: str
    bound: str
    words: str

    def is_said_by(self, other: "Quantity") -> bool:
        """Tell whether a text with the other quantity says this one: the same value and unit, and as exact."""
        units = self.unit == other.unit or {self.unit, other.unit} == {"", "age"}
        bounds = self.bound == other.bound or (self.bound, other.bound) in {
            ("", "about"), ("about", ""), ("about", "nearly")
        }  # fmt: skip
        return units and bounds and abs(self.value - other.value) <= 1e-9 * abs(self.value)


def quantities(text: str) -> list[Quantity]:
    """Return the quantities of a text; "one" and "a" alone are none, for they seldom count."""
    found: list[Quantity] = []
    for form, read in _FORMS:
        for match in form.finditer(text):
            if not _is_one(match):
                found.append(read(match))
                text = text[: match.start()] + " " * len(match[0]) + text[match.end() :]
    return found


def not_said(claim: str, cited: Sequence[str]) -> list[Quantity]:
    """Return the quantities of a claim that no cited text says."""
    said = [quantity for text in cited for quantity in quantities(text)]
    return [one for one in quantities(claim) if not any(one.is_said_by(other) for other in said)]


def _is_one(match: re.Match[str]) -> bool:
    return match[0].strip().lower() in ("a", "an", "one")


def _numbered(match: re.Match[str]) -> Quantity:
    parts = match.groupdict()
    value = _spelt(match["spelt"].lower()) if match["spelt"] else float((match["figure"] or "0").replace(",", ""))
    value += unicodedata.numeric(match["sign"]) if match["sign"] else 0
    value += _fraction(re.sub("^[ -]and[ -]", "", parts["part"].lower())) if parts.get("part") else 0
    unit = _unit(match["unit"])
    if match["currency"]:
        unit = match["currency"][-1]
    elif match["ordinal"]:
        unit = "th"
    elif match["age"] or (not unit and _AGED.search(match.string[: match.start()] + " ")):
        unit = "age"
    elif value < 1 and not unit and not match["scale"]:
        return _quantity(match, "%", value)
    return _quantity(match, unit, value * _scale(match["scale"]) / (100 if unit == "%" else 1))


def _unit(words: str | None) -> str:
    told = (words or "").lower()
    return _UNIT_OF.get(told) or _UNIT_OF.get(told.removesuffix("s"), told.removesuffix("s"))


def _scale(word: str | None) -> float:
    return _SCALES[word.lower()] if word else 1.0


def _fraction(words: str) -> float:
    count, _, part = words.replace("-", " ").rpartition(" ")
    return _VALUES[count or "a"] * _PARTS[part.removesuffix("s")]


def _spelt(words: str) -> float:
    before, hundred, after = words.partition(" hundred ")
    hundreds, rest = (before, after.removeprefix("and ")) if hundred else ("", before)
    return 100 * _sum(hundreds) + _sum(rest)


def _sum(words: str) -> float:
    return sum(_VALUES[word] for word in re.split("[ -]", words) if word)


def _share(match: re.Match[str]) -> Quantity:
    """Read a share of something, or of a number or measure: "half of them", "half a million", "half an hour"."""
    words = f"{match['count'] or match['counted'] or 'a'} {match['part'] or match['parts']}"
    value, unit = _fraction(words.lower()), _unit(match["unit"] or match["measure"])
    if not (match["scale"] or unit):
        unit = "%"
    elif unit == "%":
        value /= 100
    return _quantity(match, unit, value * _scale(match["scale"]))


def _place(match: re.Match[str]) -> Quantity:
    return _quantity(match, "th", _sum(match[0].lower()))


def _many(match: re.Match[str]) -> Quantity:
    return _quantity(match, "many", _SCALES[match[1].lower()])


def _quantity(match: re.Match[str], unit: str, value: float) -> Quantity:
    if unit in _YEARS:
        value, unit = value * _YEARS[unit], "year"
    before = match.string[: match.start()] + " "
    bound = next((bound for bound, form in _BEFORE if form.search(before)), "")
    if plus := match.groupdict().get("plus"):
        bound = "less" if plus.endswith(("less", "fewer")) else "more"
    return Quantity(value, unit, bound, match[0].strip())


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Quantity]], ...] = (
    (_MIXED, _numbered),
    (_LONGER, _numbered),
    (_SHARE, _share),
    (_PLACE, _place),
    (_MANY, _many),
    (_NUMBER, _numbered),
)

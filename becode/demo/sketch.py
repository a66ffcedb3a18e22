"""Who applies: people drawn from decks, so that a small world has the shares of the real one.

The shares (gender, age, mother tongue, languages, sources): docs/domain.md, "Demo data".
"""

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Generic, TypeVar

from anyascii import anyascii

from becode.core.forms import Birth
from becode.demo.words import motivations
from becode.demo.words.names import NATIVE, NATIVE_ONE_IN, POOLS
from becode.people.enums import ConsentPurpose

Card = TypeVar("Card")

GENDERS = {"f": 27, "m": 70, "x": 2, "unsaid": 1}
AGES = {(18, 24): 26, (25, 29): 24, (30, 34): 20, (35, 44): 22, (45, 54): 7, (55, 61): 1}
SOURCES = {
    "word_of_mouth": 24,
    "employment_service": 22,
    "social_media": 20,
    "web": 12,
    "welfare": 7,
    "workshop": 5,
    "asylum_or_ngo": 4,
    "social_housing": 2,
    "company": 2,
    "press": 1,
    "other": 1,
}
# Mother tongues: the same shares over all cities, spread as people live.
TONGUES: dict[str, dict[str, int]] = {
    "flanders": {
        "dutch": 50, "french": 7, "arabic": 12, "turkish": 7, "spanish_portuguese": 4,
        "dari_pashto": 6, "ukrainian_russian": 4, "english": 3, "tigrinya": 2,
        "polish": 2, "romanian": 1, "albanian": 1, "vietnamese": 1,
    },
    "brussels": {
        "dutch": 5, "french": 44, "arabic": 18, "turkish": 5, "spanish_portuguese": 7,
        "dari_pashto": 4, "ukrainian_russian": 4, "english": 4, "tigrinya": 2,
        "polish": 2, "romanian": 2, "albanian": 1, "vietnamese": 2,
    },
    "wallonia": {
        "dutch": 1, "french": 66, "arabic": 10, "turkish": 4, "spanish_portuguese": 4,
        "dari_pashto": 3, "ukrainian_russian": 4, "english": 2, "tigrinya": 2,
        "polish": 1, "romanian": 1, "albanian": 1, "vietnamese": 1,
    },
}  # fmt: skip
LANGUAGES: dict[str, dict[str, int]] = {
    "flanders": {"nl": 75, "en": 20, "fr": 5},
    "brussels": {"fr": 68, "en": 27, "nl": 5},
    "wallonia": {"fr": 95, "en": 5},
}
REGION_OF = {
    "BXL": "brussels",
    "ANT": "flanders",
    "GNT": "flanders",
    "CRL": "wallonia",
    "LIE": "wallonia",
}
POSTCODES = {
    "BXL": ("1000", "1020", "1030", "1040", "1060", "1070", "1080", "1090", "1140", "1190"),
    "ANT": ("2000", "2018", "2020", "2050", "2060", "2100", "2140", "2170", "2300", "2800"),
    "GNT": ("9000", "9030", "9040", "9050", "9100", "9200", "9300", "9800"),
    "CRL": ("6000", "6001", "6010", "6020", "6030", "6060", "6061", "6200", "7100"),
    "LIE": ("4000", "4020", "4030", "4040", "4100", "4101", "4420", "4800"),
}
SOURCE_DETAILS = {
    "workshop": "Robotmaaier / tondeuse robot",
    "welfare": "OCMW / CPAS",
    "employment_service": "",
}


# So often is a name drawn that nobody has yet, before names grow longer.
TRIES = 12


class Deck(Generic[Card]):
    """Cards in given shares, shuffled; dealt out it is shuffled again."""

    def __init__(self, chance: random.Random, shares: Mapping[Card, int]) -> None:
        self._chance = chance
        self._all = [card for card, share in shares.items() for _copy in range(share)]
        self._left: list[Card] = []

    def draw(self) -> Card:
        if not self._left:
            self._left = list(self._all)
            self._chance.shuffle(self._left)
        return self._left.pop()


@dataclass(slots=True, kw_only=True)
class Sketch:
    """One made-up human, as they would fill in the form; `legal_name` is in Latin letters."""

    first_name: str
    last_name: str
    birth: Birth
    gender: str
    language: str
    email: str
    phone: str
    postcode: str
    preferred_name: str = ""
    legal_name: str = ""
    lesson_levels: dict[str, str] = field(default_factory=dict)
    heard_from: str = ""
    heard_from_detail: str = ""
    motivation: str = ""
    needs: str = ""
    consents: tuple[str, ...] = ()


class Sketcher:
    """Draws people; the same chance and day give the same people in the same order."""

    def __init__(
        self,
        chance: random.Random,
        *,
        genders: Mapping[str, int] = GENDERS,
        domain: str = "mail.example",
        first_phone: int = 0,
    ) -> None:
        """Those of another `domain` and range of phone numbers are never mistaken for these."""
        self._chance = chance
        self._domain = domain
        self._genders = Deck(chance, genders)
        self._ages = Deck(chance, AGES)
        self._sources = Deck(chance, SOURCES)
        self._tongues = {region: Deck(chance, shares) for region, shares in TONGUES.items()}
        self._languages = {region: Deck(chance, shares) for region, shares in LANGUAGES.items()}
        self._names_taken: set[tuple[str, str]] = set()
        self._emails_taken: set[str] = set()
        self._phones = first_phone

    def deal_genders(self, shares: Mapping[str, int]) -> None:
        """From now on people come in these shares, exactly after as many as they add up to."""
        self._genders = Deck(self._chance, shares)

    def draw(self, campus_code: str, *, on: date, **fixed: object) -> Sketch:
        """Somebody who fills in the form for this campus on this day; `fixed` fields win."""
        region = REGION_OF[campus_code]
        gender, tongue = self._genders.draw(), self._tongues[region].draw()
        first, last, latin_first, latin_last = self._name(tongue, gender)
        language = str(fixed.get("language") or self._languages[region].draw())
        source = self._sources.draw()
        consents = [ConsentPurpose.APPLICATION, ConsentPurpose.SHARE_PROFILE]
        if self._chance.random() < 0.4:
            consents.append(ConsentPurpose.NEWS)
        needs = ""
        if self._chance.random() < 0.08:
            needs = self._chance.choice(motivations.NEEDS[language])
            consents.append(ConsentPurpose.NEEDS)
        sketch = Sketch(
            first_name=first,
            last_name=last,
            legal_name=f"{latin_first} {latin_last}" if latin_first != first else "",
            birth=self._birth(on),
            gender=gender,
            language=language,
            email=self._email(latin_first, latin_last),
            phone=self._phone(),
            postcode=self._chance.choice(POSTCODES[campus_code]),
            lesson_levels=self._levels(language, tongue, region),
            heard_from=source,
            heard_from_detail=SOURCE_DETAILS.get(source, ""),
            motivation=self._motivation(language),
            needs=needs,
            consents=tuple(str(purpose) for purpose in consents),
        )
        for name, value in fixed.items():
            setattr(sketch, name, value)
        return sketch

    def _name(self, tongue: str, gender: str) -> tuple[str, str, str, str]:
        """First and family name as written, and both in Latin letters; never the same twice."""
        natives = [
            name
            for name in NATIVE.get(tongue, ())
            if name.gender == gender and (name.first, name.last) not in self._names_taken
        ]
        if natives and self._chance.randrange(NATIVE_ONE_IN[tongue]) == 0:
            native = self._chance.choice(natives)
            self._names_taken.add((native.first, native.last))
            return native.first, native.last, native.latin_first, native.latin_last
        pool = POOLS[tongue]
        firsts = {"f": pool.women, "m": pool.men}.get(gender, pool.women + pool.men)
        tries = 0
        while True:
            first, last = self._chance.choice(firsts), self._chance.choice(pool.families)
            tries += 1
            if tries > TRIES:  # the plain names are used up: a second first name, or both families
                more = [name for name in firsts if name != first]
                first = f"{first} {self._chance.choice(more)}"
            if tries > 2 * TRIES:
                last = f"{last} {self._chance.choice(pool.families)}"
            if (first, last) not in self._names_taken:
                self._names_taken.add((first, last))
                return first, last, first, last

    def _birth(self, on: date) -> Birth:
        youngest, oldest = self._ages.draw()
        days = self._chance.randint(youngest * 366, (oldest + 1) * 365 - 1)
        born_on = on - timedelta(days=days)
        return Birth(born_on, born_on.year)

    def _email(self, first: str, last: str) -> str:
        """An address that cannot be anybody's: the domain is one for examples."""
        name = re.sub(r"[^a-z0-9.]", "", anyascii(f"{first}.{last}").lower().replace(" ", "."))
        address, number = f"{name}@{self._domain}", 1
        while address in self._emails_taken:
            number += 1
            address = f"{name}{number}@{self._domain}"
        self._emails_taken.add(address)
        return address

    def _phone(self) -> str:
        """A number that passes for a Belgian mobile one and looks like no real one."""
        self._phones += 1
        prefix = self._chance.choice(("465", "470", "471", "484", "485", "494", "499"))
        return f"+32 {prefix} 00 {self._phones // 100:02d} {self._phones % 100:02d}"

    def _levels(self, language: str, tongue: str, region: str) -> dict[str, str]:
        """Can they follow a lesson in nl, fr, en? Their form's language well, others less."""
        likely = {"flanders": "nl", "wallonia": "fr"}.get(region, "fr")
        levels = {}
        for code, mother in (("nl", "dutch"), ("fr", "french"), ("en", "english")):
            if tongue == mother or code == language:
                levels[code] = "yes"
            elif code == likely:
                levels[code] = self._chance.choice(("yes", "a_little"))
            else:
                levels[code] = self._chance.choice(("yes", "a_little", "a_little", "no"))
        return levels

    def _motivation(self, language: str) -> str:
        """Two or three sentences, each of its own list."""
        lists = (
            motivations.WHO_I_AM[language],
            motivations.WHY_CODE[language],
            motivations.WHAT_I_HOPE[language],
        )
        sentences = [self._chance.choice(sentences) for sentences in lists]
        if self._chance.random() < 0.2:
            del sentences[self._chance.randrange(3)]
        return " ".join(sentences)

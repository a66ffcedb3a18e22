"""The internship agreement as a PDF: its text from the facts, then the page of signatures.

`printed` makes every word of the paper once, when the agreement is made. They are frozen with it,
so that the signed file has the very text that was signed, whatever became of the template since.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format

from becode.core.clock import BRUSSELS
from becode.formats.letters import CANNOT_PRINT, unprintable
from becode.formats.pdf import NoLetters, pdf
from cohorts.signing import strokes_of, typed_name_of
from placements.papers.facts import Facts, weekly_minutes
from placements.papers.show import day, euro, hours_of, shown, spell_unit, weekly
from placements.papers.words import WORDS, Words
from placements.papers.words.shape import Section

SOURCE: Final = Path(__file__).with_suffix(".typ")
Paper = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Signer:
    """One line of the last section: who signs for which party."""

    party: str
    name: str
    function: str = ""


def printed(
    facts: Facts, signers: Sequence[Signer], *, key: int, number: int, language: str
) -> Paper:
    """All words of the paper in a language; `key` is the internship's, `number` the version's."""
    words = WORDS[language]
    signed_in = str(facts["substance"]["language"])
    is_amendment = bool(facts["substance"].get("changes"))
    with translation.override(language):
        values = _values(facts, words)
        sections = words.amended if is_amendment else words.sections
        paper = {
            "language": language,
            "title": words.amendment if is_amendment else words.title,
            "under_title": words.under_title.format(**values),
            "courtesy": "",
            "number": words.number.format(key=key, number=number),
            "footer": f"{settings.ORGANISATION_NAME} · {settings.ORGANISATION_EMAIL}",
            "sections": [
                {"title": section.title, "blocks": _blocks(section, facts, signers, values, words)}
                for section in sections
            ],
            "annex": _annex(facts, words),
        }
        if language != signed_in:
            name = words.terms[f"language_{signed_in}"]
            paper["courtesy"] = words.courtesy.format(language=name)
    return paper


def to_sign(paper: Paper, *, at: datetime) -> bytes:
    """The PDF to sign: boxes to sign on paper at its end. Raises CannotPrint (NoLetters)."""
    return _pdf(paper, [], at=at)


def signed(paper: Paper, signatures: Sequence[Any], *, at: datetime) -> bytes:
    """The same text with the page of signatures; raises CannotPrint.

    `signatures` are rows of Signature, all of them given.
    """
    return _pdf(paper, [_signature(one, paper["language"]) for one in signatures], at=at)


def check_printable(*texts: str) -> None:
    """Raise NoLetters where the paper could not show what somebody typed with a signature.

    Asked when they sign: else the last one to sign would meet the fault of another.
    """
    signs = unprintable(" ".join(texts))
    if signs:
        raise NoLetters(_sentence(signs))


def _pdf(paper: Paper, signatures: list[dict[str, Any]], *, at: datetime) -> bytes:
    data = {
        "lang": paper["language"],
        "school": settings.ORGANISATION_NAME,
        "paper": json.dumps(paper, ensure_ascii=False),
        "signatures": json.dumps(signatures, ensure_ascii=False),
        "words": json.dumps(WORDS[paper["language"]].terms, ensure_ascii=False),
    }
    try:
        return pdf(SOURCE.read_text(), data, at=at)
    except NoLetters as error:
        signs = unprintable(data["paper"])
        raise NoLetters(_sentence(signs) if signs else None) from error


def _sentence(signs: list[str]) -> str:
    return CANNOT_PRINT % {"signs": " ".join(signs)}


def _values(facts: Facts, words: Words) -> dict[str, str]:
    """What the placeholders stand for, and what decides whether a paragraph is printed."""
    substance, mentor = facts["substance"], facts["mentor"]
    has_allowance = float(substance["allowance"]) > 0
    signed_at = substance.get("amends", {}).get("signed_on", "")
    return {
        "track": substance["track"],
        "school": facts["school"]["name"],
        "frame": words.frames.get(substance["frame"], substance["frame"]),
        "reference": substance["reference"],
        "site": substance["site"],
        "telework": _days(substance["telework_days"], words),
        "no_telework": "" if substance["telework_days"] else "x",
        "start": day(substance["start_on"]),
        "end": day(substance["end_on"]),
        "weekly": hours_of(weekly_minutes(substance["schedule"])),
        "total": hours_of(substance["total_minutes"]),
        "mentor": ", ".join(filter(None, [mentor["name"], mentor["function"]])),
        "coach": facts["school"]["coach"],
        "allowance": euro(substance["allowance"]) if has_allowance else "",
        "no_allowance": "" if has_allowance else "x",
        "travel": substance["travel"],
        "no_travel": "" if substance["travel"] else "x",
        "insured_by": words.responsible.get(substance["insured_by"], ""),
        "policy": ", ".join(filter(None, [substance["insurer"], substance["policy_number"]])),
        "dimona_by": words.responsible.get(substance["dimona_by"], ""),
        "annex": "x" if facts["annex"] else "",
        "no_annex": "" if facts["annex"] else "x",
        "email": facts["school"]["email"],
        "signed": day(signed_at),
    }


def _days(number: int, words: Words) -> str:
    """So many days in words; empty for none."""
    if number == 1:
        return words.terms["one_day"]
    return words.terms["days"].format(number=number) if number else ""


def _blocks(
    section: Section,
    facts: Facts,
    signers: Sequence[Signer],
    values: dict[str, str],
    words: Words,
) -> list[dict[str, Any]]:
    blocks: list[dict[str, Any]] = []
    for paragraph in section.paragraphs:
        if isinstance(paragraph, tuple):
            condition, text = paragraph
            if not values[condition]:
                continue
        else:
            text = paragraph
        if text.startswith("@"):
            blocks.append(_TABLES[text](facts, signers, words))
        else:
            blocks.append({"kind": "text", "text": text.format(**values)})
    return blocks


def _parties(facts: Facts, signers: Sequence[Signer], words: Words) -> dict[str, Any]:
    learner, host, school = facts["learner"], facts["host"], facts["school"]
    substance, labels, terms = facts["substance"], words.labels, words.terms
    host_lines = [
        (terms["name"], host["name"]),
        (terms["number"], shown("substance.company_number", substance["company_number"], "en")),
        (labels["host.address"], _one_line(host)),
        (terms["represented"], _represented(signers, "host", words)),
    ]
    if substance["site_number"]:
        host_lines.insert(2, (terms["unit"], spell_unit(substance["site_number"])))
    groups = [
        (
            words.parties["school"],
            [
                (terms["name"], school["name"]),
                (labels["school.address"], _one_line(school)),
                (terms["represented"], _represented(signers, "school", words)),
            ],
        ),
        (words.parties["host"], host_lines),
        (
            words.parties["learner"],
            [
                (terms["name"], learner["name"]),
                (labels["learner.born_on"], day(learner["born_on"])),
                (labels["learner.address"], _one_line(learner)),
            ],
        ),
    ]
    return {"kind": "groups", "groups": groups}


def _represented(signers: Sequence[Signer], party: str, words: Words) -> str:
    names = [
        ", ".join(filter(None, [one.name, one.function])) for one in signers if one.party == party
    ]
    return f" {words.terms['and']} ".join(names)


def _one_line(place: dict[str, str]) -> str:
    return f"{place['address']}, {place['postcode']} {place['municipality']}"


def _objectives(facts: Facts, signers: Sequence[Signer], words: Words) -> dict[str, Any]:
    terms = words.terms
    return {
        "kind": "table",
        "columns": [terms["competence"], terms["task"], terms["level"]],
        "rows": [
            [goal["competence"], goal["task"], words.levels.get(goal["level"], goal["level"])]
            for goal in facts["substance"]["objectives"]
        ],
    }


def _schedule(facts: Facts, signers: Sequence[Signer], words: Words) -> dict[str, Any]:
    terms = words.terms
    return {
        "kind": "table",
        "columns": [terms["day"], terms["from"], terms["until"], terms["break"]],
        "rows": [
            [days, hours[0], hours[1], terms["minutes"].format(minutes=hours[2])]
            for days, hours in weekly(facts["substance"]["schedule"])
        ],
    }


def _changes(facts: Facts, signers: Sequence[Signer], words: Words) -> dict[str, Any]:
    """Each change holds its raw values, so that it reads well in any language."""
    terms = words.terms
    return {
        "kind": "table",
        "columns": [terms["what"], terms["before"], terms["after"]],
        "rows": [
            [
                words.labels[change["path"]],
                shown(change["path"], change["before"], _code(words)),
                shown(change["path"], change["after"], _code(words)),
            ]
            for change in facts["substance"]["changes"]
        ],
    }


def _signers(facts: Facts, signers: Sequence[Signer], words: Words) -> dict[str, Any]:
    return {
        "kind": "signers",
        "boxes": [
            {
                "party": words.parties[one.party],
                "name": ", ".join(filter(None, [one.name, one.function])),
                "lines": f"{words.terms['date']}, {words.terms['place']}:",
                "hand": f"{words.terms['hand']}:",
            }
            for one in signers
        ],
    }


_TABLES: Final = {
    "@parties": _parties,
    "@objectives": _objectives,
    "@schedule": _schedule,
    "@changes": _changes,
    "@signers": _signers,
}


def _annex(facts: Facts, words: Words) -> dict[str, Any]:
    if not facts["annex"]:
        return {}
    rows = [
        [words.labels[f"annex.{name}"], shown(f"annex.{name}", value, _code(words))]
        for name, value in facts["annex"].items()
    ]
    return {"title": words.labels["annex"], "rows": rows}


def _code(words: Words) -> str:
    return next(code for code, one in WORDS.items() if one is words)


def _signature(one: Any, language: str) -> dict[str, Any]:
    """What the page of signatures says of one."""
    words, evidence = WORDS[language], one.evidence
    with translation.override(language):
        moment = one.signed_at.astimezone(BRUSSELS)
        when = f"{date_format(moment, 'j F Y')}, {moment:%H:%M}"
        if evidence.get("signed_on"):
            when = day(evidence["signed_on"])
        through = words.through[evidence["through"]].format(key=evidence["key"])
        if one.carried_from_id:
            again = words.terms["again"].format(number=evidence["number"])
            through = f"{through} {again}"
        rows = [
            [words.terms["date"], when],
            [words.terms["how"], words.methods[one.method]],
            [words.terms["checked"], through],
            [words.terms["file"], evidence["file_sha256"]],
        ]
        if one.signed_place:
            rows.insert(1, [words.terms["place"], one.signed_place])
        if evidence.get("scan_sha256"):
            rows.append([words.terms["scan"], evidence["scan_sha256"]])
        rows.append([words.terms["seal"], one.sha256])
    strokes = strokes_of(one.signature)
    return {
        "party": words.parties[one.party],
        "name": ", ".join(filter(None, [one.name, one.function])),
        "picture": _picture(strokes) if strokes else "",
        "alt": words.terms["signature_of"].format(name=one.name),
        "typed": typed_name_of(one.signature),
        "rows": rows,
    }


def _picture(strokes: str) -> str:
    """Strokes that `read_signature` let pass, as a picture: numbers, moves and lines alone."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 200"><path d="'
        f'{strokes}" fill="none" stroke="#11261f" stroke-width="4" stroke-linecap="round" '
        'stroke-linejoin="round"/></svg>'
    )

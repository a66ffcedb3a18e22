"""The look keeps its promises: light, readable, and within the security policy."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from becode.core.language import LanguageLink
from becode.pages.models import INFORMATION_LANGUAGES
from becode.pages.reading import drawn
from becode.pages.shipped import shipped
from becode.pages.words import OTHER_LANGUAGES, SITE_LANGUAGES, words_in

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
STYLES = ROOT / "static" / "becode"
FIRST_LOAD_BYTES = 30_000

# The staff site's theme needs styles of its own; mail programs know nothing but inline styles.
WITH_INLINE_STYLES = ("admin/", "unfold/", "staff/", "backoffice/", "messages/")


def pages() -> list[Path]:
    return sorted(
        path
        for path in TEMPLATES.rglob("*.html")
        if not str(path.relative_to(TEMPLATES)).startswith(WITH_INLINE_STYLES)
    )


@pytest.mark.parametrize("path", pages(), ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_page_has_nothing_that_the_policy_refuses(path):
    text = re.sub(r"{% comment %}.*?{% endcomment %}", "", path.read_text(), flags=re.DOTALL)
    inline_scripts = [
        tag
        for tag in re.findall(r"<script\b[^>]*>", text)
        if " src=" not in tag and 'type="application/json"' not in tag
    ]
    assert inline_scripts == []
    assert re.findall(r"<style\b|\sstyle=|\son[a-z]+=|javascript:", text) == []
    assert re.findall(r"(?:src|href)=\"https?://[^\"]+\.(?:css|js|woff2?|png|svg)", text) == []


@pytest.mark.parametrize(
    "path", sorted((TEMPLATES / "components").glob("*.html")), ids=lambda path: path.name
)
def test_component_says_how_to_use_it(path):
    assert re.search(r"{% comment %}\nusage: ", path.read_text())


def tokens() -> dict[str, str]:
    text = (STYLES / "site.css").read_text()
    found = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", text))
    return {
        name: value if len(value) == 7 else "#" + "".join(digit * 2 for digit in value[1:])
        for name, value in found.items()
    }


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb, as WCAG 2.2 defines it."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(
    ("text", "ground", "least"),
    [
        ("ink", "paper", 7),
        ("ink", "sun", 7),
        ("ink", "meadow", 7),
        ("ink-soft", "paper", 4.5),
        ("ink-soft", "meadow", 4.5),
        ("pine", "paper", 4.5),
        ("pine", "meadow", 4.5),
        ("paper", "pine", 4.5),
        ("paper", "pine-deep", 7),
        ("sun", "pine-deep", 4.5),
        ("brick", "paper", 4.5),
        ("brick", "brick-pale", 4.5),
        ("lake", "lake-pale", 4.5),
        ("edge", "paper", 3),
        ("edge", "meadow", 3),
    ],
)
def test_colours_can_be_read(text, ground, least):
    assert contrast(tokens()[text], tokens()[ground]) >= least


@pytest.mark.parametrize("language", [code for code, _name in INFORMATION_LANGUAGES])
def test_front_page_is_light(language):
    """Five campuses with three tracks each: page and assets, nothing compressed."""
    rows = [
        {
            "track_name": "Digital marketing",
            "next_start_on": date(2027, 9, 28),
            "waiting": 140,
            "free_seats": 12,
        }
    ] * 3
    text = shipped("home", language)
    links = [LanguageLink(code, name, f"/{code}/", False) for code, name in INFORMATION_LANGUAGES]
    context = {
        "page": drawn("home", language, title=text.title, lede=text.lede, body=text.body),
        "words": words_in(language),
        "is_other": language in OTHER_LANGUAGES,
        "information_links": links,
        "alternates": [(link.code, f"https://school.example/info/{link.code}/") for link in links],
        "form_links": [(code, code, f"/{code}/apply/") for code in SITE_LANGUAGES],
        "menu": {
            name: f"/{language}/{name}/"
            for name in ("home", "for_whom", "how_it_goes", "questions", "privacy", "my")
        }
        | {"companies": f"/{language}/partners/"},
        "site_language": "nl",
        "campuses": [{"name": "Charleroi", "city": "Charleroi", "rows": rows}] * 5,
        "tracks": [
            {
                "name": "Digital marketing",
                "summary": "x" * 90,
                "length": 7,
                "length_unit": "months",
                "internship_months": 3,
            }
        ]
        * 3,
        "apply_url": f"/{language}/apply/",
        "organisation_name": "BeCode",
        "organisation_email": "hello@becode.example",
        "organisation_phone": "+32 2 000 00 00",
    }
    with translation.override(language):
        request = RequestFactory().get(f"/{language}/")
        html = render_to_string("public/home.html", context | {"request": request})
    assets = sorted(set(re.findall(r"becode/([a-z-]+\.(?:css|svg|js))", html)))
    assert assets == ["home.css", "mark.svg", "site.css"]
    weight = len(html.encode()) + sum((STYLES / name).stat().st_size for name in assets)
    assert weight <= FIRST_LOAD_BYTES

"""The paper: its text and version, three languages, letters, archive and screen reader."""

import hashlib
import io
import itertools
import json
import re

import pypdf
import pytest

from becode.files import store
from placements.agreement_pages import courtesy_copy
from placements.papers import agreement as papers
from placements.papers.words import TEMPLATE_VERSION, WORDS
from tests.factories import MOMENT
from tests.factories_agreements import STROKES, make, sheet, sign, sign_all

# The look and the words of each version. A new text has a new version and a line of its own here:
# agreements that were made keep saying which one they have.
VERSIONS = {"2026-1": "291df14de3459db69cdc1bc204203d082164f4fd90e0638fbb34e27fc5e5b475"}
SECTIONS = 14


def text_of(content: bytes) -> str:
    reader = pypdf.PdfReader(io.BytesIO(content))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def print_of_the_template() -> str:
    """SHA-256 over the words of all languages, the look, and the places of the facts in them."""
    words = {
        code: [
            [one.title, one.amendment, one.under_title, one.courtesy, one.number],
            [[section.title, section.paragraphs] for section in (*one.sections, *one.amended)],
            [one.labels, one.frames, one.responsible, one.levels, one.parties, one.methods],
            [one.through, one.terms],
        ]
        for code, one in WORDS.items()
    }
    content = json.dumps(words, ensure_ascii=False, sort_keys=True) + papers.SOURCE.read_text()
    return hashlib.sha256(content.encode()).hexdigest()


def test_another_text_needs_another_version():
    assert VERSIONS.get(TEMPLATE_VERSION) == print_of_the_template(), (
        "the words or the look of the agreement changed: raise TEMPLATE_VERSION"
    )


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_every_language_has_the_same_fourteen_sections(language):
    words, dutch = WORDS[language], WORDS["nl"]
    assert len(words.sections) == SECTIONS

    def shape(sections):
        return [
            [
                (
                    paragraph[0] if isinstance(paragraph, tuple) else "",
                    sorted(re.findall(r"\{(\w+)\}|(@\w+)", "".join(paragraph[-1:])))
                    if isinstance(paragraph, tuple)
                    else sorted(re.findall(r"\{(\w+)\}|(@\w+)", paragraph)),
                )
                for paragraph in section.paragraphs
            ]
            for section in sections
        ]

    assert shape(words.sections) == shape(dutch.sections)
    assert shape(words.amended) == shape(dutch.amended)
    for name in ("labels", "frames", "responsible", "levels", "parties", "methods", "terms"):
        assert set(getattr(words, name)) == set(getattr(dutch, name)), name


@pytest.mark.django_db
class TestPrinted:
    @pytest.mark.parametrize(
        ("language", "words"),
        [
            ("nl", ["Stageovereenkomst", "1. Partijen", "14. Handtekeningen", "3 april 1999"]),
            ("fr", ["Convention de stage", "1. Parties", "14. Signatures", "3 avril 1999"]),
        ],
    )
    def test_the_text_is_there_with_names_in_three_alphabets(
        self, internship, signatory, max_, pia, at, language, words
    ):
        """The learner's name in Latin letters; those of others as they write them."""
        max_.user.name = "Юлия Ковальчук"
        max_.user.save()
        signatory.user.name = "أمين حداد"
        signatory.user.save()
        made = make(internship, [signatory], pia, at=at, language=language)
        text = text_of(store.read(made.file))
        for word in (*words, "Yasmin El Amrani", "Юлия Ковальчук", "Kerkstraat 3"):
            assert word in text, word
        assert set("أمينحداد") <= set(text)
        assert "ياسمين" not in text  # the name she is called by is on the page, not on the paper
        assert "0123.456.749" in text

    def test_the_courtesy_copy_is_english_and_not_to_be_signed(self, agreement, at):
        content = b"".join(courtesy_copy(agreement, at=at).streaming_content)
        text = text_of(content)
        assert "Courtesy translation. Only the signed text in Dutch counts." in text
        assert "1. Parties" in text
        assert "Signature:" not in text

    def test_the_signed_file_says_what_was_signed_and_then_who(self, internship, agreement, at):
        before = text_of(store.read(agreement.file))
        sign(agreement.signatures.get(party="host"), mark=STROKES)
        # Whatever becomes of the records, the signed text is the one that was read.
        internship.enrolment.person.legal_name = "Somebody Else"
        internship.enrolment.person.save()
        sign_all(agreement)
        after = text_of(store.read(agreement.signed_file))
        body, page, proof = after.partition("Blad met handtekeningen")
        assert page
        assert "Somebody Else" not in after
        for section in agreement.data["paper"]["sections"][:13]:
            for block in section["blocks"]:
                if block["kind"] == "text":
                    assert block["text"].split(".")[0] in body.replace(" - ", "-"), block["text"]
        assert body.split("14. Handtekeningen")[0][:2000] == before[:2000]
        for signature in agreement.signatures.order_by("pk"):
            assert signature.sha256 in proof.replace(" ", "")
            assert signature.name in proof
        assert agreement.file.sha256 in proof.replace(" ", "")

    def test_the_same_facts_print_the_same_paper(self, agreement):
        paper = agreement.data["paper"]
        assert papers.to_sign(paper, at=MOMENT) == papers.to_sign(paper, at=MOMENT)

    def test_data_is_never_markup(self, internship, signatory, pia, at):
        internship.company.name = '#panic("ran") *bold* = title'
        internship.company.save()
        made = make(internship, [signatory], pia, at=at)
        assert '#panic("ran") *bold* = title' in text_of(store.read(made.file))


def claims(content: bytes) -> dict[str, object]:
    """What a PDF says of itself, read from its structure."""
    reader = pypdf.PdfReader(io.BytesIO(content))
    root = reader.trailer["/Root"]
    fonts = {
        str(font.get_object()["/BaseFont"]): font.get_object()
        for page in reader.pages
        for font in page["/Resources"].get_object().get("/Font", {}).values()
    }

    def is_embedded(font):
        below = font.get("/DescendantFonts", [font])[0].get_object()
        described = below["/FontDescriptor"].get_object()
        return any(name in described for name in ("/FontFile", "/FontFile2", "/FontFile3"))

    metadata = root["/Metadata"].get_object().get_data().decode()
    intents = [one.get_object() for one in root["/OutputIntents"]]
    return {
        "marked": bool(root["/MarkInfo"].get_object()["/Marked"]),
        "tree": "/StructTreeRoot" in root,
        "language": str(root["/Lang"]),
        "shows_title": bool(root["/ViewerPreferences"].get_object()["/DisplayDocTitle"]),
        "pdfa": re.findall(r"<pdfaid:(part|conformance)>(\w)<", metadata),
        "pdfua": re.findall(r"<pdfuaid:part>(\w)<", metadata),
        "embedded": all(is_embedded(font) for font in fonts.values()) and bool(fonts),
        "to_unicode": all("/ToUnicode" in font for font in fonts.values()),
        "intent": [str(one["/S"]) for one in intents],
        "encrypted": reader.is_encrypted,
        "tabs": {str(page.get("/Tabs")) for page in reader.pages},
    }


def tags(content: bytes) -> list[tuple[str, dict[str, object]]]:
    """Every element of the structure tree in reading order: its kind and its attributes."""
    reader = pypdf.PdfReader(io.BytesIO(content))
    found = []

    def walk(node):
        node = node.get_object()
        if isinstance(node, list):
            for one in node:
                walk(one)
        elif isinstance(node, dict):
            if "/S" in node and node.get("/Type") == "/StructElem":
                found.append((str(node["/S"]), node))
            if "/K" in node:
                walk(node["/K"])

    walk(reader.trailer["/Root"]["/StructTreeRoot"])
    return found


@pytest.mark.django_db
class TestForArchivesAndScreenReaders:
    @pytest.fixture
    def both(self, internship, signatory, pia, at):
        """The file to sign and the signed one, with a sheet and a drawn signature."""
        sheet(internship)
        made = make(internship, [signatory], pia, at=at)
        sign(made.signatures.get(party="learner"), mark=STROKES)
        sign_all(made)
        return [store.read(made.file), store.read(made.signed_file)]

    def test_what_pdf_a_and_pdf_ua_ask_for_stands_in_the_file(self, both):
        for content in both:
            assert claims(content) == {
                "marked": True,
                "tree": True,
                "language": "nl",
                "shows_title": True,
                "pdfa": [("part", "2"), ("conformance", "A")],
                "pdfua": ["1"],
                "embedded": True,
                "to_unicode": True,
                "intent": ["/GTS_PDFA1"],
                "encrypted": False,
                "tabs": {"/S"},
            }

    def test_headings_skip_no_level(self, both):
        for content in both:
            levels = [int(kind[2]) for kind, _node in tags(content) if re.match(r"/H\d", kind)]
            assert levels[0] == 1
            assert levels.count(1) == 1
            assert all(after <= before + 1 for before, after in itertools.pairwise(levels))

    def test_tables_have_headers_and_pictures_have_words(self, both):
        for content in both:
            kinds = [kind for kind, _node in tags(content)]
            assert kinds.count("/Table") == 2  # objectives, hours
            assert kinds.count("/TH") == 3 + 4
        figures = [node for kind, node in tags(both[1]) if kind == "/Figure"]
        assert [str(one["/Alt"]) for one in figures] == ["Handtekening van Yasmin El Amrani"]

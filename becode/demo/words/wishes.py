"""What positions ask, and what learners say of themselves."""

SKILLS: tuple[tuple[str, ...], ...] = (
    ("HTML", "JavaScript", "Git"),
    ("React", "Testing"),
    ("Python", "SQL", "Git"),
    ("HTML", "Accessibility"),
    ("PHP", "SQL"),
)
_HEADLINES = {
    "nl": (
        "Ik maak graag pagina's die iedereen kan gebruiken.",
        "Ik zoek tot de fout gevonden is.",
    ),
    "fr": ("J'aime créer des pages pour tout le monde.", "Je cherche jusqu'à trouver l'erreur."),
    "en": ("I like pages that everybody can use.", "I search until the error is found."),
}
_PROJECTS = {
    "nl": "Een site voor een buurthuis, met twee andere cursisten.\nMijn deel: het formulier.",
    "fr": "Un site pour une maison de quartier, avec deux autres.\nMa part : le formulaire.",
    "en": "A site for a community centre, with two other learners.\nMy part: the form.",
}
_AVOIDS = {
    "nl": "Liever geen werk op zaterdag.",
    "fr": "Plutôt pas de travail le samedi.",
    "en": "Rather no work on Saturdays.",
}
WHY_NOT = {
    "nl": "Te ver met de trein.",
    "fr": "Trop loin en train.",
    "en": "Too far by train.",
}
_TELEWORK = ("some", "", "none", "mostly")
_PROVINCES = (
    ("brussels",),
    ("brussels", "flemish_brabant"),
    ("brussels", "walloon_brabant", "hainaut"),
    (),
)


def profile(language: str, number: int) -> dict[str, object]:
    """The fields of a profile; they change from one learner to the next."""
    return {
        "headline": _HEADLINES[language][number % 2],
        "projects": _PROJECTS[language],
        "provinces": list(_PROVINCES[number % len(_PROVINCES)]),
        "telework": _TELEWORK[number % len(_TELEWORK)],
        "avoids": _AVOIDS[language] if number % 3 == 0 else "",
        "shows_levels": number % 2 == 0,
    }

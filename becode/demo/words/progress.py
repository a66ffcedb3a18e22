"""Competences of the tracks, and what coaches and learners write half-way and at the end."""

COMPETENCES: dict[str, tuple[tuple[str, str, str], ...]] = {
    "WEB": (
        ("Pagina's bouwen met HTML en CSS", "Construire des pages en HTML et CSS",
         "Build pages with HTML and CSS"),
        ("Programmeren in JavaScript", "Programmer en JavaScript", "Program in JavaScript"),
        ("Gegevens bewaren en opvragen", "Stocker et interroger des données",
         "Store and query data"),
        ("Werken met Git in een groep", "Travailler avec Git en groupe",
         "Work with Git in a group"),
        ("Fouten zoeken en testen", "Chercher les erreurs et tester", "Find errors and test"),
        ("Samenwerken en plannen", "Collaborer et planifier", "Work together and plan"),
        ("Mijn werk voorstellen", "Présenter mon travail", "Present my work"),
    ),
    "AI": (
        ("Gegevens opkuisen", "Nettoyer des données", "Clean data"),
        ("Programmeren in Python", "Programmer en Python", "Program in Python"),
        ("Een model trainen", "Entraîner un modèle", "Train a model"),
        ("Meten of een model goed is", "Mesurer la qualité d'un modèle", "Measure a model"),
        ("Mijn werk voorstellen", "Présenter mon travail", "Present my work"),
    ),
    "SPRINT": (
        ("Een pagina maken", "Créer une page", "Make a page"),
        ("Hulp vragen en geven", "Demander et donner de l'aide", "Ask for help and give it"),
        ("Zelf iets opzoeken", "Chercher par soi-même", "Look something up"),
    ),
}  # fmt: skip

STRENGTHS = {
    "nl": "Vraagt uitleg op het goede moment en helpt anderen.",
    "fr": "Demande de l'aide au bon moment et aide les autres.",
    "en": "Asks for help at the right moment and helps others.",
}
WORK_POINTS = {
    "nl": "Eerst een klein plan maken, dan pas code schrijven.",
    "fr": "Faire d'abord un petit plan, écrire le code ensuite.",
    "en": "Make a small plan first, then write code.",
}
GOALS = {
    "nl": "Elke week één oefening alleen afmaken",
    "fr": "Finir seul un exercice par semaine",
    "en": "Finish one exercise a week alone",
}
NOTE = {
    "nl": "Was vandaag stil. Morgen even vragen hoe het gaat.",
    "fr": "Peu de paroles aujourd'hui. Demander demain comment ça va.",
    "en": "Was quiet today. Ask tomorrow how things are.",
}

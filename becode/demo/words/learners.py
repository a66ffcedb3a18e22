"""What coaches write about learners for companies: first the person, then what they made.

Companies see a first name and this text, so it names nobody and no place of origin.
"""

THE_PERSON: dict[str, tuple[str, ...]] = {
    "nl": (
        "Werkt rustig en nauwkeurig, en vraagt uitleg zodra iets niet duidelijk is.",
        "Was zes jaar ploegleider in een magazijn en houdt overzicht als het druk wordt.",
        "Stond in de klas bekend als de persoon die de laatste fout vindt.",
        "Leert snel van de code van anderen en geeft zelf heldere feedback.",
        "Komt uit de zorg, luistert goed naar gebruikers en schrijft eenvoudige teksten.",
        "Groeide het meest van de hele groep en durft nu ook presenteren.",
    ),
    "fr": (
        "Avance calmement, vérifie son travail et demande de l'aide au bon moment.",
        "A dirigé une petite équipe en cuisine et garde la tête froide quand ça presse.",
        "Dans le groupe, c'est la personne qui trouve la dernière erreur.",
        "Très à l'aise avec les autres ; explique volontiers ce qui est compris.",
        "Vient de la comptabilité : précise avec les chiffres, soigneuse avec les données.",
        "A pris confiance mois après mois et présente maintenant ses projets sans notes.",
    ),
    "en": (
        "Calm and precise, and asks for help at the right moment.",
        "Ran a kitchen before, and stays friendly when things get busy.",
        "Reads other people's code with patience and leaves it tidier.",
        "Taught mathematics before, and explains difficult things in plain words.",
        "Likes to talk with users first and to draw before coding.",
    ),
}

WHAT_THEY_MADE: dict[str, dict[str, tuple[str, ...]]] = {
    "WEB": {
        "nl": (
            "Bouwde in een groep van vier een site voor een voedselbank, met een planning voor "
            "vrijwilligers.",
            "Maakte een webwinkel voor een fietsatelier en schreef er testen voor.",
            "Maakte een app waarin buren gereedschap uitlenen, met kaart en zoekfunctie.",
        ),
        "fr": (
            "A construit à quatre le site d'une banque alimentaire et le planning des bénévoles.",
            "A réalisé la boutique en ligne d'un atelier vélo, tests compris.",
            "A créé une application où les voisins se prêtent des outils, avec carte et recherche.",
        ),
        "en": (
            "Built, in a team of four, the site of a food bank with a rota for volunteers.",
            "Made a web shop for a bicycle workshop and wrote the tests for it.",
            "Made an app in which neighbours lend each other tools, with a map and search.",
        ),
    },
    "AI": {
        "nl": ("Voorspelde met open data hoe druk de tram is en maakte er een dashboard van.",),
        "fr": (
            "A prédit l'affluence des trams avec des données ouvertes, tableau de bord inclus.",
        ),
        "en": (
            "Predicted from open data how full the tram is, and made a dashboard of it.",
            "Trained a model that sorts the mails of a help desk, and measured where it fails.",
        ),
    },
    "SPRINT": {
        "nl": ("Maakte in vijf weken een portfolio en een eerste toegankelijke site.",),
        "fr": ("A réalisé en cinq semaines un portfolio et un premier site accessible.",),
        "en": ("Made a portfolio and a first accessible site in five weeks.",),
    },
}

SKILLS: dict[str, tuple[str, ...]] = {
    "WEB": (
        "HTML",
        "CSS",
        "JavaScript",
        "Git",
        "React",
        "PHP",
        "Laravel",
        "Node.js",
        "SQL",
        "TypeScript",
        "Figma",
        "Accessibility",
        "Testing",
        "Scrum",
    ),
    "AI": ("Python", "Git", "pandas", "scikit-learn", "SQL", "FastAPI", "Statistics", "Docker"),
    "SPRINT": ("HTML", "CSS", "Git", "Figma", "Accessibility"),
}

# The tracks beside the web developer one: a new school begins with that alone.
MORE_TRACKS: tuple[dict[str, object], ...] = (
    {
        "code": "AI",
        "name_nl": "AI-ontwikkelaar",
        "name_fr": "Développeur en intelligence artificielle",
        "name_en": "AI developer",
        "summary_nl": "Je leert programma's maken die van gegevens leren.",
        "summary_fr": "Vous apprenez à créer des programmes qui apprennent des données.",
        "summary_en": "You learn to make programs that learn from data.",
        "length": 10,
        "length_unit": "months",
        "internship_months": 3,
    },
    {
        "code": "SPRINT",
        "name_nl": "Eerste stappen in code",
        "name_fr": "Premiers pas dans le code",
        "name_en": "First steps in code",
        "summary_nl": "Vijf weken om te proeven van websites maken.",
        "summary_fr": "Cinq semaines pour découvrir la création de sites.",
        "summary_en": "Five weeks to find out whether making websites is for you.",
        "length": 5,
        "length_unit": "weeks",
        "internship_months": 0,
    },
)
CAMPUSES_OF: dict[str, tuple[str, ...]] = {"AI": ("BXL", "GNT"), "SPRINT": ("ANT", "CRL")}

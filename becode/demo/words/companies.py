"""Partner companies that do not exist, the places they offer, and jobs beyond them.

The numbers are made from a range that is not given out, with a check that is right.
"""

from typing import NamedTuple


class CompanyWords(NamedTuple):
    """One partner: `contacts` are (first name, family name, function)."""

    name: str
    domain: str
    sector: str
    street: str
    postcode: str
    municipality: str
    campuses: tuple[str, ...]
    language: str
    contacts: tuple[tuple[str, str, str], ...]


COMPANIES: tuple[CompanyWords, ...] = (
    CompanyWords("Klaverlint Telecom", "klaverlint", "Telecom", "Voorbeeldlaan 12", "1030",
                 "Schaarbeek", ("BXL", "ANT", "GNT"), "nl",
                 (("Griet", "Vandamme", "HR partner"), ("Yves", "Hermans", "Team lead web"))),
    CompanyWords("Lindequai Conseil", "lindequai", "Consultancy", "Quai de l'Exemple 4", "1000",
                 "Bruxelles", ("BXL", "CRL", "LIE"), "fr",
                 (("Sandrine", "Maréchal", "Responsable recrutement"),)),
    CompanyWords("Ravelune Jeux", "ravelune", "Games", "Rue du Modèle 88", "1190",
                 "Forest", ("BXL",), "fr", (("Théo", "Wiertz", "Studio manager"),)),
    CompanyWords("Tussenwater Bank", "tussenwater", "Bank", "Proefstraat 1", "1000",
                 "Brussel", ("BXL", "GNT"), "en",
                 (("Miriam", "Okafor", "Talent manager"), ("Pieter", "Roels", "Head of digital"))),
    CompanyWords("Zilverreiger Digitaal", "zilverreiger", "Web agency", "Staalkaai 23", "9000",
                 "Gent", ("GNT",), "nl", (("Sofie", "Danneels", "Zaakvoerder"),)),
    CompanyWords("Hopakker Energie", "hopakker", "Energy", "Modelweg 7", "9050",
                 "Gent", ("GNT", "ANT"), "nl", (("Bert", "Vercauteren", "IT-manager"),)),
    CompanyWords("Vossenkaai Media", "vossenkaai", "Media", "Monsterkaai 40", "2000",
                 "Antwerpen", ("ANT",), "nl", (("Leen", "Aerts", "Hoofd productontwikkeling"),)),
    CompanyWords("Noordertij Logistiek", "noordertij", "Logistics", "Proefdok 3", "2030",
                 "Antwerpen", ("ANT",), "nl", (("Kris", "Van Looy", "HR-verantwoordelijke"),)),
    CompanyWords("Brasenrouge Studio", "brasenrouge", "Web agency", "Rue de l'Essai 15", "6000",
                 "Charleroi", ("CRL",), "fr", (("Laura", "Piron", "Directrice technique"),)),
    CompanyWords("Terrilune Logiciels", "terrilune", "Software", "Rue du Gabarit 9", "6041",
                 "Gosselies", ("CRL", "BXL"), "fr", (("Ahmed", "Lahlou", "Chef d'équipe"),)),
    CompanyWords("Pomarel Santé", "pomarel", "Health care", "Avenue du Spécimen 60", "4000",
                 "Liège", ("LIE",), "fr",
                 (("Catherine", "Jamar", "Responsable informatique"),)),
    CompanyWords("Ourthaviva Assurances", "ourthaviva", "Insurance", "Quai du Test 18", "4020",
                 "Liège", ("LIE", "CRL"), "fr", (("Denis", "Colson", "Gestionnaire RH"),)),
)  # fmt: skip

POSITIONS: dict[str, dict[str, tuple[tuple[str, str], ...]]] = {
    "WEB": {
        "nl": (
            ("Stagiair webontwikkelaar", "Je bouwt met ons team nieuwe schermen voor onze klanten "
             "en verbetert wat er is. Je begint met kleine taken en je krijgt elke week feedback."),
            ("Stage front-end", "Je maakt onze formulieren toegankelijk en snel, ook op een oude "
             "telefoon. Je werkt naast twee ervaren collega's."),
            ("Stagiair tester", "Je schrijft automatische testen en zoekt samen met ons de fouten "
             "voor onze klanten ze vinden."),
        ),
        "fr": (
            ("Stagiaire développement web", "Vous créez avec l'équipe de nouvelles pages pour nos "
             "clients. Vous commencez par de petites tâches, avec un retour chaque semaine."),
            ("Stage front-end", "Vous rendez nos formulaires accessibles et rapides, même sur un "
             "vieux téléphone. Deux collègues expérimentés vous accompagnent."),
            ("Stagiaire support et intranet", "Vous améliorez notre intranet et vous aidez les "
             "collègues à bien l'utiliser."),
        ),
        "en": (
            ("Web developer intern", "You build screens of our customer site with the team. You "
             "start with small tasks and get feedback every week."),
            ("Front-end intern", "You make our forms accessible and fast, on old phones too. You "
             "work beside two experienced colleagues."),
        ),
    },
    "AI": {
        "nl": (("Stagiair data", "Je maakt onze cijfers leesbaar en bouwt een eerste model dat "
                "vragen van klanten sorteert."),),
        "fr": (("Stagiaire données", "Vous préparez nos données et construisez un premier modèle "
                "qui trie les questions des clients."),),
        "en": (("Data intern", "You clean our data and build a first model that sorts customer "
                "questions."),),
    },
}  # fmt: skip

MENTORS = (
    "Wim Haeck",
    "Nadège Rousseau",
    "Ilse Wauters",
    "Salvatore Conti",
    "Tom Bracke",
    "Myriam Zenner",
    "Koen De Paepe",
    "Fanny Lambotte",
    "Idris Kaya",
    "Hilde Pauwels",
)

EMPLOYERS = (
    "Wolkenwerf",
    "Studio Kiezelpad",
    "Gemeente Voorbeeldegem",
    "Coopérative Graindeville",
    "Maison Tourbillonne",
    "Papiervis Uitgeverij",
    "Bistouille Livraisons",
    "Sterappel Zorg",
)
FUNCTIONS_IN_FIELD = (
    "Junior web developer",
    "Junior front-end developer",
    "Junior PHP developer",
    "Software tester",
    "Junior full-stack developer",
    "Web integrator",
    "Digital support officer",
)
FUNCTIONS_ELSEWHERE = ("Shop assistant", "Planning officer", "Warehouse team leader")

EVIDENCE: dict[str, tuple[str, ...]] = {
    "A": ("Copy of the contract", "First payslip", "E-mail of the employer's HR department"),
    "B": ("Statement signed by the graduate",),
    "C": ("Told on the phone to the placement officer",),
    "D": ("Public profile on a professional network",),
    "none": ("",),
}

PROPOSAL_NOTES: dict[str, tuple[str, ...]] = {
    "nl": (
        "Ik denk dat dit goed past bij jullie ploeg.",
        "Woont op tien minuten van jullie kantoor en start graag vroeg.",
        "",
    ),
    "fr": (
        "Je pense que le courant passera bien avec votre équipe.",
        "Habite à dix minutes de chez vous et commence volontiers tôt.",
        "",
    ),
    "en": ("I think this is a good match for your team.", "Very motivated by your product.", ""),
}

DECLINE_NOTES: dict[str, str] = {
    "skills": "We zoeken iemand met meer ervaring in back-end.",
    "no_mentor": "Notre mentor est absent jusqu'à la fin du mois, désolés.",
    "timing": "Our office is moving in that period. Please try us again later.",
    "filled": "De plaats is net ingevuld.",
    "language": "L'équipe travaille uniquement en français.",
}

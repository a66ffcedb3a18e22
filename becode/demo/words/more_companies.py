"""More partner companies that do not exist, put together from parts: names, streets, people."""

from collections.abc import Iterator

from becode.demo.words.companies import COMPANIES, CompanyWords

FIRSTS = (
    "Amber", "Barn", "Cobalt", "Dorlin", "Elzen", "Flamber", "Grind", "Hemel", "Isel", "Jonk",
    "Kardoen", "Lorrel", "Mosan", "Nacre", "Orval", "Pluim", "Quarz", "Reiger", "Sambre", "Tamaris",
    "Uil", "Vlinder", "Wilg", "Ypre", "Zonde", "Arden", "Bosk", "Cendre", "Duin", "Ebben",
    "Fagne", "Galet",
)  # fmt: skip
SECONDS = {
    "nl": (("Software", "Software"), ("Web", "Web agency"), ("Logistiek", "Logistics"),
           ("Zorg", "Health care")),
    "fr": (("Logiciels", "Software"), ("Conseil", "Consultancy"), ("Médias", "Media"),
           ("Assurances", "Insurance")),
}  # fmt: skip
PLACES = {
    "BXL": ("1050", "Ixelles", "Rue de l'Exemple", "fr"),
    "GNT": ("9000", "Gent", "Voorbeeldstraat", "nl"),
    "ANT": ("2018", "Antwerpen", "Proefstraat", "nl"),
    "CRL": ("6000", "Charleroi", "Rue du Modèle", "fr"),
    "LIE": ("4000", "Liège", "Rue de l'Essai", "fr"),
}
PEOPLE = {
    "nl": (
        ("An", "Dewilde", "HR-verantwoordelijke"), ("Joost", "Raes", "Team lead"),
        ("Marleen", "Buyse", "Zaakvoerder"), ("Filip", "Teugels", "IT-manager"),
        ("Nele", "Staes", "Hoofd ontwikkeling"), ("Rachid", "Amar", "Scrum master"),
    ),
    "fr": (
        ("Aurélie", "Simonis", "Responsable recrutement"), ("Marc", "Dethier", "Chef d'équipe"),
        ("Inès", "Chabot", "Directrice technique"), ("Julien", "Warnier", "Gérant"),
        ("Fatiha", "Zeroual", "Gestionnaire RH"), ("Pol", "Masset", "Responsable informatique"),
    ),
}  # fmt: skip


def companies_at(campus: str, number: int) -> list[CompanyWords]:
    """So many companies that work with this city: those with a story of their own first.

    Each has two colleagues: one who offers places, one who looks after interns.
    """
    known = [words for words in COMPANIES if words.campuses[0] == campus]
    postcode, municipality, street, language = PLACES[campus]
    made = [
        CompanyWords(
            name=f"{first} {second}",
            domain=f"{first}-{second}-{campus}".lower().replace("é", "e"),
            sector=sector,
            street=f"{street} {3 * position + 2}",
            postcode=postcode,
            municipality=municipality,
            campuses=(campus,),
            language=language,
            contacts=(people[0], people[1]),
        )
        for position, (first, second, sector, people) in enumerate(_parts(campus, language))
    ]
    return [*known, *made][:number]


def _parts(
    campus: str, language: str
) -> Iterator[tuple[str, str, str, list[tuple[str, str, str]]]]:
    """Name, kind, sector and two people; cities begin at different names."""
    begin = 7 * list(PLACES).index(campus)
    kinds, people = SECONDS[language], PEOPLE[language]
    for turn in range(len(kinds)):
        for number in range(len(FIRSTS)):
            second, sector = kinds[(number + turn) % len(kinds)]
            pair = [people[(number + turn + one) % len(people)] for one in range(2)]
            yield FIRSTS[(begin + number) % len(FIRSTS)], second, sector, pair

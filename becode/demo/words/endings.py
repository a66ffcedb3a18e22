"""Where people go on learning after the training; none of these schools is meant."""

STUDIES = (
    "Bachelor in applied computing, evening classes",
    "Training in cloud administration",
    "Opleiding systeembeheer",
    "Formation en cybersécurité",
    "Graduat en informatique",
)
SCHOOLS = ("Avondschool De Brug", "Institut du Modèle", "Hogeschool Voorbeeld", "Centre Exemple")

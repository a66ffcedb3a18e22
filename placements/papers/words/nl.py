"""De stageovereenkomst in het Nederlands."""

from placements.papers.words.shape import Section, Words

WORDS = Words(
    title="Stageovereenkomst",
    amendment="Bijlage bij de stageovereenkomst",
    under_title="Deel van de opleiding “{track}” van {school}",
    courtesy="Vertaling ter informatie. Alleen de ondertekende tekst in het {language} telt.",
    number="Overeenkomst {key}, versie {number}",
    sections=(
        Section(
            "Partijen",
            (
                "@parties",
                "Hieronder heten zij de school, het bedrijf en de cursist.",
            ),
        ),
        Section(
            "Wettelijk kader",
            (
                "De stage is een verplicht deel van de opleiding. Het kader: {frame}.",
                ("reference", "De dienst voor arbeidsbemiddeling kent ze als: {reference}."),
                "Dit is geen arbeidsovereenkomst. De cursist blijft in opleiding, neemt niemands "
                "baan in, en het bedrijf rekent niet op wat de cursist produceert.",
                "Waar deze overeenkomst zwijgt, gelden de opleidingsovereenkomst tussen de school "
                "en de cursist en het Belgische recht.",
            ),
        ),
        Section(
            "Leerdoelen",
            (
                "De cursist werkt aan deze doelen. Het niveau zegt hoe: van 1, met hulp, tot 4, "
                "alleen en met zorg.",
                "@objectives",
            ),
        ),
        Section(
            "Plaats",
            (
                "De stage vindt plaats op dit adres: {site}.",
                (
                    "telework",
                    "De cursist mag hoogstens {telework} dagen per week thuis werken, op dagen die "
                    "mentor en cursist vooraf afspreken. De uren blijven dezelfde.",
                ),
                ("no_telework", "De cursist werkt niet thuis."),
                "Voor een andere plaats is een bijlage nodig, behalve voor een dag waarop de "
                "mentor meegaat.",
            ),
        ),
        Section(
            "Periode en uren",
            (
                "De stage loopt van {start} tot en met {end}.",
                "@schedule",
                "Dat is {weekly} per week, en {total} in totaal.",
                "Er is geen stage op feestdagen, op sluitingsdagen van het bedrijf, of op dagen "
                "waarop de school haar cursisten terugroept. School en bedrijf melden die dagen "
                "een week vooraf.",
                "De cursist doet geen overuren, en werkt niet 's nachts of op zondag.",
            ),
        ),
        Section(
            "Begeleiding",
            (
                "Het bedrijf wijst als mentor aan: {mentor}. De mentor geeft de taken, legt ze uit "
                "en zit minstens een keer per week met de cursist samen.",
                "Voor de school volgt deze persoon de stage: {coach}. De school komt langs of belt "
                "minstens twee keer.",
                "Elke partij kan altijd een gesprek met drie vragen.",
            ),
        ),
        Section(
            "Vergoeding",
            (
                (
                    "allowance",
                    "Het bedrijf betaalt de cursist {allowance} per maand voor kosten. Dat is geen "
                    "loon.",
                ),
                (
                    "no_allowance",
                    "Het bedrijf betaalt geen loon en geen vergoeding. Een uitkering van de "
                    "cursist loopt door volgens haar eigen regels.",
                ),
                ("travel", "Verplaatsingskosten: {travel}."),
                (
                    "no_travel",
                    "De cursist draagt de verplaatsingskosten, tenzij de dienst voor "
                    "arbeidsbemiddeling ze betaalt.",
                ),
            ),
        ),
        Section(
            "Verzekering en Dimona",
            (
                "Ongevallen in het bedrijf en op weg ernaartoe zijn verzekerd door: {insured_by}.",
                ("policy", "Verzekeraar en polis: {policy}."),
                "De stage wordt aangegeven (Dimona) door: {dimona_by}.",
                "De cursist is alleen aansprakelijk voor opzet, voor zware fout, en voor lichte "
                "fout die vaak terugkomt. Het bedrijf verzekert schade aan anderen zoals voor zijn "
                "eigen mensen.",
                "Het bedrijf meldt een ongeval dezelfde dag aan de school.",
            ),
        ),
        Section(
            "Welzijn",
            (
                "Voor gezondheid, veiligheid en respect op het werk behandelt het bedrijf de "
                "cursist zoals zijn eigen mensen. Het legt de risico's en de regels op de eerste "
                "dag uit.",
                ("annex", "De werkpostfiche is bijgevoegd en hoort bij deze overeenkomst."),
                (
                    "no_annex",
                    "Het bedrijf vult de werkpostfiche in voor de eerste dag. Ze hoort dan bij "
                    "deze overeenkomst; zonder fiche start de cursist niet.",
                ),
            ),
        ),
        Section(
            "Aanwezigheid",
            (
                "De mentor bevestigt de uren van elke maand, ten laatste vijf dagen na het einde "
                "ervan, op de pagina van de school.",
                "Een cursist die ziek of te laat is, meldt dat aan bedrijf en school voor de dag "
                "begint, en stuurt binnen 48 uur een bewijs.",
                "Het bedrijf meldt de school dezelfde dag wanneer de cursist er niet is en niemand "
                "weet waarom.",
            ),
        ),
        Section(
            "Evaluatie",
            (
                "Mentor en cursist vullen elk een korte evaluatie in: in week 1, in week 4, "
                "halfweg en op het einde. De school bespreekt ze met beiden.",
            ),
        ),
        Section(
            "Vertrouwelijkheid, intellectuele eigendom, gegevens",
            (
                "De cursist bewaart de geheimen van het bedrijf, ook na de stage.",
                "Het bedrijf mag vrij gebruiken wat de cursist er maakt. De cursist mag het in een "
                "portfolio tonen als het bedrijf akkoord gaat.",
                "Bedrijf en school gebruiken de persoonsgegevens in deze overeenkomst voor de "
                "stage, de opvolging ervan en de bewijzen die zij moeten geven, en voor niets "
                "anders. Vragen: {email}.",
            ),
        ),
        Section(
            "Beëindiging",
            (
                "De overeenkomst eindigt op de laatste dag die hierboven staat.",
                "Ze eindigt vroeger wanneer de drie partijen dat schriftelijk afspreken, wanneer "
                "de opleiding eindigt, of wanneer de cursist in een baan start.",
                "Een partij kan ze beëindigen om een ernstige reden, na een gesprek met drie, "
                "schriftelijk en met die reden. De school kan ze meteen stoppen waar gezondheid, "
                "veiligheid of het doel van de opleiding in gevaar is.",
                "Een andere periode, andere uren, een andere plaats of mentor is een bijlage die "
                "allen ondertekenen.",
            ),
        ),
        Section(
            "Handtekeningen",
            (
                "Tekenen op een scherm en tekenen op papier tellen even zwaar. Elke partij krijgt "
                "het ondertekende bestand. De stage start niet voor de laatste handtekening.",
                "@signers",
            ),
        ),
    ),
    amended=(
        Section("Partijen", ("@parties",)),
        Section(
            "Wat verandert",
            (
                "De overeenkomst die op {signed} werd ondertekend, verandert op deze punten:",
                "@changes",
            ),
        ),
        Section(
            "Wat blijft",
            (
                "Al de rest blijft zoals het werd ondertekend. De verandering telt vanaf de "
                "laatste handtekening, tenzij de tabel een dag noemt.",
            ),
        ),
        Section(
            "Handtekeningen",
            (
                "Tekenen op een scherm en tekenen op papier tellen even zwaar. Elke partij krijgt "
                "het ondertekende bestand.",
                "@signers",
            ),
        ),
    ),
    labels={
        "annex": "Werkpostfiche",
        "annex.health_check": "Gezondheidstoezicht",
        "annex.instruction": "Wat bij de start wordt uitgelegd",
        "annex.place": "Plaats",
        "annex.prevention_adviser": "Preventieadviseur",
        "annex.protection": "Beschermingsmiddelen",
        "annex.risks": "Risico's",
        "annex.screen_work": "Werkt aan een scherm",
        "annex.task": "Taak",
        "host.address": "Adres van het bedrijf",
        "host.municipality": "Gemeente van het bedrijf",
        "host.name": "Naam van het bedrijf",
        "host.postcode": "Postcode van het bedrijf",
        "learner.address": "Adres van de cursist",
        "learner.born_on": "Geboortedatum",
        "learner.municipality": "Gemeente van de cursist",
        "learner.name": "Naam van de cursist",
        "learner.postcode": "Postcode van de cursist",
        "mentor.function": "Functie van de mentor",
        "mentor.name": "Mentor",
        "school.address": "Adres van de school",
        "school.coach": "Gevolgd voor de school door",
        "school.email": "E-mail van de school",
        "school.municipality": "Stad van de school",
        "school.name": "Naam van de school",
        "school.postcode": "Postcode van de school",
        "substance.allowance": "Vergoeding per maand",
        "substance.company_number": "Ondernemingsnummer",
        "substance.dimona_by": "Dimona door",
        "substance.end_on": "Laatste dag",
        "substance.frame": "Wettelijk kader",
        "substance.insured_by": "Verzekerd door",
        "substance.insurer": "Verzekeraar",
        "substance.language": "Taal",
        "substance.objectives": "Leerdoelen",
        "substance.policy_number": "Polisnummer",
        "substance.reference": "Referentie van de dienst voor arbeidsbemiddeling",
        "substance.schedule": "Uren van de week",
        "substance.site": "Plaats",
        "substance.site_number": "Vestigingseenheid",
        "substance.start_on": "Eerste dag",
        "substance.telework_days": "Dagen per week thuis",
        "substance.text": "Versie van de tekst",
        "substance.total_minutes": "Uren in totaal",
        "substance.track": "Opleiding",
        "substance.travel": "Verplaatsingskosten",
        "substance.changes": "Wat verandert",
        "substance.amends": "Wijzigt",
    },
    frames={
        "training_contract": "opleidingsovereenkomst met stage (F70bis, VDAB)",
        "forem": "opleidingsovereenkomst met stage (Forem)",
        "brussels": "opleidingsovereenkomst met stage (Actiris, Bruxelles Formation)",
        "bis": "beroepsinlevingsstage (BIS, CIP)",
    },
    responsible={
        "school": "de school",
        "host": "het bedrijf",
        "office": "de dienst voor arbeidsbemiddeling",
        "nobody": "niemand; het is hier niet nodig",
    },
    levels={
        "1": "1: met hulp",
        "2": "2: met wat hulp",
        "3": "3: alleen",
        "4": "4: alleen en met zorg",
    },
    parties={"learner": "De cursist", "host": "Het bedrijf", "school": "De school"},
    methods={
        "drawn": "Op het scherm getekend",
        "typed": "Naam op het scherm getypt",
        "scan": "Op papier getekend",
    },
    through={
        "link": "via link {key}, gestuurd aan de ondertekenaar",
        "portal": "aangemeld met account {key}",
        "my": "op de eigen pagina, persoon {key}",
        "staff": "aangemeld met account {key}",
        "paper": "op papier; nagekeken door account {key}",
    },
    terms={
        "again": "(gezet op versie {number}; wat ze dekt, veranderde niet)",
        "and": "en",
        "before": "Voordien",
        "after": "Nadien",
        "break": "Pauze",
        "checked": "Bewijs",
        "competence": "Competentie",
        "date": "Datum",
        "day": "Dag",
        "file": "SHA-256 van het bestand dat werd ondertekend",
        "from": "Van",
        "hand": "Handtekening",
        "how": "Hoe",
        "level": "Niveau",
        "minutes": "{minutes} minuten",
        "name": "Naam",
        "no": "nee",
        "none": "–",
        "number": "Ondernemingsnummer",
        "page": "Blad met handtekeningen",
        "page_text": "Iedereen die hier staat, heeft ondertekend. Elk zegel is een SHA-256 over "
        "wie tekende, wat, wanneer en hoe; het verandert zodra iets daarvan verandert.",
        "place": "Plaats",
        "represented": "Vertegenwoordigd door",
        "scan": "SHA-256 van de scan",
        "seal": "Zegel",
        "signature_of": "Handtekening van {name}",
        "task": "Taak",
        "unit": "Vestigingseenheid",
        "until": "Tot",
        "what": "Wat",
        "yes": "ja",
        "language_nl": "Nederlands",
        "language_fr": "Frans",
        "language_en": "Engels",
    },
)

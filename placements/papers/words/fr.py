"""La convention de stage en français."""

from placements.papers.words.shape import Section, Words

WORDS = Words(
    title="Convention de stage",
    amendment="Avenant à la convention de stage",
    under_title="Partie de la formation « {track} » de {school}",
    courtesy="Traduction pour information. Seul le texte signé en {language} compte.",
    number="Convention {key}, version {number}",
    sections=(
        Section(
            "Parties",
            (
                "@parties",
                "Ci-dessous, elles s'appellent l'école, l'entreprise et le ou la stagiaire.",
            ),
        ),
        Section(
            "Cadre légal",
            (
                "Le stage est une partie obligatoire de la formation. Son cadre : {frame}.",
                ("reference", "Le service de l'emploi le connaît sous : {reference}."),
                "Ceci n'est pas un contrat de travail. Le ou la stagiaire reste en formation, ne "
                "prend l'emploi de personne, et l'entreprise ne compte pas sur sa production.",
                "Là où cette convention ne dit rien, le contrat de formation entre l'école et le "
                "ou la stagiaire s'applique, ainsi que le droit belge.",
            ),
        ),
        Section(
            "Objectifs",
            (
                "Le ou la stagiaire travaille à ces objectifs. Le niveau dit comment : de 1, avec "
                "de l'aide, à 4, de façon autonome et soignée.",
                "@objectives",
            ),
        ),
        Section(
            "Lieu",
            (
                "Le stage a lieu à cette adresse : {site}.",
                (
                    "telework",
                    "Le ou la stagiaire peut travailler à la maison {telework} jours par semaine "
                    "au plus, aux jours convenus d'avance avec le ou la mentor. L'horaire reste le "
                    "même.",
                ),
                ("no_telework", "Le ou la stagiaire ne travaille pas à la maison."),
                "Un autre lieu demande un avenant, sauf pour une journée où le ou la mentor "
                "accompagne.",
            ),
        ),
        Section(
            "Période et horaire",
            (
                "Le stage va du {start} au {end}, ces deux jours compris.",
                "@schedule",
                "Cela fait {weekly} par semaine, et {total} en tout.",
                "Il n'y a pas de stage les jours fériés, les jours de fermeture de l'entreprise, "
                "ni les jours où l'école rappelle ses stagiaires. L'école et l'entreprise "
                "annoncent ces jours une semaine d'avance.",
                "Le ou la stagiaire ne fait pas d'heures supplémentaires et ne travaille ni la "
                "nuit ni le dimanche.",
            ),
        ),
        Section(
            "Encadrement",
            (
                "L'entreprise désigne comme mentor : {mentor}. Le ou la mentor donne les tâches, "
                "les explique et fait le point avec le ou la stagiaire au moins une fois par "
                "semaine.",
                "Pour l'école, le stage est suivi par : {coach}. L'école passe ou téléphone au "
                "moins deux fois.",
                "Chaque partie peut demander à tout moment un entretien à trois.",
            ),
        ),
        Section(
            "Indemnités",
            (
                (
                    "allowance",
                    "L'entreprise paie au stagiaire ou à la stagiaire {allowance} par mois pour "
                    "ses frais. Ce n'est pas un salaire.",
                ),
                (
                    "no_allowance",
                    "L'entreprise ne paie ni salaire ni indemnité. Une allocation du ou de la "
                    "stagiaire continue selon ses propres règles.",
                ),
                ("travel", "Frais de déplacement : {travel}."),
                (
                    "no_travel",
                    "Le ou la stagiaire supporte les frais de déplacement, sauf si le service de "
                    "l'emploi les paie.",
                ),
            ),
        ),
        Section(
            "Assurances et Dimona",
            (
                "Les accidents dans l'entreprise et sur le chemin sont assurés par : {insured_by}.",
                ("policy", "Assureur et police : {policy}."),
                "Le stage est déclaré (Dimona) par : {dimona_by}.",
                "Le ou la stagiaire ne répond que de sa faute intentionnelle, de sa faute grave, "
                "et d'une faute légère qui se répète. L'entreprise assure les dommages aux tiers "
                "comme pour son personnel.",
                "L'entreprise annonce un accident à l'école le jour même.",
            ),
        ),
        Section(
            "Bien-être",
            (
                "Pour la santé, la sécurité et le respect au travail, l'entreprise traite le ou la "
                "stagiaire comme son personnel. Elle explique les risques et les règles le "
                "premier jour.",
                ("annex", "La fiche de poste est annexée et fait partie de cette convention."),
                (
                    "no_annex",
                    "L'entreprise remplit la fiche de poste avant le premier jour. Elle fait alors "
                    "partie de cette convention ; sans elle, le stage ne commence pas.",
                ),
            ),
        ),
        Section(
            "Présences",
            (
                "Le ou la mentor confirme les heures de chaque mois, au plus tard cinq jours après "
                "sa fin, sur la page de l'école.",
                "En cas de maladie ou de retard, le ou la stagiaire prévient l'entreprise et "
                "l'école avant le début de la journée, et envoie une preuve dans les 48 heures.",
                "L'entreprise prévient l'école le jour même d'une absence dont personne ne connaît "
                "la raison.",
            ),
        ),
        Section(
            "Évaluation",
            (
                "Mentor et stagiaire remplissent chacun une courte évaluation : en semaine 1, en "
                "semaine 4, à mi-chemin et à la fin. L'école en parle avec les deux.",
            ),
        ),
        Section(
            "Confidentialité, propriété intellectuelle, données",
            (
                "Le ou la stagiaire garde les secrets de l'entreprise, aussi après le stage.",
                "L'entreprise peut utiliser librement ce que le ou la stagiaire y crée. Le ou la "
                "stagiaire peut le montrer dans un portfolio si l'entreprise est d'accord.",
                "L'entreprise et l'école utilisent les données personnelles de cette convention "
                "pour le stage, son suivi et les preuves qu'elles doivent, et pour rien d'autre. "
                "Questions : {email}.",
            ),
        ),
        Section(
            "Fin",
            (
                "La convention prend fin le dernier jour indiqué ci-dessus.",
                "Elle prend fin plus tôt quand les trois parties en conviennent par écrit, quand "
                "la formation se termine, ou quand le ou la stagiaire commence un emploi.",
                "Une partie peut y mettre fin pour un motif grave, après un entretien à trois, par "
                "écrit et avec ce motif. L'école peut l'arrêter tout de suite si la santé, la "
                "sécurité ou le but de la formation sont en danger.",
                "Un changement de période, d'horaire, de lieu ou de mentor est un avenant que tous "
                "signent.",
            ),
        ),
        Section(
            "Signatures",
            (
                "Signer à l'écran et signer sur papier comptent autant. Chaque partie reçoit le "
                "fichier signé. Le stage ne commence pas avant la dernière signature.",
                "@signers",
            ),
        ),
    ),
    amended=(
        Section("Parties", ("@parties",)),
        Section(
            "Ce qui change",
            (
                "La convention signée le {signed} change sur ces points :",
                "@changes",
            ),
        ),
        Section(
            "Ce qui reste",
            (
                "Tout le reste demeure comme signé. Le changement compte à partir de la dernière "
                "signature, sauf si le tableau indique un jour.",
            ),
        ),
        Section(
            "Signatures",
            (
                "Signer à l'écran et signer sur papier comptent autant. Chaque partie reçoit le "
                "fichier signé.",
                "@signers",
            ),
        ),
    ),
    labels={
        "annex": "Fiche de poste",
        "annex.health_check": "Surveillance de la santé",
        "annex.instruction": "Ce qui est expliqué au début",
        "annex.place": "Lieu",
        "annex.prevention_adviser": "Conseiller ou conseillère en prévention",
        "annex.protection": "Équipements de protection",
        "annex.risks": "Risques",
        "annex.screen_work": "Travail à l'écran",
        "annex.task": "Tâche",
        "host.address": "Adresse de l'entreprise",
        "host.municipality": "Commune de l'entreprise",
        "host.name": "Nom de l'entreprise",
        "host.postcode": "Code postal de l'entreprise",
        "learner.address": "Adresse du ou de la stagiaire",
        "learner.born_on": "Date de naissance",
        "learner.municipality": "Commune du ou de la stagiaire",
        "learner.name": "Nom du ou de la stagiaire",
        "learner.postcode": "Code postal du ou de la stagiaire",
        "mentor.function": "Fonction du ou de la mentor",
        "mentor.name": "Mentor",
        "school.address": "Adresse de l'école",
        "school.coach": "Suivi pour l'école par",
        "school.email": "E-mail de l'école",
        "school.municipality": "Ville de l'école",
        "school.name": "Nom de l'école",
        "school.postcode": "Code postal de l'école",
        "substance.allowance": "Indemnité par mois",
        "substance.company_number": "Numéro d'entreprise",
        "substance.dimona_by": "Dimona par",
        "substance.end_on": "Dernier jour",
        "substance.frame": "Cadre légal",
        "substance.insured_by": "Assuré par",
        "substance.insurer": "Assureur",
        "substance.language": "Langue",
        "substance.objectives": "Objectifs",
        "substance.policy_number": "Numéro de police",
        "substance.reference": "Référence du service de l'emploi",
        "substance.schedule": "Horaire de la semaine",
        "substance.site": "Lieu",
        "substance.site_number": "Unité d'établissement",
        "substance.start_on": "Premier jour",
        "substance.telework_days": "Jours par semaine à la maison",
        "substance.text": "Version du texte",
        "substance.total_minutes": "Heures en tout",
        "substance.track": "Formation",
        "substance.travel": "Frais de déplacement",
        "substance.changes": "Ce qui change",
        "substance.amends": "Modifie",
    },
    frames={
        "training_contract": "contrat de formation avec stage (F70bis, VDAB)",
        "forem": "contrat de formation avec stage (Forem)",
        "brussels": "contrat de formation avec stage (Actiris, Bruxelles Formation)",
        "bis": "convention d'immersion professionnelle (BIS, CIP)",
    },
    responsible={
        "school": "l'école",
        "host": "l'entreprise",
        "office": "le service de l'emploi",
        "nobody": "personne ; ce n'est pas nécessaire ici",
    },
    levels={
        "1": "1 : avec de l'aide",
        "2": "2 : avec un peu d'aide",
        "3": "3 : de façon autonome",
        "4": "4 : de façon autonome et soignée",
    },
    parties={
        "learner": "Le ou la stagiaire",
        "host": "L'entreprise",
        "school": "L'école",
    },
    methods={
        "drawn": "Dessinée à l'écran",
        "typed": "Nom tapé à l'écran",
        "scan": "Signé sur papier",
    },
    through={
        "link": "par le lien {key}, envoyé au signataire ou à la signataire",
        "portal": "avec le compte {key}",
        "my": "sur sa propre page, personne {key}",
        "staff": "avec le compte {key}",
        "paper": "sur papier ; vérifié par le compte {key}",
    },
    terms={
        "again": "(donnée sur la version {number} ; ce qu'elle couvre n'a pas changé)",
        "and": "et",
        "before": "Avant",
        "after": "Après",
        "break": "Pause",
        "checked": "Preuve",
        "competence": "Compétence",
        "date": "Date",
        "day": "Jour",
        "file": "SHA-256 du fichier signé",
        "from": "De",
        "hand": "Signature",
        "how": "Comment",
        "level": "Niveau",
        "minutes": "{minutes} minutes",
        "name": "Nom",
        "no": "non",
        "none": "–",
        "number": "Numéro d'entreprise",
        "page": "Page de signatures",
        "page_text": "Toutes les personnes nommées ici ont signé. Chaque sceau est un SHA-256 sur "
        "qui a signé, quoi, quand et comment ; il change dès qu'un de ces éléments change.",
        "place": "Lieu",
        "represented": "Représentée par",
        "scan": "SHA-256 du scan",
        "seal": "Sceau",
        "signature_of": "Signature de {name}",
        "task": "Tâche",
        "unit": "Unité d'établissement",
        "until": "À",
        "what": "Quoi",
        "yes": "oui",
        "language_nl": "néerlandais",
        "language_fr": "français",
        "language_en": "anglais",
    },
)

"""The agreement in English: a courtesy copy, never signed."""

from placements.papers.words.shape import Section, Words

WORDS = Words(
    title="Internship agreement",
    amendment="Amendment to the internship agreement",
    under_title="Part of the training “{track}” of {school}",
    courtesy="Courtesy translation. Only the signed text in {language} counts.",
    number="Agreement {key}, version {number}",
    sections=(
        Section(
            "Parties",
            (
                "@parties",
                "Below they are called the school, the company and the learner.",
            ),
        ),
        Section(
            "Legal frame",
            (
                "The internship is a compulsory part of the training. Its frame: {frame}.",
                ("reference", "The employment service knows it as: {reference}."),
                "This is not an employment contract. The learner stays somebody in training, takes "
                "nobody's job, and the company does not count on what the learner produces.",
                "Where this agreement is silent, the training contract between the school and the "
                "learner applies, and Belgian law.",
            ),
        ),
        Section(
            "Objectives",
            (
                "The learner works towards these goals. The level says how: from 1, with help, to "
                "4, alone and with care.",
                "@objectives",
            ),
        ),
        Section(
            "Place",
            (
                "The internship takes place at: {site}.",
                (
                    "telework",
                    "The learner may work at home on at most {telework} days a week, on days that "
                    "mentor and learner agree beforehand. The hours stay the same.",
                ),
                ("no_telework", "The learner does not work at home."),
                "Another place needs an amendment, except for a day on which the mentor comes "
                "along.",
            ),
        ),
        Section(
            "Period and hours",
            (
                "The internship runs from {start} to {end}, both days included.",
                "@schedule",
                "This makes {weekly} a week, and {total} in all.",
                "There is no internship on public holidays, on the closing days of the company, or "
                "on days when the school calls its learners back. School and company tell these "
                "days a week ahead.",
                "The learner works no overtime, and not at night or on Sundays.",
            ),
        ),
        Section(
            "Support",
            (
                "The company appoints as mentor: {mentor}. The mentor gives the tasks, explains "
                "them, and sits down with the learner at least once a week.",
                "For the school the internship is followed by: {coach}. The school comes by or "
                "calls at least twice.",
                "Each party may ask for a talk of all three at any time.",
            ),
        ),
        Section(
            "Allowance",
            (
                (
                    "allowance",
                    "The company pays the learner {allowance} a month for costs. This is no wage.",
                ),
                (
                    "no_allowance",
                    "The company pays no wage and no allowance. A benefit of the learner goes on "
                    "under its own rules.",
                ),
                ("travel", "Travel costs: {travel}."),
                (
                    "no_travel",
                    "The learner bears the travel costs, unless the employment service pays them.",
                ),
            ),
        ),
        Section(
            "Insurance and Dimona",
            (
                "Accidents at the company and on the way there are insured by: {insured_by}.",
                ("policy", "Insurer and policy: {policy}."),
                "The internship is declared (Dimona) by: {dimona_by}.",
                "The learner answers only for intent, for serious fault, and for slight fault that "
                "keeps coming back. The company insures damage to others as for its own people.",
                "The company tells the school about an accident on the same day.",
            ),
        ),
        Section(
            "Health and safety",
            (
                "For health, safety and respect at work the company treats the learner like its "
                "own people. It explains the risks and the rules on the first day.",
                ("annex", "The workstation sheet is annexed and is part of this agreement."),
                (
                    "no_annex",
                    "The company fills in the workstation sheet before the first day. It then is "
                    "part of this agreement; the learner does not start without it.",
                ),
            ),
        ),
        Section(
            "Attendance",
            (
                "The mentor confirms the hours of each month, at the latest five days after its "
                "end, on the page of the school.",
                "A learner who is ill or late tells company and school before the day begins, and "
                "sends a proof within 48 hours.",
                "The company tells the school on the same day when the learner is absent and "
                "nobody knows why.",
            ),
        ),
        Section(
            "Evaluation",
            (
                "Mentor and learner each fill in a short evaluation: in week 1, in week 4, "
                "half-way, and at the end. The school talks about it with both.",
            ),
        ),
        Section(
            "Confidentiality, intellectual property, data",
            (
                "The learner keeps the company's secrets, also after the internship.",
                "The company may use freely what the learner makes there. The learner may show it "
                "in a portfolio where the company agrees.",
                "Company and school use the personal data in this agreement for the internship, "
                "its follow-up and the proofs they owe, and for nothing else. Questions: {email}.",
            ),
        ),
        Section(
            "Termination",
            (
                "The agreement ends on the last day named above.",
                "It ends earlier when all three agree in writing, when the training ends, or when "
                "the learner starts in a job.",
                "A party may end it for a serious reason, after a talk of all three, in writing "
                "and with that reason. The school may stop it at once where health, safety or the "
                "aim of the training are in danger.",
                "A change of period, hours, place or mentor is an amendment that all sign.",
            ),
        ),
        Section(
            "Signatures",
            (
                "Signing on screen and signing on paper count alike. Each party gets the signed "
                "file. The internship does not start before the last signature.",
                "@signers",
            ),
        ),
    ),
    amended=(
        Section("Parties", ("@parties",)),
        Section(
            "What changes",
            (
                "The agreement signed on {signed} changes in these points:",
                "@changes",
            ),
        ),
        Section(
            "What stays",
            (
                "Everything else stays as it was signed. The change counts from the last "
                "signature on, unless the table names a day.",
            ),
        ),
        Section(
            "Signatures",
            (
                "Signing on screen and signing on paper count alike. Each party gets the signed "
                "file.",
                "@signers",
            ),
        ),
    ),
    labels={
        "annex": "Workstation sheet",
        "annex.health_check": "Health surveillance",
        "annex.instruction": "What is explained at the start",
        "annex.place": "Place",
        "annex.prevention_adviser": "Prevention adviser",
        "annex.protection": "Protective equipment",
        "annex.risks": "Risks",
        "annex.screen_work": "Works at a screen",
        "annex.task": "Task",
        "host.address": "Address of the company",
        "host.municipality": "Municipality of the company",
        "host.name": "Name of the company",
        "host.postcode": "Postcode of the company",
        "learner.address": "Address of the learner",
        "learner.born_on": "Birth date",
        "learner.municipality": "Municipality of the learner",
        "learner.name": "Name of the learner",
        "learner.postcode": "Postcode of the learner",
        "mentor.function": "Function of the mentor",
        "mentor.name": "Mentor",
        "school.address": "Address of the school",
        "school.coach": "Followed for the school by",
        "school.email": "E-mail of the school",
        "school.municipality": "City of the school",
        "school.name": "Name of the school",
        "school.postcode": "Postcode of the school",
        "substance.allowance": "Allowance a month",
        "substance.company_number": "Company number",
        "substance.dimona_by": "Dimona by",
        "substance.end_on": "Last day",
        "substance.frame": "Legal frame",
        "substance.insured_by": "Insured by",
        "substance.insurer": "Insurer",
        "substance.language": "Language",
        "substance.objectives": "Objectives",
        "substance.policy_number": "Policy number",
        "substance.reference": "Reference of the employment service",
        "substance.schedule": "Hours of the week",
        "substance.site": "Place",
        "substance.site_number": "Establishment unit",
        "substance.start_on": "First day",
        "substance.telework_days": "Days a week at home",
        "substance.text": "Version of the text",
        "substance.total_minutes": "Hours in all",
        "substance.track": "Training",
        "substance.travel": "Travel costs",
        "substance.changes": "What changes",
        "substance.amends": "Amends",
    },
    frames={
        "training_contract": "training contract with internship (F70bis, VDAB)",
        "forem": "training contract with internship (Forem)",
        "brussels": "training contract with internship (Actiris, Bruxelles Formation)",
        "bis": "job internship (BIS, CIP)",
    },
    responsible={
        "school": "the school",
        "host": "the company",
        "office": "the employment service",
        "nobody": "nobody; it is not needed here",
    },
    levels={
        "1": "1: with help",
        "2": "2: with some help",
        "3": "3: alone",
        "4": "4: alone and with care",
    },
    parties={"learner": "The learner", "host": "The company", "school": "The school"},
    methods={
        "drawn": "Drawn on screen",
        "typed": "Name typed on screen",
        "scan": "Signed on paper",
    },
    through={
        "link": "through link {key}, sent to the signatory",
        "portal": "signed in with account {key}",
        "my": "on their own page, person {key}",
        "staff": "signed in with account {key}",
        "paper": "on paper; looked at by account {key}",
    },
    terms={
        "again": "(given on version {number}; what it covers did not change)",
        "and": "and",
        "before": "Before",
        "after": "After",
        "break": "Break",
        "checked": "Evidence",
        "competence": "Competence",
        "date": "Date",
        "day": "Day",
        "file": "SHA-256 of the file that was signed",
        "from": "From",
        "hand": "Signature",
        "how": "How",
        "level": "Level",
        "minutes": "{minutes} minutes",
        "name": "Name",
        "no": "no",
        "none": "–",
        "number": "Company number",
        "page": "Page of signatures",
        "page_text": "Everybody named here signed. Each seal is a SHA-256 over who signed, what, "
        "when and how; it changes when any of it changes.",
        "place": "Place",
        "represented": "Represented by",
        "scan": "SHA-256 of the scan",
        "seal": "Seal",
        "signature_of": "Signature of {name}",
        "task": "Task",
        "unit": "Establishment unit",
        "until": "Until",
        "what": "What",
        "yes": "yes",
        "language_nl": "Dutch",
        "language_fr": "French",
        "language_en": "English",
    },
)

"""What applicants write, in their own words: three sentences from three lists, some with the
small slips of people who learn the language. Each sentence can stand beside each other one.
"""

WHO_I_AM: dict[str, tuple[str, ...]] = {
    "nl": (
        "Ik werk al vier jaar in een magazijn en ik wil iets met mijn hoofd doen.",
        "Ik ben gestopt met school op mijn 17 en daar heb ik lang spijt van gehad.",
        "Ik woon sinds twee jaar in België en ik wil hier echt beginnen werken.",
        "Ik heb drie jaar voor mijn moeder gezorgd, nu is er tijd voor mij.",
        "Ik doe interimwerk en elke week weet ik niet of er werk is.",
        "Mijn diploma van mijn land is hier niet geldig, dus ik begin opnieuw.",
        "Ik heb twee kinderen en ze gaan nu allebei naar school.",
        "Ik heb in de horeca gewerkt tot mijn rug het niet meer wou.",
        "Ik zit lang thuis en de dagen lijken allemaal op elkaar.",
        "Ik was chauffeur voor pakjes, maar ik wil graag een echt vak leren.",
        "Ik heb autisme en ik werk graag heel precies.",
        "In mijn land ik was elektricien, hier ik zoek een nieuwe weg.",
    ),
    "fr": (
        "J'ai arrêté l'école sans le diplôme, mais je n'ai jamais arrêté d'apprendre.",
        "Je travaille de nuit dans un entrepôt et j'aimerais un métier où je peux avancer.",
        "J'élève mes deux enfants et ils vont maintenant tous les deux à l'école.",
        "Je vis en Belgique depuis trois ans, j'étais comptable dans mon pays.",
        "J'ai travaillé dans le nettoyage et mon dos me dit qu'il est temps de changer.",
        "Je fais des petits contrats depuis longtemps et je cherche quelque chose de stable.",
        "J'ai commencé l'informatique à l'université mais je n'ai pas pu payer la deuxième année.",
        "Mon diplôme n'est pas reconnu ici, alors je recommence et ça ne me fait pas peur.",
        "J'ai aidé ma famille dans un restaurant pendant six ans.",
        "Je suis au CPAS depuis un an et je veux m'en sortir par moi-même.",
        "On me dit que c'est trop tard pour apprendre un métier, moi je pense que non.",
        "Je suis en Belgique depuis peu, j'apprends vite et je suis toujours à l'heure.",
        "Je vendais des téléphones et je réparais aussi ceux des voisins.",
    ),
    "en": (
        "I have worked in kitchens for five years and I want to build something that lasts.",
        "I came to Belgium with my family two years ago and I am ready to work.",
        "I studied biology for one year and then I had to stop for money.",
        "I drive for a delivery app and I study a little every evening.",
        "I was a teacher in my country and I love to explain things.",
        "I am at home with my son, and next year he goes to school.",
        "My papers took long time, now I can work and I don't want to wait more.",
        "I left school early, and nobody asked me why.",
        "I was office manager before the war, here I start from the beginning.",
    ),
}

WHY_CODE: dict[str, tuple[str, ...]] = {
    "nl": (
        "Vorig jaar heb ik met filmpjes een site gemaakt voor de voetbalploeg van mijn zoon.",
        "Ik volgde jullie workshop met de robot, en thuis kon ik niet stoppen.",
        "Als iets niet werkt wil ik weten waarom, ook als het tot 's nachts duurt.",
        "Mijn nicht deed deze opleiding en zij heeft mij haar code laten zien.",
        "Ik maakte een Excel voor het werk en mijn baas gebruikt die nog altijd.",
        "Ik ken een beetje HTML en CSS, maar alleen leren is moeilijk.",
        "Ik hou van puzzels en code is voor mij een puzzel die iets doet.",
        "Ik heb de eerste oefeningen gedaan en de tijd ging zo snel voorbij.",
        "Een vriend zei: je vindt altijd de fout, probeer het gewoon.",
        "Ik wil een app maken voor mensen die de weg niet kennen in de stad.",
    ),
    "fr": (
        "L'an dernier j'ai fait un petit site pour la coiffeuse de ma rue, et ça marche encore.",
        "J'ai suivi votre atelier avec le robot et j'ai compris la boucle avant la pause.",
        "Quand quelque chose ne marche pas, je veux savoir pourquoi, même si ça prend la nuit.",
        "Ma cousine a fait la formation chez vous et elle m'a montré son travail.",
        "J'ai appris les bases de HTML avec des vidéos, mais sans aide je n'avance plus.",
        "J'aime les jeux de logique, et coder c'est un jeu où on construit.",
        "Au travail c'est toujours moi qu'on appelle quand l'ordinateur ne veut pas.",
        "J'ai terminé les exercices en ligne et je les ai recommencé pour bien comprendre.",
        "Je dessine depuis toujours et j'aimerais que mes dessins deviennent des pages.",
        "Je voudrais faire une application pour trouver un médecin qui parle ta langue.",
    ),
    "en": (
        "I made a small website for our church and people really use it.",
        "I did the first exercises on my phone and I could not stop.",
        "I like to find the mistake, even when it takes all the night.",
        "My neighbour followed your course and now she works in a bank.",
        "I learn with videos since six months, but alone it goes slow.",
        "I wrote a little program that plans the shifts of my team.",
        "I enjoy when a thing that was broken works again.",
        "I want to make an app for people who are new in this city.",
    ),
}

WHAT_I_HOPE: dict[str, tuple[str, ...]] = {
    "nl": (
        "Ik kom elke dag, dat beloof ik.",
        "Over een jaar wil ik mijn eigen geld verdienen en een kleine flat huren.",
        "Mijn Nederlands is niet perfect maar ik begrijp veel en ik durf praten.",
        "Ik werk graag samen, alleen leer ik trager.",
        "Ik wil mijn kinderen tonen dat leren nooit stopt.",
        "Ik hoop op een job waar ik kan blijven.",
        "Geef mij een kans, ik laat die niet liggen.",
        "Ik weet dat het zwaar is, en ik heb er zin in.",
        "Ik heb een laptop nodig, de rest breng ik zelf mee.",
    ),
    "fr": (
        "Je serai là tous les jours à 9 heures, même quand il pleut.",
        "Dans un an je voudrais un contrat et un appartement à mon nom.",
        "Je n'ai pas de diplôme mais j'ai beaucoup de patience.",
        "J'aime travailler en groupe, on avance plus loin ensemble.",
        "Je veux que ma fille voie qu'on peut changer de vie.",
        "Donnez-moi une chance, je vais pas la laisser passer.",
        "Je sais que c'est intense et c'est justement ce que je cherche.",
        "Mon rêve, c'est de travailler dans une équipe qui fait des choses utile.",
        "J'ai encore peur de parler devant un groupe, mais je veux apprendre ça aussi.",
    ),
    "en": (
        "I will be there every morning.",
        "In one year I hope to have a contract and my own place.",
        "My French is still small but I take lessons two evenings a week.",
        "I work well with others and I am not afraid to ask.",
        "I want my daughter to be proud of me.",
        "Please give me one chance, I will use it good.",
        "I know it is hard, and that is fine.",
        "I don't have a diploma, but I have patience.",
    ),
}

NEEDS: dict[str, tuple[str, ...]] = {
    "nl": (
        "Een rustige plaats als er veel lawaai is.",
        "Graag de opdrachten ook op papier.",
        "Ik heb meer tijd nodig om lange teksten te lezen.",
    ),
    "fr": (
        "Un endroit calme quand il y a trop de bruit.",
        "Les consignes par écrit, s'il vous plaît.",
        "Je dois pouvoir me lever de temps en temps à cause de mon dos.",
    ),
    "en": (
        "A quiet place to work, and written instructions.",
        "I hear badly on the left side, I like to sit in front.",
    ),
}

PRIORITY_REASONS = (  # a PriorityReason, and the words of the colleague
    ("our_mistake", "The first offer went to a wrong address"),
    ("agreement", "Agreed with the welfare centre: first seat"),
    ("own_wish", "Wants to finish another course first"),
)

"""Names as people of the five cities bear and write them; nobody in particular is meant.

Most people write their name in Latin letters on a Belgian form, whatever their language;
`NATIVE` holds those who don't, with the spelling on their identity document.
"""

from typing import NamedTuple


class Pool(NamedTuple):
    """First names of women and of men, and family names, of one mother tongue."""

    women: tuple[str, ...]
    men: tuple[str, ...]
    families: tuple[str, ...]


class NativeName(NamedTuple):
    """A name in its own script, and in Latin letters."""

    first: str
    last: str
    latin_first: str
    latin_last: str
    gender: str


def _words(text: str) -> tuple[str, ...]:
    """Names between commas."""
    return tuple(part.strip() for part in text.split(","))


POOLS: dict[str, Pool] = {
    "dutch": Pool(
        _words("Lotte, Sien, An-Sofie, Jolien, Febe, Katrijn, Inés, Fleur, Maud, Hanne, Veerle"),
        _words(
            "Jasper, Wout, Seppe, Brecht, Kobe, Pieter-Jan, Stijn, Lowie, Matthias, Joren, Dieter, "
            "Tibo, Wannes, Gilles, Sander, Ward"
        ),
        _words(
            "Van den Broeck, De Smedt, Verhaeghe, Claes, Goossens, Van Hove, D'hondt, Lambrechts, "
            "Cools, Vermeersch, De Clercq, Segers, Van der Auwera, Mertens, Bogaert, Thijs, Wuyts"
        ),
    ),
    "french": Pool(
        _words(
            "Élise, Maëlle, Coralie, Noémie, Anaïs, Océane, Clémence, Grâce, Bénédicte, Solène, "
            "Dorcas, Naomie"
        ),
        _words(
            "Loïc, Jérôme, Mathéo, Benoît, Maxime, Kévin, Cédric, Rémi, Thibault, Christ-Vie, "
            "Exaucé, Gaël, Anthony, Hervé, Noé, Quentin, Merveille, Fabrice, Jean-Baptiste"
        ),
        _words(
            "Lejeune, Delvaux, Hacquart, Collignon, Piérard, Deschamps, Gérard, Marchal, Wauthier, "
            "Mbuyi, Kalonji, Ilunga, Tshibanda, Nsimba, Diallo, Traoré, Ouédraogo, Ndiaye, "
            "Nkurunziza, Bertrand, François, Noël, Hubinon, Stassart, Kabeya"
        ),
    ),
    "arabic": Pool(
        _words("Yasmina, Fatima-Zahra, Houda, Nour, Rania, Salma, Khadija, Maryam"),
        _words(
            "Ilyas, Bilal, Anouar, Yassine, Omar, Ayoub, Soufiane, Karim, Mustafa, Rachid, Tarek, "
            "Abdelhak, Ziad, Mehdi"
        ),
        _words(
            "El Amrani, Benali, Al-Khatib, Bouzid, Haddad, Ouazzani, Chaouki, Al Masri, Belhadj, "
            "Saïdi, El Idrissi, Darwish, Hamdaoui"
        ),
    ),
    "turkish": Pool(
        _words("Elif, Zeynep, Gülşen, Büşra"),
        _words("Emre, Yiğit, Oğuzhan, Serkan, Barış, Uğur"),
        _words("Yıldırım, Çelik, Öztürk, Şahin, Karadağ, Güneş"),
    ),
    "spanish_portuguese": Pool(
        _words("Lucía, Inês, Beatriz, Camila"),
        _words("João, Andrés, Nuno, Íñigo, Mateus, Sebastián"),
        _words("Gonçalves, Muñoz Rivas, da Conceição, Núñez, Teixeira, Quispe Mamani, Peña"),
    ),
    "dari_pashto": Pool(
        _words("Zahra, Parwana, Shukria"),
        _words("Ahmad Shah, Farhad, Najibullah, Mirwais, Esmatullah, Hamid"),
        _words("Rahimi, Nazari, Stanikzai, Ahmadzai, Hosseini, Wardak, Noorzai"),
    ),
    "ukrainian_russian": Pool(
        _words("Oksana, Iryna, Darya, Kateryna, Lyudmyla"),
        _words("Andriy, Bohdan, Oleksiy, Ruslan, Maksym"),
        _words("Kovalenko, Melnyk, Shevchuk, Bondar, Lysenko, Tkachuk, Petrenko"),
    ),
    "english": Pool(
        _words("Blessing, Abena, Chiamaka, Grace"),
        _words("Kwame, Emeka, Tunde, Lamin, Kofi"),
        _words("Okonkwo, Mensah, Adeyemi, Ceesay, Owusu-Ansah, Boateng"),
    ),
    "tigrinya": Pool(
        _words("Selam, Feven, Rahwa"),
        _words("Yonas, Filmon, Samuel, Robel"),
        _words("Tesfay, Ghebremedhin, Habtemariam, Woldu, Kidane"),
    ),
    "polish": Pool(
        _words("Agnieszka, Zuzanna, Bożena"),
        _words("Łukasz, Paweł, Grzegorz"),
        _words("Nowak, Wójcik, Mazur, Kaźmierczak"),
    ),
    "romanian": Pool(
        _words("Ştefania, Ioana, Mădălina"),
        _words("Răzvan, Ionuţ, Cătălin"),
        _words("Ionescu, Munteanu, Bălan, Crăciun"),
    ),
    "albanian": Pool(
        _words("Adelina, Blerta, Drita"),
        _words("Arben, Besnik, Ilir"),
        _words("Krasniqi, Hoxha, Përmeti, Gashi"),
    ),
    "vietnamese": Pool(
        _words("Mai Linh, Thùy Dương"),
        _words("Nhật Minh, Quốc Bảo"),
        _words("Nguyễn, Trần, Phạm"),
    ),
}

NATIVE: dict[str, tuple[NativeName, ...]] = {
    "arabic": (
        NativeName("محمد", "الحسن", "Mohammed", "Al-Hassan", "m"),
        NativeName("ليلى", "منصور", "Layla", "Mansour", "f"),
        NativeName("عمر", "قباني", "Omar", "Kabbani", "m"),
        NativeName("سامر", "حداد", "Samer", "Haddad", "m"),
        NativeName("رنا", "العلي", "Rana", "Al-Ali", "f"),
    ),
    "dari_pashto": (
        NativeName("فرید", "احمدزی", "Farid", "Ahmadzai", "m"),
        NativeName("زرغونه", "وردک", "Zarghuna", "Wardak", "f"),
        NativeName("حمید", "رحیمی", "Hamid", "Rahimi", "m"),
    ),
    "ukrainian_russian": (
        NativeName("Олена", "Гончаренко", "Olena", "Honcharenko", "f"),
        NativeName("Тарас", "Мороз", "Taras", "Moroz", "m"),
        NativeName("Євген", "Яценко", "Yevhen", "Yatsenko", "m"),
    ),
    "tigrinya": (NativeName("ሰላም", "ተስፋይ", "Selam", "Tesfay", "f"),),
}
# One in so many of a mother tongue writes in its own script.
NATIVE_ONE_IN: dict[str, int] = {
    "arabic": 6,
    "dari_pashto": 4,
    "ukrainian_russian": 3,
    "tigrinya": 4,
}

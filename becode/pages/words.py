"""The few words around the information pages: menu, buttons, footer, the board of campuses.

Five languages of information have no pages of the site, so no catalogue either: their words stand
here, all of them. In Dutch, French and English they are the site's own, from the catalogues.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

SITE_LANGUAGES = ("nl", "fr", "en")


@dataclass(frozen=True, slots=True)
class Words:
    """`day` is how a date is written, in Django's signs."""

    skip: str | Promise
    menu: str | Promise
    language: str | Promise
    home: str | Promise
    for_whom: str | Promise
    how_it_goes: str | Promise
    questions: str | Promise
    my_application: str | Promise
    companies: str | Promise
    apply: str | Promise
    form_speaks: str | Promise
    form_in: str | Promise
    ready: str | Promise
    where_and_when: str | Promise
    true_numbers: str | Promise
    no_date: str | Promise
    waiting: str | Promise
    nobody_waits: str | Promise
    free_places: str | Promise
    full: str | Promise
    nothing_planned: str | Promise
    help: str | Promise
    your_data: str | Promise
    hard_to_use: str | Promise
    day: str = "j F Y"


_SITE = Words(
    skip=_("Skip to the content"),
    menu=_("Main menu"),
    language=_("Language"),
    home=_("Front page"),
    for_whom=_("For whom"),
    how_it_goes=_("How it goes"),
    questions=_("Questions"),
    my_application=_("My application"),
    companies=_("For companies"),
    apply=_("Apply"),
    form_speaks=_("The form is in Dutch, French or English."),
    form_in=_("Begin the form in:"),
    ready=_("Ready? Begin today."),
    where_and_when=_("Where and when"),
    true_numbers=_(
        "More people want to come than we have places. These are the true numbers of today."
    ),
    no_date=_("no date yet"),
    waiting="",
    nobody_waits=_("nobody is waiting"),
    free_places="",
    full=pgettext_lazy("group", "full"),
    nothing_planned=_("No training planned yet."),
    help=_("A question? Call or write to us. We are happy to help."),
    your_data=_("Your data"),
    hard_to_use=_("Is something on this site hard to use? Tell us. We help you."),
)

_OTHERS = {
    "de": Words(
        skip="Zum Inhalt springen",
        menu="Hauptmenü",
        language="Sprache",
        home="Startseite",
        for_whom="Für wen",
        how_it_goes="So läuft es ab",
        questions="Fragen",
        my_application="Meine Bewerbung",
        companies="Für Unternehmen",
        apply="Jetzt bewerben",
        form_speaks="Das Formular ist auf Niederländisch, Französisch oder Englisch.",
        form_in="Das Formular beginnen auf:",
        ready="Bereit? Fang heute an.",
        where_and_when="Wo und wann",
        true_numbers=(
            "Mehr Menschen wollen kommen, als wir Plätze haben. Das sind die Zahlen von heute."
        ),
        no_date="noch kein Datum",
        waiting="Auf der Warteliste",
        nobody_waits="niemand wartet",
        free_places="Freie Plätze",
        full="voll",
        nothing_planned="Noch keine Ausbildung geplant.",
        help="Eine Frage? Ruf uns an oder schreib uns. Wir helfen gern.",
        your_data="Deine Daten",
        hard_to_use="Ist etwas auf dieser Seite schwierig? Sag es uns. Wir helfen dir.",
        day="j. F Y",
    ),
    "ar": Words(
        skip="انتقل إلى المحتوى",
        menu="القائمة الرئيسية",
        language="اللغة",
        home="الصفحة الأولى",
        for_whom="لمن؟",
        how_it_goes="كيف يسير الأمر",
        questions="أسئلة",
        my_application="طلبي",
        companies="للشركات",
        apply="قدّم طلبك",
        form_speaks="الاستمارة باللغة الهولندية أو الفرنسية أو الإنجليزية.",
        form_in="ابدأ الاستمارة باللغة:",
        ready="هل أنت مستعد؟ ابدأ اليوم.",
        where_and_when="أين ومتى",
        true_numbers="عدد الراغبين أكبر من عدد الأماكن. هذه هي الأرقام الحقيقية لليوم.",
        no_date="لا يوجد موعد بعد",
        waiting="في قائمة الانتظار",
        nobody_waits="لا أحد ينتظر",
        free_places="أماكن شاغرة",
        full="مكتمل",
        nothing_planned="لا يوجد تدريب مبرمج بعد.",
        help="هل لديك سؤال؟ اتصل بنا أو اكتب إلينا. يسعدنا أن نساعدك.",
        your_data="بياناتك",
        hard_to_use="هل هناك شيء صعب في هذا الموقع؟ أخبرنا وسنساعدك.",
    ),
    "uk": Words(
        skip="Перейти до змісту",
        menu="Головне меню",
        language="Мова",
        home="Головна сторінка",
        for_whom="Для кого",
        how_it_goes="Як це відбувається",
        questions="Запитання",
        my_application="Моя заявка",
        companies="Для компаній",
        apply="Подати заявку",
        form_speaks="Анкета є нідерландською, французькою та англійською мовами.",
        form_in="Почати анкету мовою:",
        ready="Готові? Почніть сьогодні.",
        where_and_when="Де і коли",
        true_numbers="Охочих більше, ніж місць. Це справжні цифри на сьогодні.",
        no_date="дати ще немає",
        waiting="У списку очікування",
        nobody_waits="ніхто не чекає",
        free_places="Вільних місць",
        full="місць немає",
        nothing_planned="Навчання ще не заплановано.",
        help="Маєте запитання? Зателефонуйте або напишіть нам. Ми радо допоможемо.",
        your_data="Ваші дані",
        hard_to_use="Щось на цьому сайті незручне? Скажіть нам. Ми допоможемо.",
        day="j E Y",
    ),
    "tr": Words(
        skip="İçeriğe geç",
        menu="Ana menü",
        language="Dil",
        home="Ana sayfa",
        for_whom="Kimler için",
        how_it_goes="Nasıl ilerliyor",
        questions="Sorular",
        my_application="Başvurum",
        companies="Şirketler için",
        apply="Başvur",
        form_speaks="Form Felemenkçe, Fransızca veya İngilizcedir.",
        form_in="Forma şu dilde başla:",
        ready="Hazır mısın? Bugün başla.",
        where_and_when="Nerede ve ne zaman",
        true_numbers="Gelmek isteyenler yerlerimizden fazla. Bunlar bugünün gerçek sayılarıdır.",
        no_date="henüz tarih yok",
        waiting="Bekleyenler",
        nobody_waits="bekleyen yok",
        free_places="Boş yer",
        full="dolu",
        nothing_planned="Henüz planlanmış eğitim yok.",
        help="Sorun mu var? Bizi ara veya bize yaz. Sana seve seve yardım ederiz.",
        your_data="Verilerin",
        hard_to_use="Bu sitede zor bir şey mi var? Bize söyle. Sana yardım ederiz.",
    ),
    "es": Words(
        skip="Ir al contenido",
        menu="Menú principal",
        language="Idioma",
        home="Página de inicio",
        for_whom="Para quién",
        how_it_goes="Cómo funciona",
        questions="Preguntas",
        my_application="Mi solicitud",
        companies="Para empresas",
        apply="Inscríbete",
        form_speaks="El formulario está en neerlandés, francés o inglés.",
        form_in="Empezar el formulario en:",
        ready="¿Listo? Empieza hoy.",
        where_and_when="Dónde y cuándo",
        true_numbers=("Hay más personas que plazas. Estas son las cifras verdaderas de hoy."),
        no_date="sin fecha todavía",
        waiting="En lista de espera",
        nobody_waits="nadie espera",
        free_places="Plazas libres",
        full="completo",
        nothing_planned="Todavía no hay ninguna formación prevista.",
        help="¿Una pregunta? Llámanos o escríbenos. Te ayudamos con gusto.",
        your_data="Tus datos",
        hard_to_use="¿Algo en esta página es difícil? Dínoslo. Te ayudamos.",
        day=r"j \d\e F \d\e Y",
    ),
}
OTHER_LANGUAGES = tuple(_OTHERS)


def words_in(language: str) -> Words:
    """The words of a language; KeyError for one we have no information in."""
    return _SITE if language in SITE_LANGUAGES else _OTHERS[language]

"""Questions that colleagues write, in versions, and the answers to them."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from applicants.enums import QuestionStage, QuestionType
from applicants.models.application import Application
from applicants.querysets import QuestionQuerySet
from becode.files.models import StoredFile
from becode.people.enums import SpecialKind
from cohorts.models import Track


class Question(models.Model):
    """One question of the form or of a step. Its words are in its versions; the last one counts.

    A question with a `special_kind` is optional, asks its own consent, and its answer lives in
    the vault and nowhere else.
    """

    key = models.SlugField(_("short name"), max_length=40, unique=True)
    track = models.ForeignKey(
        Track,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name=_("track"),
        help_text=_("Empty: every track asks it."),
    )
    stage = models.CharField(
        _("asked at"), max_length=16, choices=QuestionStage.choices, default=QuestionStage.FORM
    )
    # Questions with the same group stand on one screen.
    group = models.SlugField(_("screen"), max_length=30, default="more")
    position = models.PositiveSmallIntegerField(_("order"), default=10)
    special_kind = models.CharField(
        _("special category"), max_length=20, choices=SpecialKind.choices, blank=True
    )
    for_assessors = models.BooleanField(_("assessors read the answer"), default=False)
    is_active = models.BooleanField(_("asked now"), default=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["stage", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(special_kind="") | Q(for_assessors=False),
                name="special_answers_not_for_assessors",
                violation_error_message=_("Assessors never read answers of a special category."),
            )
        ]

    def __str__(self) -> str:
        return self.key


class QuestionVersion(models.Model):
    """The words and rules of a question at one time; never changed once somebody answered.

    `choices` is a list of {"value", "nl", "fr", "en"}. The question is asked when the answer to
    `condition_question` is one of `condition_values` (yes and no are "yes" and "no").
    """

    question = models.ForeignKey(
        Question, models.CASCADE, related_name="versions", verbose_name=_("question")
    )
    number = models.PositiveSmallIntegerField(_("version"))
    type = models.CharField(_("kind of answer"), max_length=12, choices=QuestionType.choices)
    text_nl = models.CharField(_("question in Dutch"), max_length=300)
    text_fr = models.CharField(_("question in French"), max_length=300)
    text_en = models.CharField(_("question in English"), max_length=300)
    help_nl = models.CharField(_("help in Dutch"), max_length=500, blank=True)
    help_fr = models.CharField(_("help in French"), max_length=500, blank=True)
    help_en = models.CharField(_("help in English"), max_length=500, blank=True)
    choices = models.JSONField(_("answers to choose from"), default=list, blank=True)
    required = models.BooleanField(_("must be answered"), default=False)
    condition_question = models.ForeignKey(
        Question,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="followed_by",
        verbose_name=_("only after this question"),
    )
    condition_values = ArrayField(
        models.CharField(max_length=40),
        default=list,
        blank=True,
        verbose_name=_("when the answer is one of"),
    )
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name=_("made by"),
    )

    class Meta:
        verbose_name = _("version of a question")
        verbose_name_plural = _("versions of questions")
        ordering = ["question", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="question_version_once")
        ]

    def __str__(self) -> str:
        return self.text

    def _in_language(self, field: str) -> str:
        language = (get_language() or "en")[:2]
        code = language if language in ("nl", "fr") else "en"
        text: str = getattr(self, f"{field}_{code}")
        return text

    @property
    def text(self) -> str:
        """The question in the active language."""
        return self._in_language("text")

    @property
    def help(self) -> str:
        """The help under the question in the active language."""
        return self._in_language("help")


class Answer(models.Model):
    """What an applicant answered to one version of a question; special ones are in the vault."""

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="answers", verbose_name=_("application")
    )
    question = models.ForeignKey(
        Question, models.PROTECT, related_name="answers", verbose_name=_("question")
    )
    version = models.ForeignKey(
        QuestionVersion, models.PROTECT, related_name="answers", verbose_name=_("version")
    )
    text = models.TextField(_("answer"), blank=True, max_length=5000)
    values = ArrayField(
        models.CharField(max_length=40), default=list, blank=True, verbose_name=_("choices")
    )
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, verbose_name=_("file")
    )
    answered_at = models.DateTimeField(_("answered at"))

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["question__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "question"], name="answered_once")
        ]

    def __str__(self) -> str:
        return f"answer {self.pk}"

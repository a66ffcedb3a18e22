"""One answer on its way from a form to its row."""

from dataclasses import dataclass

from applicants.models import Question, QuestionVersion


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as it is kept: `text` for what is typed, `values` for what is chosen."""

    question: Question
    version: QuestionVersion
    text: str = ""
    values: tuple[str, ...] = ()
    file_key: str = ""

    def __bool__(self) -> bool:
        return bool(self.text or self.values or self.file_key)

    @property
    def plain(self) -> str:
        """The answer as one text, the same in every language: for the vault."""
        return self.text or ", ".join(self.values)

"""What is being asked? A reader's words to a `Question`, in the archive's terms."""

from retrieval.question.parser import QuestionParser
from retrieval.question.translation import Relatives, no_relatives

__all__ = ["QuestionParser", "Relatives", "no_relatives"]

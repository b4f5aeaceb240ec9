"""What is being asked? A reader's words to a `Question`, in the archive's terms."""

from retrieval.question.parser import QuestionParser

__all__ = ["QuestionParser"]

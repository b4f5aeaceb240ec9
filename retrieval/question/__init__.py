"""What is being asked? A reader's words to a `Question`, in the archive's terms."""

from retrieval.question.directory import Directory
from retrieval.question.parser import QuestionParser
from retrieval.question.translation import Knowledge
from retrieval.question.transliteration import NameIndex

__all__ = ["Directory", "Knowledge", "NameIndex", "QuestionParser"]

"""What does the reader see in a terminal? A chat with the same answers, from a keyboard or from redirected input."""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING

from bot.bidi import strip_controls
from bot.found import found_parts
from bot.furniture import (
    MAX_NAME_CHARS,
    Part,
    also_in_parts,
    counts_parts,
    description,
    document_parts,
    heading,
    shortened,
    source_parts,
    topic_parts,
)
from bot.lookup import argument_of, document_by_name
from bot.messages import ARABIC, ENGLISH, messages_in
from bot.presentation import filter_text, unanswered_text, undated_texts
from bot.said import choice_text, statement_parts, statements_heading
from bot.statements import Choice, find_statements, speaker_by_number, statements_of
from bot.talk import Talk
from retrieval import FilterError, Language, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO

    from bot.messages import Messages
    from bot.statements import Statements
    from retrieval import Answer, Citation, Retriever, Speaker

PROMPT = "» "
_BOLD = ("\x1b[1m", "\x1b[22m")
# C0 and C1 controls but the line feed and the tab: in a terminal a hostile document could move the cursor with them.
_UNSAFE = dict.fromkeys((*range(9), *range(11, 32), *range(127, 160)), "\ufffd")
_LOGGER = logging.getLogger(__name__)


class Console:
    """A chat with one reader.

    Args:
        is_terminal: Whether the output is a screen: then asked words are bold and control characters made harmless;
            otherwise excerpts are written exactly.
    """

    def __init__(self, retriever: Retriever, output: TextIO, *, is_terminal: bool) -> None:
        self._retriever = retriever
        self._output = output
        self._is_terminal = is_terminal
        self._talk = Talk()
        self._language = Language.ENGLISH

    def greet(self) -> None:
        """Say in both languages how to ask, before any question shows which one the reader speaks."""
        self._write([ENGLISH.console_welcome, ARABIC.console_welcome])

    def run(self, lines: Iterable[str], *, echo: bool) -> None:
        """Answer each line until the lines end or one says /quit.

        With `echo`, each line is written before its answer, for a reader who does not see what is typed.
        """
        for line in lines:
            text = line.strip()
            if text in {"/quit", "/exit"}:
                return
            if echo:
                self._write([PROMPT + text])
            self.answer(text)

    def answer(self, text: str) -> None:
        """Answer one line; what fails is logged and apologized for, and the chat goes on."""
        try:
            lines = list(self._reply(text))
        except Exception:
            _LOGGER.exception("A line could not be answered")
            lines = [self._messages.failed]
        self._write([*lines, ""])

    @property
    def _messages(self) -> Messages:
        return messages_in(self._language)

    def _reply(self, text: str) -> Iterator[str]:
        if not text.startswith("/"):
            return self._ask(text)
        command, _, argument = text.partition(" ")
        if command == "/sources":
            return self._sources()
        if command == "/source":
            return self._source(argument.strip())
        if command.partition("_")[0] == "/said":
            return self._said(argument_of(text))
        return iter([self._sentence(command)])

    def _sentence(self, command: str) -> str:
        help_ = f"{self._messages.help_asking}\n\n{self._messages.help_commands}"
        sentences = {"/start": self._messages.welcome, "/help": help_}
        if command == "/start":
            self._talk.forget()
        return sentences.get(command, self._messages.unknown_command)

    def _ask(self, text: str) -> Iterator[str]:
        try:
            answer = self._talk.ask(self._retriever, text, datetime.now(UTC))
        except FilterError as error:
            yield self._harmless(strip_controls(filter_text(error, self._language)))
            return
        if answer.answerable:
            self._language = answer.language
            yield from self._citations(answer)
        else:
            yield unanswered_text(answer, self._language)
            yield from (_line(parts, " ") for parts in found_parts(answer))
        yield from undated_texts(answer)

    def _citations(self, answer: Answer) -> Iterator[str]:
        for citation in answer.citations:
            if citation is not answer.citations[0]:
                yield ""
            yield _line(heading(citation, self._messages), " ")
            yield self._words(citation)
            yield _line(source_parts(citation, self._messages), self._messages.separator, "— ")
            for other in citation.also_in:
                where = _line(also_in_parts(other, self._messages), self._messages.separator)
                yield f"  {self._messages.also_in} {where}"

    def _words(self, citation: Citation) -> str:
        if not self._is_terminal:
            return citation.text
        pieces, done = [], citation.start
        for span in citation.highlights:
            pieces += [self._slice(citation, Span(done, span.start)), _BOLD[0], self._slice(citation, span), _BOLD[1]]
            done = span.end
        return "".join((*pieces, self._slice(citation, Span(done, citation.end))))

    def _slice(self, citation: Citation, span: Span) -> str:
        return self._harmless(span.shift(-citation.start).of(citation.text))

    def _harmless(self, text: str) -> str:
        return text.translate(_UNSAFE) if self._is_terminal else text

    def _sources(self) -> Iterator[str]:
        documents = self._retriever.documents()
        yield self._messages.sources_heading.format(count=len(documents)) if documents else self._messages.no_documents
        for number, document in enumerate(documents, start=1):
            parts = [*description(document, self._messages)]
            yield f"{number}. {_line(parts, self._messages.separator)} [{shortened(document.id, MAX_NAME_CHARS)}]"

    def _source(self, name: str) -> Iterator[str]:
        if not name:
            yield self._messages.source_usage
        elif document := document_by_name(self._retriever, name):
            yield _line(document_parts(document, self._messages), self._messages.separator)
            yield ""
            yield self._harmless(document.text)
        else:
            yield self._messages.source_unknown.format(name=shortened(name, MAX_NAME_CHARS))

    def _said(self, name: str) -> Iterator[str]:
        if not name:
            speakers = self._retriever.speakers()
            heading = self._messages.speakers_heading.format(count=len(speakers))
            return iter([heading if speakers else self._messages.no_speakers, *self._speakers(speakers)])
        if name.isdecimal():
            speaker = speaker_by_number(self._retriever, name)
            if speaker is None:
                return iter([self._messages.said_unknown_number.format(name=shortened(name, MAX_NAME_CHARS))])
            return self._statements(statements_of(self._retriever, speaker))
        found = find_statements(self._retriever, name)
        if isinstance(found, Choice):
            return iter([strip_controls(choice_text(found, self._messages)), *self._speakers(found.speakers)])
        return self._statements(found)

    def _speakers(self, speakers: Iterable[Speaker]) -> Iterator[str]:
        for speaker in speakers:
            parts = [Part(shortened(speaker.name, MAX_NAME_CHARS)), *counts_parts(speaker, self._messages)]
            yield f"/said_{speaker.id} {_line(parts, self._messages.separator)}"

    def _statements(self, statements: Statements) -> Iterator[str]:
        yield _line(statements_heading(statements, self._messages), self._messages.separator)
        numbers = count(1)
        for document, said in statements.by_document:
            yield ""
            yield _line(topic_parts(document, self._messages), self._messages.separator, "— ")
            for quotation in said:
                yield _line(statement_parts(next(numbers), quotation, statements, self._messages), " ")
                yield self._harmless(quotation.text)

    def _write(self, lines: Iterable[str]) -> None:
        self._output.write("\n".join(lines) + "\n")
        self._output.flush()


def _line(parts: Iterable[Part], joiner: str, start: str = "") -> str:
    """Join parts without the marks that direct text: terminals either ignore or show them."""
    return strip_controls(start + joiner.join(part.text for part in parts)).translate(_UNSAFE)


def typed_lines() -> Iterator[str]:
    """Read lines from the keyboard with a prompt, until Ctrl-D or Ctrl-C."""
    with suppress(ImportError):  # line editing, where Python was built with it
        import readline  # noqa: F401, PLC0415  # importing it is all that `input` needs
    with suppress(EOFError, KeyboardInterrupt):
        while True:
            yield input(PROMPT)

"""How is the found half of a question told on the command line? In the question's language, a fact on each line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from retrieval.model import Answer, Found, Half, Language, Quoted
from retrieval.printing import on_one_line

_MOST_CHARS = 120

_SENTENCES = {
    Language.ENGLISH: {
        Half.QUOTED: "The archive quotes {quoted}.",
        Half.NOT_ON_TOPIC: "The archive quotes {quoted}, but not on “{topic}”.",
        Half.UNKNOWN: "The archive quotes nobody whom “{asked}” means.",
        Half.UNTIMELY: "Without the time that is asked for there is an answer.",
        Half.OTHERS: "On “{topic}” it quotes: {others}.",
        Half.TOLD: "It tells of “{topic}” in: {title} ({document}).",
        Half.NOTHING: "Nothing clearly on “{topic}” was found either.",
    },
    Language.ARABIC: {
        Half.QUOTED: "ينقل الأرشيف أقوال: {quoted}.",
        Half.NOT_ON_TOPIC: "ينقل الأرشيف أقوال: {quoted}، ولكن ليس عن «{topic}».",
        Half.UNKNOWN: "لا ينقل الأرشيف قولًا لمن يُقصد بـ«{asked}».",
        Half.UNTIMELY: "وفيه جواب إن لم يُشترط الزمن.",
        Half.OTHERS: "وينقل عن «{topic}» أقوال: {others}.",
        Half.TOLD: "ويتناول «{topic}» في: {title} ({document}).",
        Half.NOTHING: "ولم يُعثر فيه على شيء واضح عن «{topic}».",
    },
}
_ASK = {Language.ENGLISH: "Ask: {question}", Language.ARABIC: "اسأل: {question}"}
_COMMA = {Language.ENGLISH: ", ", Language.ARABIC: "، "}


def found_object(found: Found | None) -> dict[str, Any] | None:
    """Lay out which half of a question was found; None where nothing was looked for."""
    return {"halves": list(found.halves)} | asdict(found) if found is not None else None


def found_lines(answer: Answer) -> Iterator[str]:
    """Say which half of a question without an answer the archive has, and what to ask instead."""
    found, language = answer.found, answer.language
    if found is None:
        return
    filled = {
        "quoted": _COMMA[language].join(quoted_text(one, language) for one in found.quoted),
        "others": _COMMA[language].join(map(_short, found.others)),
        "asked": _short(found.asked or ""),
        "topic": _short(found.topic or ""),
        "title": _short(found.title or ""),
        "document": _short(found.document or ""),
    }
    yield from (_SENTENCES[language][half].format(**filled) for half in found.halves)
    if found.question is not None:
        yield _ASK[language].format(question=on_one_line(found.question))


def quoted_text(quoted: Quoted, language: Language) -> str:
    """Name somebody with how often the archive quotes that one."""
    name = _short(quoted.speaker)
    if language is Language.ARABIC:
        return f"{name} ({quoted.statements:,})"
    return f"{name} {'once' if quoted.statements == 1 else f'{quoted.statements:,} times'}"


def _short(text: str) -> str:
    line = on_one_line(text)
    return line if len(line) <= _MOST_CHARS else f"{line[:_MOST_CHARS].rstrip()}…"

"""What does the reader see of a text that the bot sends?

HTML goes in; text, entities and complaints come out, as Telegram's own parser and cleaning would give them. What that
parser refuses is a Refusal; what it drops or alters in silence, though its documentation forbids it, is a complaint.

Source: the formatting section of https://core.telegram.org/bots/api, and the behavior of TDLib's parse_html,
fix_formatted_text and clean_input_string (tdlib/td, td/telegram/MessageEntity.cpp and misc.cpp).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tests.telegram_server.model import Entity, Refusal
from tests.telegram_server.rules import require_utf8

if TYPE_CHECKING:
    from tests.telegram_server.rules import Complain

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
ATTRIBUTES = {
    "a": {"href"},
    "span": {"class"},
    "code": {"class"},
    "blockquote": {"expandable"},
    "tg-emoji": {"emoji-id"},
}
NAMED_REFERENCES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
LINK_SCHEMES = {"http", "https", "tg"}

SPACE = re.compile(r"[ \t\n\v\f\r]*")
TAG_NAME = re.compile(r"[^ \t\n\v\f\r>]*")
ATTRIBUTE_NAME = re.compile(r"[^ \t\n\v\f\r=>]*")
BARE_VALUE = re.compile(r"[A-Za-z0-9.-]*")
REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]*)|#([0-9]*)|([A-Za-z]*))")

# Characters that Telegram deletes: carriage return, line and paragraph separators, the directional embeddings and
# overrides U+202A to U+202E (the isolates U+2066 to U+2069 stay), and three combining marks that draw across lines.
DELETED = frozenset("\r\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u0333\u033f\u030a")
# Characters without ink: a text of nothing else is empty.
INVISIBLE = frozenset(
    " \n\u00a0\u1680\u180e\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u200b\u200c\u200d\u200e\u200f"
    "\u202e\u202f\u205f\u2800\u3000\ufeff\ufffc"
)
# Of a run of left-to-right and right-to-left marks only the last stays; the others become U+200C.
DIRECTION_MARK = re.compile("[\u200e\u200f](?=[\u200e\u200f])")
COMMAND_OR_MENTION = re.compile(r"(?<![\w/@])(?:/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?|@[a-zA-Z0-9_]{3,32})(?!\w)")


@dataclass(frozen=True, slots=True)
class FormattedText:
    """Text as it is shown, with its formatting in UTF-16 units."""

    text: str
    entities: tuple[Entity, ...] = ()


@dataclass(slots=True)
class _OpenTag:
    """A tag that waits for its end, or, once ended, a stretch of the output in code points."""

    name: str
    start: int
    argument: str | None = None
    end: int = -1


def utf16_length(text: str) -> int:
    """Count UTF-16 units, in which Telegram measures texts and entities."""
    return len(text) + sum(character > "\uffff" for character in text)


def clean(text: str) -> str:
    """Delete and replace characters as Telegram does with every text."""
    return _thin_marks("".join(_clean_character(character) for character in text))


def is_empty(text: str) -> bool:
    """Tell whether a text shows nothing: only spaces and characters without ink."""
    return all(character in INVISIBLE or 0xE0000 <= ord(character) <= 0xE007F for character in text)


def read_text(text: str, parse_mode: str | None, complain: Complain, *, max_entities: int) -> FormattedText:
    """Parse, clean and trim a text as Telegram does before it shows it.

    Raises:
        Refusal: The text has no UTF-8 form, its markup is wrong, or nothing of it is visible.
    """
    require_utf8(text)
    if not text:
        raise Refusal(400, "Bad Request: message text is empty", rule="empty-text")
    parsed = read_caption(text, parse_mode, complain, max_entities=max_entities)
    if is_empty(parsed.text):
        raise Refusal(400, "Bad Request: text must be non-empty", rule="empty-text")
    return parsed


def read_caption(text: str, parse_mode: str | None, complain: Complain, *, max_entities: int) -> FormattedText:
    """Do what `read_text` does for a text that may be empty."""
    require_utf8(text)
    if parse_mode is None or parse_mode == "":
        return FormattedText(clean(text).strip(" \n"))
    if parse_mode.casefold() != "html":
        raise Refusal(400, "Bad Request: unsupported parse_mode", rule="parse-mode")
    parsed = _HtmlReader(text, complain).read()
    if len(parsed.entities) > max_entities:
        complain("too-many-entities", f"{len(parsed.entities)} entities; those after {max_entities} are dropped")
    return replace(parsed, entities=parsed.entities[:max_entities])


def find_commands(text: str) -> tuple[Entity, ...]:
    """Find the commands and mentions in what a person types, as Telegram marks them."""
    entities = []
    for match in COMMAND_OR_MENTION.finditer(text):
        kind = "bot_command" if match[0].startswith("/") else "mention"
        entities.append(Entity(kind, utf16_length(text[: match.start()]), len(match[0])))
    return tuple(entities)


def is_link(url: str) -> bool:
    """Tell whether Telegram would make a link of it: a scheme that it knows, or none, and a host with a dot."""
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
        host = parts.hostname or ""
    except ValueError:
        return False
    if any(character.isspace() for character in url) or parts.scheme not in LINK_SCHEMES:
        return False
    return parts.scheme == "tg" or "." in host.strip(".")


@dataclass(slots=True)
class _HtmlReader:
    """One pass over a text in HTML parse mode."""

    html: str
    complain: Complain
    at: int = 0
    shown: list[str] = field(default_factory=list)
    open_tags: list[_OpenTag] = field(default_factory=list)
    closed: list[_OpenTag] = field(default_factory=list)
    inside: Counter[str] = field(default_factory=Counter)
    told: set[str] = field(default_factory=set)

    def read(self) -> FormattedText:
        while self.at < len(self.html):
            if self.html.startswith("</", self.at):
                self._read_end_tag()
            elif self.html[self.at] == "<":
                self._read_start_tag()
            else:
                self._read_character()
        if self.open_tags:
            name = self.open_tags[-1].name
            raise _cannot_parse(f'Can\'t find end tag corresponding to start tag "{name}"', rule="unclosed-tag")
        return self._finish()

    def _read_character(self) -> None:
        character = self.html[self.at]
        if character == "&":
            character = self._read_reference()
        else:
            if character == ">":
                self._tell("unescaped", "a '>' that is not written &gt;", self.at)
            self.at += 1
        cleaned = _clean_character(character)
        if cleaned:
            self.shown.append(cleaned)

    def _read_reference(self) -> str:
        """Read a character reference, or the `&` alone where it starts none that Telegram knows."""
        start = self.at
        match = REFERENCE.match(self.html, start)
        assert match is not None  # each of its parts may be empty
        character = _decode_reference(match)
        if character is None:
            self._tell("unescaped", "an '&' that starts none of Telegram's references", start)
            self.at += 1
            return "&"
        self.at = match.end()
        if self.html.startswith(";", self.at):
            self.at += 1
        else:
            self._tell("unescaped", "a reference without its semicolon", start)
        return character

    def _read_start_tag(self) -> None:
        start = self.at
        name = self._take(TAG_NAME, start + 1).lower()
        if self.at == len(self.html):
            raise _cannot_parse(f"Unclosed start tag at byte offset {self._offset(start)}", rule="unclosed-tag")
        if name not in TAGS:
            raise _cannot_parse(
                f'Unsupported start tag "{name}" at byte offset {self._offset(start)}', rule="unsupported-tag"
            )
        attributes = self._read_attributes(name, start)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            problem = f'Tag "span" must have class "tg-spoiler" at byte offset {self._offset(start)}'
            raise _cannot_parse(problem, rule="unsupported-tag")
        self._check_nesting(name, attributes, start)
        self.inside[name] += 1
        self.open_tags.append(_OpenTag(name, len(self.shown), _argument(name, attributes)))

    def _read_attributes(self, tag: str, start: int) -> dict[str, str]:
        attributes: dict[str, str] = {}
        while True:
            self._take(SPACE, self.at)
            if self.html.startswith(">", self.at):
                self.at += 1
                return attributes
            name = self._take(ATTRIBUTE_NAME, self.at)
            if self.at == len(self.html):
                raise self._unclosed(tag, start)
            if not name:
                problem = f'Empty attribute name in the tag "{tag}" at byte offset {self._offset(start)}'
                raise _cannot_parse(problem, rule="malformed-attribute")
            attributes[name] = self._read_value(tag, start)
            if name not in ATTRIBUTES.get(tag, set()):
                self._tell("unsupported-attribute", f"<{tag}> with an attribute {name!r}", start)

    def _read_value(self, tag: str, start: int) -> str:
        """Read the value after an attribute's name; empty where there is none, as of `expandable`."""
        self._take(SPACE, self.at)
        if not self.html.startswith("=", self.at):
            return ""
        self.at += 1
        self._take(SPACE, self.at)
        if self.html[self.at : self.at + 1] in {'"', "'"}:
            return self._read_quoted_value(tag, start)
        token_start = self.at
        value = self._take(BARE_VALUE, self.at).lower()
        if self.at == len(self.html):
            raise self._unclosed(tag, start)
        if self.html[self.at] not in " \t\n\v\f\r>":
            problem = f"Unexpected end of name token at byte offset {self._offset(token_start)}"
            raise _cannot_parse(problem, rule="malformed-attribute")
        return value

    def _read_quoted_value(self, tag: str, start: int) -> str:
        quote = self.html[self.at]
        self.at += 1
        value: list[str] = []
        while self.at < len(self.html) and self.html[self.at] != quote:
            if self.html[self.at] == "&":
                value.append(self._read_reference())
            else:
                value.append(self.html[self.at])
                self.at += 1
        self.at += 1
        if self.at >= len(self.html):
            raise self._unclosed(tag, start)
        return "".join(value)

    def _read_end_tag(self) -> None:
        start = self.at
        name = self._take(TAG_NAME, start + 2).lower()
        self._take(SPACE, self.at)
        if not self.open_tags:
            raise _cannot_parse(f"Unexpected end tag at byte offset {self._offset(start)}", rule="unmatched-tag")
        if not self.html.startswith(">", self.at):
            raise _cannot_parse(f"Unclosed end tag at byte offset {self._offset(start)}", rule="unclosed-tag")
        self.at += 1
        tag = self.open_tags.pop()
        self.inside[tag.name] -= 1
        if name not in {"", tag.name}:
            problem = (
                f'Unmatched end tag at byte offset {self._offset(start)}, expected "</{tag.name}>", found "</{name}>"'
            )
            raise _cannot_parse(problem, rule="unmatched-tag")
        tag.end = len(self.shown)
        if tag.end > tag.start:
            self._close(tag, start)

    def _close(self, tag: _OpenTag, position: int) -> None:
        """Keep a stretch, unless Telegram drops it: a tag inside code or another blockquote, a link to nowhere."""
        if self._is_in_code or (tag.name == "blockquote" and self.inside["blockquote"]):
            return
        if tag.name == "a":
            tag.argument = tag.argument or "".join(self.shown[tag.start : tag.end])
            if not is_link(tag.argument):
                self._tell("dropped-link", f"a link to {tag.argument!r}, which is dropped,", position)
                return
        self.closed.append(tag)

    @property
    def _is_in_code(self) -> bool:
        return bool(self.inside["code"] or self.inside["pre"])

    def _check_nesting(self, name: str, attributes: dict[str, str], start: int) -> None:
        if name == "blockquote" and self.inside["blockquote"]:
            self._tell("nested-blockquote", "a blockquote inside another, which is dropped,", start)
        if not self._is_in_code:
            return
        if self.open_tags[-1].name == "pre" and name == "code" and attributes.get("class", "").startswith("language-"):
            self.open_tags[-1].argument = attributes["class"].removeprefix("language-")
            return
        self._tell("nested-in-code", f"a <{name}> inside <code> or <pre>, which is dropped,", start)

    def _tell(self, rule: str, what: str, position: int) -> None:
        """Complain once a text about a rule, where it is first broken."""
        if rule not in self.told:
            self.told.add(rule)
            self.complain(rule, f"{what} at byte offset {self._offset(position)}")

    def _finish(self) -> FormattedText:
        """Trim the text and its stretches, and count them in UTF-16 units."""
        text = _thin_marks("".join(self.shown))
        end = len(text.rstrip(" \n"))
        ink, units = _next_ink(text), _units_before(text)
        start = min(ink[0], end)
        entities = []
        for tag in self.closed:
            left, right = ink[tag.start], min(tag.end, end)
            if left < right:
                offset = units[left] - units[start]
                entities.append(Entity(_entity_type(tag), offset, units[right] - units[left], _entity_url(tag)))
        entities.sort(key=lambda entity: (entity.offset, -entity.length))
        return FormattedText(text[start:end], tuple(entities))

    def _take(self, pattern: re.Pattern[str], position: int) -> str:
        """Move past what a pattern matches at a position, and give it."""
        match = pattern.match(self.html, position)
        assert match is not None  # each of the patterns matches the empty string
        self.at = match.end()
        return match[0]

    def _unclosed(self, tag: str, start: int) -> Refusal:
        return _cannot_parse(f'Unclosed start tag "{tag}" at byte offset {self._offset(start)}', rule="unclosed-tag")

    def _offset(self, position: int) -> int:
        return len(self.html[:position].encode("utf-8"))


def _clean_character(character: str) -> str:
    if character in DELETED:
        return ""
    return " " if character < " " and character != "\n" else character


def _thin_marks(text: str) -> str:
    return DIRECTION_MARK.sub("\u200c", text)


def _decode_reference(match: re.Match[str]) -> str | None:
    """Give the character of a reference; None where Telegram leaves the `&` as it is."""
    hexadecimal, decimal, name = match.groups()
    if name is not None:
        return NAMED_REFERENCES.get(name)
    digits, base = (hexadecimal, 16) if hexadecimal is not None else (decimal, 10)
    code = int(digits, base) if digits and len(match[0]) < 10 else 0
    if code == 0 or code >= 0x10FFFF:
        return None
    if 0xD800 <= code <= 0xDFFF:
        raise _cannot_parse("Text contains invalid Unicode characters after decoding HTML entities", rule="not-utf8")
    return chr(code)


def _argument(name: str, attributes: dict[str, str]) -> str | None:
    if name == "tg-emoji":
        emoji_id = attributes.get("emoji-id", "")
        if not (emoji_id.isascii() and emoji_id.isdigit() and int(emoji_id) > 0):
            raise _cannot_parse("Invalid custom emoji identifier specified", rule="malformed-attribute")
        return emoji_id
    if name == "blockquote":
        return "expandable" if "expandable" in attributes else None
    return attributes.get("href") if name == "a" else None


def _entity_type(tag: _OpenTag) -> str:
    if tag.name == "blockquote" and tag.argument:
        return "expandable_blockquote"
    return TAGS[tag.name]


def _entity_url(tag: _OpenTag) -> str | None:
    return tag.argument if tag.name in {"a", "pre", "tg-emoji"} else None


def _next_ink(text: str) -> list[int]:
    """For every boundary between code points, where the next character is that is no space; shape (len(text) + 1,)."""
    places = [len(text)] * (len(text) + 1)
    for place in range(len(text) - 1, -1, -1):
        places[place] = places[place + 1] if text[place] in " \n" else place
    return places


def _units_before(text: str) -> list[int]:
    """For every boundary between code points, the UTF-16 units before it; shape (len(text) + 1,)."""
    units = [0]
    for character in text:
        units.append(units[-1] + 1 + (character > "\uffff"))
    return units


def _cannot_parse(problem: str, *, rule: str) -> Refusal:
    return Refusal(400, f"Bad Request: can't parse entities: {problem}", rule=rule)

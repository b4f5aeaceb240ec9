"""Telegram's HTML as a reader sees it, for tests: parsed by Python's own parser, which is strict about pairs here."""

from __future__ import annotations

from html.parser import HTMLParser


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.quotes: list[str] = []
        self.bold: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, _attributes: list[tuple[str, str | None]]) -> None:
        assert tag in {"b", "code", "a", "blockquote"}, f"Telegram knows no <{tag}>, or it is not ours"
        self.open.append(tag)
        if tag == "blockquote":
            self.quotes.append("")
        if tag == "b":
            self.bold.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, "tags overlap"

    def handle_data(self, data: str) -> None:
        self.text += data
        if "blockquote" in self.open:
            self.quotes[-1] += data
        if "b" in self.open:
            self.bold[-1] += data


def read(html: str) -> _Reader:
    """Read a message; its tags must be Telegram's and come in pairs."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert not reader.open, "a tag stays open"
    return reader


def utf16_units(text: str) -> int:
    """Count as Telegram does."""
    return len(text.encode("utf-16-le")) // 2

"""HTML is read as Telegram reads it, and what Telegram overlooks is told."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.telegram_server import Entity, Refusal
from tests.telegram_server.text import FormattedText, clean, find_commands, is_empty, is_link, read_text, utf16_length

TAG = st.sampled_from(["b", "i", "u", "s", "code", "pre", "blockquote", "tg-spoiler", "a", "span", "div", ""])
MARKUP = st.lists(
    st.one_of(
        TAG.map("<{}>".format),
        TAG.map("</{}>".format),
        st.sampled_from(
            [
                '<a href="http://a.b">',
                '<span class="tg-spoiler">',
                "<blockquote expandable>",
                "&amp;",
                "&#39;",
                "&",
                "<",
            ]
        ),
        st.text(max_size=5),
    ),
    max_size=12,
).map("".join)


def read(text: str, complaints: list[str] | None = None, parse_mode: str | None = "HTML") -> FormattedText:
    """Read a text, noting the rules that it breaks."""
    noted = complaints if complaints is not None else []
    return read_text(text, parse_mode, lambda rule, _: noted.append(rule), max_entities=100)


@pytest.mark.parametrize(
    ("tag", "kind"),
    [
        ("b", "bold"),
        ("strong", "bold"),
        ("i", "italic"),
        ("em", "italic"),
        ("u", "underline"),
        ("ins", "underline"),
        ("s", "strikethrough"),
        ("strike", "strikethrough"),
        ("del", "strikethrough"),
        ("tg-spoiler", "spoiler"),
        ("code", "code"),
        ("pre", "pre"),
        ("blockquote", "blockquote"),
        ("B", "bold"),
    ],
)
def test_tags_become_entities(tag: str, kind: str) -> None:
    """Each of Telegram's simple tags marks the text between it and its end."""
    complaints: list[str] = []
    assert read(f"قال <{tag}>نعم</{tag}> ثم", complaints) == FormattedText("قال نعم ثم", (Entity(kind, 4, 3),))
    assert complaints == []


@pytest.mark.parametrize(
    ("markup", "entity"),
    [
        ('<span class="tg-spoiler">سر</span>', Entity("spoiler", 0, 2)),
        (
            '<a href="https://example.org/?a=1&amp;b=2">سر</a>',
            Entity("text_link", 0, 2, "https://example.org/?a=1&b=2"),
        ),
        ("<a href='tg://user?id=1'>سر</a>", Entity("text_link", 0, 2, "tg://user?id=1")),
        ("<a>example.org</a>", Entity("text_link", 0, 11, "example.org")),
        ("<blockquote expandable>سر</blockquote>", Entity("expandable_blockquote", 0, 2)),
        ('<pre><code class="language-python">سر</code></pre>', Entity("pre", 0, 2, "python")),
        ('<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>', Entity("custom_emoji", 0, 2, "5368324170671202286")),
    ],
)
def test_attributes_say_more(markup: str, entity: Entity) -> None:
    """Attributes give a link its address, a quotation its fold, code its language."""
    complaints: list[str] = []
    assert read(markup, complaints).entities == (entity,)
    assert complaints == []


@pytest.mark.parametrize(
    ("markup", "problem", "rule"),
    [
        ("<div>سر</div>", 'Unsupported start tag "div" at byte offset 0', "unsupported-tag"),
        ("سر<br>", 'Unsupported start tag "br" at byte offset 4', "unsupported-tag"),
        ("<!-- سر -->", 'Unsupported start tag "!--" at byte offset 0', "unsupported-tag"),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2', "unsupported-tag"),
        ("1 <2> 3", 'Unsupported start tag "2" at byte offset 2', "unsupported-tag"),
        ("<b>سر", 'Can\'t find end tag corresponding to start tag "b"', "unclosed-tag"),
        ("سر</b>", "Unexpected end tag at byte offset 4", "unmatched-tag"),
        ("<b><i>سر</b></i>", 'Unmatched end tag at byte offset 10, expected "</i>", found "</b>"', "unmatched-tag"),
        ("<b", "Unclosed start tag at byte offset 0", "unclosed-tag"),
        ("<b ", 'Unclosed start tag "b" at byte offset 0', "unclosed-tag"),
        ("<b x", 'Unclosed start tag "b" at byte offset 0', "unclosed-tag"),
        ("<a href=x", 'Unclosed start tag "a" at byte offset 0', "unclosed-tag"),
        ('<a href="x"', 'Unclosed start tag "a" at byte offset 0', "unclosed-tag"),
        ("<b>سر</b", "Unclosed end tag at byte offset 7", "unclosed-tag"),
        ("<span>سر</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0', "unsupported-tag"),
        ('<a href="http://a.b>سر</a>', 'Unclosed start tag "a" at byte offset 0', "unclosed-tag"),
        ("<a href=http://a.b>سر</a>", "Unexpected end of name token at byte offset 8", "malformed-attribute"),
        ('<a ="x">سر</a>', 'Empty attribute name in the tag "a" at byte offset 0', "malformed-attribute"),
        ("<tg-emoji>👍</tg-emoji>", "Invalid custom emoji identifier specified", "malformed-attribute"),
        ("&#55296;", "Text contains invalid Unicode characters after decoding HTML entities", "not-utf8"),
    ],
)
def test_wrong_markup_is_refused(markup: str, problem: str, rule: str) -> None:
    """What Telegram's parser cannot read is refused in its words."""
    with pytest.raises(Refusal) as caught:
        read(markup)
    assert caught.value.code == 400
    assert caught.value.description == f"Bad Request: can't parse entities: {problem}"
    assert caught.value.rule == rule


@pytest.mark.parametrize(
    ("markup", "shown", "rule"),
    [
        ("خبز & ملح", "خبز & ملح", "unescaped"),
        ("2 > 1", "2 > 1", "unescaped"),
        ("&nbsp;سر", "&nbsp;سر", "unescaped"),
        ("&apos;سر", "&apos;سر", "unescaped"),
        ("&amp سر", "& سر", "unescaped"),
        ("&#0;", "&#0;", "unescaped"),
        ('<b class="x">سر</b>', "سر", "unsupported-attribute"),
        ('<a href="لا رابط">سر</a>', "سر", "dropped-link"),
        ("<blockquote>قال <blockquote>سر</blockquote></blockquote>", "قال سر", "nested-blockquote"),
        ("<code>قال <b>سر</b></code>", "قال سر", "nested-in-code"),
    ],
)
def test_overlooked_markup_is_told(markup: str, shown: str, rule: str) -> None:
    """What Telegram shows in another way than it was meant is shown so, and noted."""
    complaints: list[str] = []
    assert read(markup, complaints).text == shown
    assert complaints == [rule]


@pytest.mark.parametrize("reference", ["&lt;", "&#60;", "&#x3c;", "&#x3C;"])
def test_references_are_decoded(reference: str) -> None:
    """Named and numeric references stand for their character."""
    assert read(f"1 {reference} 2").text == "1 < 2"


def test_entities_are_counted_in_utf16_units() -> None:
    """A character beyond the basic plane counts twice, before an entity and in it."""
    assert read("😀<b>ب😀</b>").entities == (Entity("bold", 2, 3),)


def test_nested_tags_are_kept() -> None:
    """Tags that nest properly all become entities, the outer first."""
    assert read("<blockquote><b>قال</b> نعم</blockquote>").entities == (
        Entity("blockquote", 0, 7),
        Entity("bold", 0, 3),
    )


def test_edges_are_trimmed() -> None:
    """Spaces and newlines fall off at both ends, and entities shrink with them."""
    assert read(" \n<b> نعم \n</b>\n") == FormattedText("نعم", (Entity("bold", 0, 3),))


def test_more_than_a_hundred_entities_are_told() -> None:
    """What Telegram drops in silence is noted."""
    complaints: list[str] = []
    assert len(read("<b>ب</b> " * 101, complaints).entities) == 100
    assert complaints == ["too-many-entities"]


@pytest.mark.parametrize(
    "text", ["", " ", "\n \t", "\u200f\u200b\u200e", "\u2800\u3000", "<b></b>", "<b> </b>", "\ufeff"]
)
def test_text_without_ink_is_refused(text: str) -> None:
    """A message must show something."""
    with pytest.raises(Refusal, match="empty") as caught:
        read(text)
    assert caught.value.rule == "empty-text"


def test_lone_surrogates_are_refused() -> None:
    """Half of a surrogate pair has no UTF-8 form."""
    with pytest.raises(Refusal, match="UTF-8"):
        read("قال \ud83d")


@pytest.mark.parametrize("parse_mode", ["Markdown", "MarkdownV2", "xml"])
def test_other_parse_modes_are_refused(parse_mode: str) -> None:
    """Only HTML is rendered here, so nothing else passes."""
    with pytest.raises(Refusal, match="parse_mode") as caught:
        read("نعم", parse_mode=parse_mode)
    assert caught.value.rule == "parse-mode"


def test_without_parse_mode_markup_is_text() -> None:
    """Plain text is shown as it is."""
    assert read("<b>نعم & لا", parse_mode=None) == FormattedText("<b>نعم & لا")


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("ا\tب", "ا ب"),
        ("ا\r\nب", "ا\nب"),
        ("ا\u202bب\u202c", "اب"),
        ("\u2067ا\u2069", "\u2067ا\u2069"),
        ("\u200f\u200f\u200fا", "\u200c\u200c\u200fا"),
    ],
)
def test_telegram_alters_some_characters(sent: str, shown: str) -> None:
    """Tabs, returns, embeddings and runs of marks do not arrive as they were sent; isolates do."""
    assert clean(sent) == shown
    assert read(f"{sent}.").text == f"{shown}."


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("/start", [Entity("bot_command", 0, 6)]),
        ("😀 /ask@isnad_bot لا", [Entity("bot_command", 3, 14)]),
        ("سؤال @isnad_bot", [Entity("mention", 5, 10)]),
        ("a/b x@y.org 1/2", []),
        ("/اسأل", []),
    ],
)
def test_commands_and_mentions_are_found(text: str, entities: list[Entity]) -> None:
    """What a person types is marked as Telegram marks it."""
    assert list(find_commands(text)) == entities


@pytest.mark.parametrize(
    "url", ["https://example.org/ا", "http://موقع.إمارات/", "tg://resolve?domain=x", "example.org"]
)
def test_links_are_known(url: str) -> None:
    """Addresses that Telegram links to."""
    assert is_link(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "ftp://example.org",
        "https://example.org/a b",
        "https://localhost/",
        "لا رابط",
        "http://[",
    ],
)
def test_other_addresses_are_not_linked(url: str) -> None:
    """Addresses that Telegram drops."""
    assert not is_link(url)


def read_or_refuse(text: str, complaints: list[str]) -> FormattedText | Refusal:
    """Read a text, or give the refusal."""
    try:
        return read(text, complaints)
    except Refusal as refusal:
        return refusal


@given(MARKUP)
def test_any_markup_is_read_or_refused(markup: str) -> None:
    """Whatever comes, it is shown with entities that lie in the text, or refused."""
    parsed = read_or_refuse(markup, [])
    if isinstance(parsed, FormattedText):
        assert not is_empty(parsed.text)
        assert all(one.offset >= 0 and one.offset + one.length <= utf16_length(parsed.text) for one in parsed.entities)
        assert all(one.length > 0 for one in parsed.entities)


@given(st.text(st.characters(codec="utf-8")))
def test_escaped_text_is_shown_as_it_is(text: str) -> None:
    """Escaping is undone exactly, up to Telegram's own cleaning, and without complaint."""
    complaints: list[str] = []
    assert read(f".{html.escape(text)}.", complaints).text == clean(f".{text}.")
    assert complaints == []


@pytest.mark.parametrize(
    "hostile",
    [
        "<b>" * 50_000 + "ب" + "</b>" * 50_000,
        "<a " + "x " * 100_000,
        "&" * 100_000,
        "<b" + " " * 100_000,
        ">" * 100_000,
    ],
)
def test_hostile_text_is_read_in_one_pass(hostile: str) -> None:
    """A deep nest, an endless tag or a flood of marks ends within the time-out of a test."""
    complaints: list[str] = []
    assert read_or_refuse(hostile, complaints)
    assert len(complaints) <= 1

"""Tests of the bot as readers meet it: its own process, real HTTP, a strict server, a real archive."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from bot.messages import ARABIC, ENGLISH, Messages
from bot.presentation import unanswered_text
from retrieval import FilterFault, Language, Reason
from tests.bot.conftest import HOSTILE_ID
from tests.bot.process import BotProcess, copied
from tests.telegram_server import BotApiServer, Fault

if TYPE_CHECKING:
    from retrieval import Answer, Retriever
    from tests.telegram_server import Chat, SentMessage, Update, User

LAVROV = "ماذا قال لافروف عن النصرة؟"
ARABIC_QUESTIONS = [LAVROV]
ENGLISH_QUESTIONS = [
    "What did Lavrov say about Nusra?",
    "What did Kerry say?",
    "Who talked about Syria?",
    "Kerry Lavrov",
]
FOLLOW_UPS = ["وماذا عن الأسد؟", "وماذا قال عن الهدنة؟", "وماذا قال كيري؟", "وعن تنظيم داعش؟", "ومتى قال ذلك؟"]
INVISIBLE = dict.fromkeys((0x200E, 0x200F, 0x2066, 0x2068, 0x2069))


@pytest.fixture
def reader(server: BotApiServer) -> User:
    """A new reader with an Arabic app."""
    return server.add_user("سلمى", language_code="ar")


def plain(message: SentMessage) -> str:
    """Read a message without the marks that direct it."""
    return message.text.translate(INVISIBLE)


def parts(message: SentMessage, kind: str) -> list[str]:
    """Cut the stretches of one format out of a message."""
    units = message.text.encode("utf-16-le")
    found = [entity for entity in message.entities if entity.type.endswith(kind)]
    return [units[2 * one.offset : 2 * (one.offset + one.length)].decode("utf-16-le") for one in found]


def buttons(message: SentMessage) -> dict[str, str]:
    """Map the labels of the buttons, from left to right, to their data."""
    return {label: data or "" for row in message.buttons for label, data in row}


def press(server: BotApiServer, reader: User, message: SentMessage, label: str) -> Update:
    """Press a button and see that it is answered."""
    update = server.press(reader, message, buttons(message)[label])
    server.wait_for_query_answer(update)
    return update


def turned(server: BotApiServer, message: SentMessage) -> SentMessage:
    """Wait until a message shows another page."""
    place = (message.chat_id, message.message_id)
    return server.wait_for(lambda one: (one.chat_id, one.message_id) == place and one.edits > message.edits)


def message_from(server: BotApiServer, sender: User, **content: object) -> Update:
    """Let a reader send something else than text."""
    chat = {"id": sender.id, "type": "private", "first_name": sender.first_name}
    message = {"message_id": 10**6, "date": int(time.time()), "chat": chat, "from": sender.as_json(), **content}
    return server.push({"message": message})


PHOTO = {"photo": [{"file_id": "a", "file_unique_id": "a", "width": 9, "height": 9}]}
STICKER = {"file_id": "b", "file_unique_id": "b", "type": "regular", "width": 9, "height": 9}
OTHER_CONTENT = [
    PHOTO,
    {"sticker": {**STICKER, "is_animated": False, "is_video": False}},
    {"voice": {"file_id": "c", "file_unique_id": "c", "duration": 3}},
    {"location": {"latitude": 1.5, "longitude": 2.5}},
    {"contact": {"phone_number": "1", "first_name": "س"}},
]


@pytest.mark.parametrize(("code", "messages"), [("ar", ARABIC), ("en", ENGLISH), (None, ENGLISH)])
def test_start_welcomes_in_the_readers_language(server: BotApiServer, code: str | None, messages: Messages) -> None:
    """/start speaks the language of the reader's app."""
    asked = server.send_text(server.add_user(language_code=code), "/start")
    assert plain(server.wait_for_answer(asked)) == messages.welcome


def test_help_explains(server: BotApiServer, reader: User) -> None:
    """/help tells how to ask and which commands there are."""
    shown = plain(server.wait_for_answer(server.send_text(reader, "/help")))
    assert all(part in shown for part in (ARABIC.help_asking, ARABIC.help_reading, ARABIC.help_commands))


def test_the_menu_of_commands_is_set_in_both_languages(server: BotApiServer) -> None:
    """Telegram's menu lists the commands, described in the reader's language."""
    for code, messages in (("", ENGLISH), ("ar", ARABIC)):
        listed = {entry["command"]: entry["description"] for entry in server.profile("commands", code)}
        assert listed["sources"] == messages.sources_command
        assert listed["said"] == messages.said_command
        asking = {"start", "help", "new", "said", "sources", "source", "latest", "from", "to", "outlet"}
        assert set(listed) == asking | {"settings", "privacy", "forget"}


def test_an_answer_is_what_the_archive_says(server: BotApiServer, reader: User, reading: Retriever) -> None:
    """The block quotes are the best excerpts of the retriever's own answer, each with its number, id and button."""
    best = reading.ask(LAVROV).citations[:3]
    shown = server.wait_for_answer(server.send_text(reader, LAVROV))
    assert parts(shown, "blockquote") == [citation.text for citation in best]
    assert [id_.translate(INVISIBLE) for id_ in parts(shown, "code")] == [one.document for one in best]
    assert list(buttons(shown))[:3] == [f"🔍 {citation.rank}" for citation in reversed(best)]
    assert all(f"[{citation.rank}]" in shown.text for citation in best)
    request = server.wait_for_request("sendMessage", lambda one: one.params.get("chat_id") == reader.id)
    assert request.params["link_preview_options"] == {"is_disabled": True}


@pytest.mark.parametrize(("questions", "paragraph"), [(ARABIC_QUESTIONS, "الفقرة"), (ENGLISH_QUESTIONS, "¶")])
@pytest.mark.parametrize("code", ["ar", "en"])
def test_an_answer_speaks_the_language_of_its_question(
    server: BotApiServer, reading: Retriever, questions: list[str], paragraph: str, code: str
) -> None:
    """The furniture of an answer follows the question, whatever the app speaks."""
    question = next(question for question in questions if reading.ask(question).answerable)
    shown = server.wait_for_answer(server.send_text(server.add_user(language_code=code), question))
    assert parts(shown, "blockquote")
    assert paragraph in shown.text


def test_what_the_archive_does_not_hold_is_said(server: BotApiServer, reader: User) -> None:
    """A question on nothing in the archive gets a sentence and no excerpt."""
    shown = server.wait_for_answer(server.send_text(reader, "ما سعر البطيخ في اليابان؟"))
    assert plain(shown).startswith(tuple(ARABIC.unanswered.values()))
    assert list(buttons(shown)) == ["👍", "👎"]


@pytest.mark.parametrize("text", ["🤷🏽", "؟؟؟ !!", "."])
@pytest.mark.parametrize(("code", "messages"), [("ar", ARABIC), ("en", ENGLISH)])
def test_a_message_without_words_is_answered(server: BotApiServer, text: str, code: str, messages: Messages) -> None:
    """Emoji and punctuation get a kind sentence in the language of the app."""
    asked = server.send_text(server.add_user(language_code=code), text)
    assert plain(server.wait_for_answer(asked)) == messages.unanswered[Reason.EMPTY_QUESTION]


@pytest.mark.parametrize("text", ["ه" * 4096, "لافروف " * 585, "<b>&lt;" * 585, "😀" * 2048, "\u202eمقلوب" * 600])
def test_the_longest_messages_are_answered(server: BotApiServer, reader: User, text: str) -> None:
    """A message as long as Telegram lets it be gets an answer and not an apology."""
    assert plain(server.wait_for_answer(server.send_text(reader, text))) != ARABIC.failed


def test_an_excerpt_opens_in_its_document(server: BotApiServer, reader: User, reading: Retriever) -> None:
    """What stands around a citation leads to a page of the document with exactly the cited words in bold."""
    cited = reading.ask(LAVROV).citations[0]
    shown = server.wait_for_answer(server.send_text(reader, LAVROV))
    around = server.wait_for_answer(press(server, reader, shown, "🔍 1"))
    assert parts(around, "bold")[-1] == cited.text
    assert parts(around, "blockquote")[0] in reading.document(cited.document).text
    press(server, reader, around, ARABIC.whole_document)
    opened = turned(server, around)
    assert cited.document in opened.text
    assert ARABIC.cited_in_bold in opened.text
    assert parts(opened, "bold")[-1] == cited.text


def test_a_document_is_turned_page_by_page(server: BotApiServer, reader: User, reading: Retriever) -> None:
    """Next and previous edit the page; all pages hold the whole text; in Arabic "next" stands on the left."""
    page = server.wait_for_answer(server.send_text(reader, f"/source {HOSTILE_ID}"))
    assert list(buttons(page)) == [ARABIC.next]
    pages = [page]
    while ARABIC.next in buttons(page):
        press(server, reader, page, ARABIC.next)
        page = turned(server, page)
        pages.append(page)
    assert list(buttons(pages[1])) == [ARABIC.next, ARABIC.previous]
    bodies = "".join(one.text.split("\n\n", 1)[1] + " " for one in pages)
    assert bodies.split() == reading.document(HOSTILE_ID).text.split()


def test_the_list_of_documents_has_pages(server: BotApiServer, reading: Retriever) -> None:
    """/sources numbers all documents over its pages; in English "next" stands on the right."""
    reader = server.add_user(language_code="en")
    first = server.wait_for_answer(server.send_text(reader, "/sources"))
    press(server, reader, first, ENGLISH.next)
    second = turned(server, first)
    assert list(buttons(second)) == [ENGLISH.previous]
    shown = plain(first) + plain(second)
    documents = reading.documents()
    assert len(documents) == 15
    assert all(f"\n{number}. " in shown and f"/source_{number}\n" in shown for number in range(1, 16))
    assert all(document.published in shown.replace(" ", "T") for document in documents if document.published)


@pytest.mark.parametrize("command", ["/source 2", "/source_2", "/source ٢", "/source {id}", "/source@isnad_test_bot 2"])
def test_a_document_is_found_by_number_or_id(
    server: BotApiServer, reader: User, reading: Retriever, command: str
) -> None:
    """/source takes a number of the list, in any digits, or an id, and shows the text from its start."""
    document = reading.document(reading.documents()[1].id)
    shown = server.wait_for_answer(server.send_text(reader, command.format(id=document.id)))
    assert document.id in shown.text
    assert shown.text.split("\n\n", 1)[1].split()[:10] == document.text.split()[:10]


@pytest.mark.parametrize("name", ["0", "99", "-1", "²", "nothing.txt", "<b>x</b>", "'; drop table", "9" * 4000])
def test_an_unknown_document_is_said(server: BotApiServer, reader: User, name: str) -> None:
    """/source with nonsense says that there is no such document."""
    shown = server.wait_for_answer(server.send_text(reader, f"/source {name}"))
    before, after = ARABIC.source_unknown.split("{name}")
    assert plain(shown).startswith(before)
    assert plain(shown).endswith(after)


@pytest.mark.parametrize("command", ["/source", "/source_"])
def test_a_missing_number_is_asked_for(server: BotApiServer, reader: User, command: str) -> None:
    """/source alone says what it needs."""
    assert plain(server.wait_for_answer(server.send_text(reader, command))) == ARABIC.source_usage


def all_pages(server: BotApiServer, reader: User, page: SentMessage) -> list[SentMessage]:
    """Turn a message to its last page, and give all of them."""
    pages = [page]
    while ARABIC.next in buttons(pages[-1]):
        press(server, reader, pages[-1], ARABIC.next)
        pages.append(turned(server, pages[-1]))
    return pages


@pytest.mark.parametrize("name", ["لافروف", "سيرجى لافروف", "Lavrov", "Sergei Lavrov"])
def test_what_somebody_said_is_shown(server: BotApiServer, reader: User, reading: Retriever, name: str) -> None:
    """/said with a name in any usual spelling shows that person's statements, verbatim, under the documents' titles."""
    (lavrov,) = reading.speakers(name)
    pages = all_pages(server, reader, server.wait_for_answer(server.send_text(reader, f"/said {name}")))
    assert len(pages) > 1
    shown = [words for page in pages for words in parts(page, "blockquote")]
    assert sorted(shown) == sorted(quotation.text for quotation in reading.quotations(speaker=lavrov))
    counts = ARABIC.said_counts.format(quotations=lavrov.quotations, documents=lavrov.documents)
    titles = {reading.document(quotation.document).title for quotation in reading.quotations(speaker=lavrov)}
    assert all(counts in plain(page) for page in pages)
    assert all(any(title in plain(page) for page in pages) for title in titles if title)


def test_a_page_of_statements_outlives_a_restart(
    reading_url: str, tmp_path_factory: pytest.TempPathFactory, reading: Retriever
) -> None:
    """A button carries all that it needs: another process turns the page that the first one sent."""
    folder = tmp_path_factory.mktemp("restart")
    url = copied(reading_url, folder)
    with BotApiServer() as server:
        settings = {"TELEGRAM_API_URL": server.url, "TELEGRAM_BOT_TOKEN": server.token, "DATABASE_URL": url}
        reader = server.add_user(language_code="ar")
        with BotProcess(folder, **settings) as bot:
            first = server.wait_for_answer(server.send_text(reader, "/said Kerry"), timeout_s=30)
            assert bot.end() == 0
        with BotProcess(folder, **settings) as bot:
            pages = all_pages(server, reader, first)
            assert bot.end() == 0
        server.check()
    shown = [words for page in pages for words in parts(page, "blockquote")]
    assert sorted(shown) == sorted(quotation.text for quotation in reading.quotations(speaker="Kerry"))


def test_a_statement_opens_in_its_document(server: BotApiServer, reader: User) -> None:
    """The button of a statement shows the document with exactly its words in bold."""
    shown = server.wait_for_answer(server.send_text(reader, "/said Lavrov"))
    opened = server.wait_for_answer(press(server, reader, shown, "📄 1"))
    assert parts(opened, "bold")[-1] == parts(shown, "blockquote")[0]


def test_whom_the_archive_quotes_is_listed(server: BotApiServer, reader: User, reading: Retriever) -> None:
    """/said alone lists everybody over its pages, with a command that shows what each one said."""
    pages = all_pages(server, reader, server.wait_for_answer(server.send_text(reader, "/said")))
    listed = "".join(plain(page) for page in pages)
    speakers = reading.speakers()
    assert all(f"/said_{speaker.id}\n" in listed for speaker in speakers)
    assert listed.index(speakers[0].name) < listed.index(f"/said_{speakers[1].id}\n")
    shown = server.wait_for_answer(server.send_text(reader, f"/said_{speakers[-1].id}"))
    assert parts(shown, "blockquote") == [q.text for q in reading.quotations(speaker=speakers[-1])]


def test_somebody_described_is_found(server: BotApiServer, reader: User) -> None:
    """Words that describe a person do as well as the name."""
    shown = server.wait_for_answer(server.send_text(reader, "/said المبعوث الأممي"))
    assert ARABIC.said_by.format(name="ستيفان دي ميستورا") in plain(shown)


@pytest.mark.parametrize("name", ["Winston Churchill", "لافرووف الكبير", "<b>x</b>", "🤷🏽", "9" * 4000, "و" * 4000])
def test_an_unknown_speaker_is_said(server: BotApiServer, reader: User, name: str) -> None:
    """/said with nonsense says kindly that nobody is meant."""
    shown = server.wait_for_answer(server.send_text(reader, f"/said {name}"))
    sentences = (ARABIC.said_unknown, ARABIC.said_unknown_number)
    assert any(plain(shown).startswith(one.split("{name}")[0]) for one in sentences)
    assert not parts(shown, "blockquote")


def test_a_misspelt_name_leads_to_the_nearest(server: BotApiServer, reader: User, reading: Retriever) -> None:
    """The names that sound like it can be tapped."""
    shown = plain(server.wait_for_answer(server.send_text(reader, "/said Lavron")))
    (lavrov,) = reading.speakers("Lavrov")
    assert ARABIC.said_nearest in shown
    assert f"/said_{lavrov.id}" in shown


def test_a_speakers_button_of_another_archive_is_out_of_date(server: BotApiServer, reader: User) -> None:
    """A number that somebody else has now shows nobody's words."""
    shown = server.wait_for_answer(server.send_text(reader, "/said"))
    update = server.press(reader, shown, "p:ar:0:1:AAAAAA", stale=True)
    assert plain(server.wait_for_answer(update)) == ARABIC.old_button


def test_an_unknown_command_is_said(server: BotApiServer, reader: User) -> None:
    """A command that the bot does not know points to /help."""
    assert plain(server.wait_for_answer(server.send_text(reader, "/weather"))) == ARABIC.unknown_command


@pytest.mark.parametrize("content", OTHER_CONTENT, ids=lambda content: next(iter(content)))
def test_other_content_gets_a_kind_sentence(server: BotApiServer, reader: User, content: dict[str, object]) -> None:
    """Pictures, stickers, voices and the like are turned down kindly."""
    message_from(server, reader, **content)
    assert plain(server.wait_for(lambda sent: sent.chat_id == reader.id)) == ARABIC.text_only


def test_an_album_is_turned_down_once(server: BotApiServer, reader: User) -> None:
    """Of the pictures of an album, which come one by one, only the first is answered."""
    for _ in range(3):
        message_from(server, reader, **PHOTO, media_group_id="77")
    server.send_text(reader, "/weather")
    server.wait_for(lambda sent: sent.chat_id == reader.id and plain(sent) == ARABIC.unknown_command)
    assert [plain(sent) for sent in server.messages(reader.id)] == [ARABIC.text_only, ARABIC.unknown_command]


def told(answer: Answer) -> list[str]:
    """Give what a reader is told: the excerpts, or the sentence that there is none."""
    return [one.text for one in answer.citations] or [unanswered_text(answer, Language.ARABIC)]


def test_a_follow_up_leans_on_the_question_before(server: BotApiServer, reader: User, reading: Retriever) -> None:
    """An elliptic question is answered with the reader's history, and /new takes that away."""
    both = ((text, told(reading.ask(text, history=[LAVROV])), told(reading.ask(text))) for text in FOLLOW_UPS)
    follow_up, *expected = next(one for one in both if one[1] != one[2])
    server.wait_for_answer(server.send_text(reader, LAVROV))
    shown = [server.wait_for_answer(server.send_text(reader, follow_up))]
    server.wait_for_answer(server.send_text(reader, "/new"))
    shown.append(server.wait_for_answer(server.send_text(reader, follow_up)))
    seen = [parts(message, "blockquote") or [plain(message)] for message in shown]
    assert seen == [some[: len(one)] for some, one in zip(expected, seen, strict=True)]


def test_one_chat_is_answered_in_order(server: BotApiServer, reader: User) -> None:
    """Messages of one chat are answered in the order in which they came, quick ones after slow ones."""
    texts = [LAVROV, "/weather", "/source 1", "/source", LAVROV, "/weather"]
    updates = [server.send_text(reader, text) for text in texts]
    server.wait_until(lambda: len(server.messages(reader.id)) >= len(updates))
    shown = [sent.text.translate(INVISIBLE) for sent in server.messages(reader.id)]
    assert [index for index, text in enumerate(shown) if text == ARABIC.unknown_command] == [1, 5]
    assert shown[3] == ARABIC.source_usage
    assert shown[0] == shown[4]


def test_a_slow_chat_delays_nobody(server: BotApiServer, reader: User) -> None:
    """While one answer hangs, other readers get theirs."""
    server.fail_next("sendMessage", Fault.hung())
    slow = server.send_text(reader, "/help")
    server.wait_until(lambda: any(one.method == "sendMessage" and one.status is None for one in server.requests))
    other = server.add_user()
    server.wait_for_answer(server.send_text(other, LAVROV))
    assert not server.messages(reader.id)
    server.release()
    server.wait_for_answer(slow)


@pytest.fixture
def group(server: BotApiServer) -> Chat:
    """A group with the bot in it."""
    return server.add_group()


def test_in_a_group_a_mention_is_answered(server: BotApiServer, reader: User, group: Chat, reading: Retriever) -> None:
    """The bot's name is no part of the question, and the answer quotes the message that asked."""
    asked = server.send_text(reader, f"@isnad_test_bot {LAVROV}", chat=group)
    shown = server.wait_for_answer(asked)
    assert parts(shown, "blockquote") == [citation.text for citation in reading.ask(LAVROV).citations[:3]]
    assert shown.reply_to == asked.message_id


def test_in_a_group_a_reply_to_the_bot_is_answered(server: BotApiServer, reader: User, group: Chat) -> None:
    """A reply to the bot needs no mention."""
    first = server.wait_for_answer(server.send_text(reader, "/help", chat=group))
    assert parts(server.wait_for_answer(server.send_text(reader, LAVROV, chat=group, reply_to=first)), "blockquote")


def test_in_a_group_commands_for_others_are_left_alone(server: BotApiServer, reader: User, group: Chat) -> None:
    """An unknown command in a group is another bot's, unless it names this one."""
    server.send_text(reader, "/weather", chat=group)
    asked = server.send_text(reader, "/weather@isnad_test_bot", chat=group)
    assert server.wait_for_answer(asked).reply_to == asked.message_id
    assert len(server.messages(group.id)) == 1


def test_a_button_of_another_version_says_so(server: BotApiServer, reader: User) -> None:
    """Data that the bot does not know is answered with a sentence, and nothing else happens."""
    shown = server.wait_for_answer(server.send_text(reader, "/sources"))
    answered = server.wait_for_query_answer(server.press(reader, shown, "v0:what", stale=True))
    assert answered.params["text"] == ARABIC.old_button


def test_a_button_of_a_removed_document_says_so(server: BotApiServer, reader: User) -> None:
    """A document that is gone cannot be opened."""
    shown = server.wait_for_answer(server.send_text(reader, "/sources"))
    update = server.press(reader, shown, "d:ar:AAAAAAAAAAA::", stale=True)
    assert plain(server.wait_for_answer(update)) == ARABIC.old_button


def test_pressing_twice_is_no_fault(server: BotApiServer, bot: BotProcess, reader: User) -> None:
    """A second press on the same button finds the page turned already, and nobody is bothered."""
    first = server.wait_for_answer(server.send_text(reader, "/sources"))
    data = buttons(first)[ARABIC.next]
    errors = bot.log.count("ERROR")
    for _ in range(2):
        server.wait_for_query_answer(server.press(reader, first, data, stale=True))
    server.wait_for_answer(server.send_text(reader, "/help"))
    assert len(server.messages(reader.id)) == 2
    assert bot.log.count("ERROR") == errors


def test_a_press_that_is_too_old_still_works(server: BotApiServer, reader: User) -> None:
    """A press that waited too long cannot be answered any more, but the page is turned."""
    first = server.wait_for_answer(server.send_text(reader, "/sources"))
    server.fail_next("answerCallbackQuery", Fault.bad_request("query is too old and response timeout expired"))
    server.press(reader, first, buttons(first)[ARABIC.next])
    turned(server, first)


def test_a_failure_is_logged_and_apologized_for(server: BotApiServer, bot: BotProcess, reader: User) -> None:
    """When an answer cannot be sent, the log has the traceback and the reader an apology."""
    server.fail_next("sendMessage", Fault.bad_request("nobody knows why"))
    asked = server.send_text(reader, LAVROV)
    assert plain(server.wait_for_answer(asked)) == ARABIC.failed
    bot.wait_for_log(f'event="Update could not be handled" update={asked.update_id} ')
    line = next(line for line in bot.log.splitlines() if "could not be handled" in line)
    assert "Traceback" in line
    assert 'said="BadRequest: Nobody knows why"' in line


def test_too_many_requests_are_waited_for(server: BotApiServer, reader: User) -> None:
    """Told to slow down, the bot sends its answer a little later."""
    server.fail_next("sendMessage", Fault.too_many_requests(1))
    assert parts(server.wait_for_answer(server.send_text(reader, LAVROV)), "blockquote")


def test_a_reader_who_blocked_the_bot_is_left_alone(server: BotApiServer, bot: BotProcess, reader: User) -> None:
    """No apology goes to a chat that the bot may not write to, and others are answered as before."""
    asked = server.send_text(reader, "/help")
    server.wait_for_answer(asked)
    server.fail_next("sendMessage", Fault.forbidden())
    blocked = server.send_text(reader, "/sources")
    bot.wait_for_log(f'event="The bot may not write to this chat" update={blocked.update_id} ')
    server.wait_for_answer(server.send_text(server.add_user(), "/help"))
    assert len(server.messages(reader.id)) == 1


def test_polling_outlives_a_bad_connection(server: BotApiServer, reader: User) -> None:
    """After a page of a machine in between and a dropped connection, questions are answered again."""
    server.fail_next("getUpdates", Fault.bad_gateway())
    server.fail_next("getUpdates", Fault.dropped_before())
    first = server.send_text(reader, "/help")
    server.wait_for_answer(first)
    server.wait_for_answer(server.send_text(reader, "/sources"), timeout_s=20)


def test_a_bad_filter_gets_a_kind_sentence(server: BotApiServer, reader: User) -> None:
    """The reader learns what is wrong with it, in the language of the app, and no failure is logged."""
    asked = server.send_text(reader, f"{LAVROV} from:yesterdayish")
    expected = ARABIC.unreadable_filter[FilterFault.DATE].format(name="from", value="yesterdayish")
    assert plain(server.wait_for_answer(asked)) == expected

"""Each method does what Telegram does, and refuses what Telegram refuses."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.telegram_server import BotApiServer, Upload
from tests.telegram_server_tests.caller import Caller


def keyboard(*rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Make an inline keyboard."""
    return {"inline_keyboard": list(rows)}


def button(**fields: Any) -> dict[str, Any]:
    """Make a button of an inline keyboard, with data unless it does something else."""
    return {"text": "نعم"} | (fields or {"callback_data": "y"})


def article(**fields: Any) -> dict[str, Any]:
    """Make an inline result."""
    content = {"message_text": "قال <b>نعم</b>", "parse_mode": "HTML"}
    return {"type": "article", "id": "1", "title": "نعم", "input_message_content": content} | fields


def command(name: str = "ask", description: str = "اسأل") -> dict[str, str]:
    """Make a command of the menu."""
    return {"command": name, "description": description}


def test_message_stands_in_its_chat(server: BotApiServer, call: Caller, chat_id: int) -> None:
    """A sent message can be looked at: its text, formatting, buttons, and what it answers."""
    question = server.send_text(server.add_user("خالد"), "سؤال")
    sent = call(
        "sendMessage",
        chat_id=question.chat_id,
        text="قال <b>نعم</b>",
        parse_mode="HTML",
        reply_markup=keyboard([button(), button(url="https://example.org")]),
        reply_parameters={"message_id": question.message_id},
    )
    [message] = server.messages(question.chat_id)
    assert (message.text, message.html, message.reply_to) == ("قال نعم", "قال <b>نعم</b>", question.message_id)
    assert [entity.type for entity in message.entities] == ["bold"]
    assert message.buttons == ((("نعم", "y"), ("نعم", None)),)
    assert sent.result["message_id"] == message.message_id
    assert sent.result["reply_to_message"]["text"] == "سؤال"
    assert server.messages(chat_id) == []


@pytest.mark.parametrize(("units", "is_taken"), [(4096, True), (4097, False)], ids=["longest", "longer"])
def test_text_has_at_most_4096_units(call: Caller, chat_id: int, units: int, is_taken: bool) -> None:
    """The length counts after parsing and in UTF-16 units."""
    text = "😀" * 2048 + "ب" * (units - 4096)
    answer = call("sendMessage", chat_id=chat_id, text=f"<b>{text}</b>", parse_mode="HTML")
    assert (answer.status == 200) == is_taken
    if not is_taken:
        assert answer.refusal == "Bad Request: message is too long"
        assert call.broken_rules() == ["text-too-long"]


@pytest.mark.parametrize(
    ("params", "description", "rule"),
    [
        ({"text": ""}, "Bad Request: message text is empty", "empty-text"),
        ({"text": " \u200f "}, "Bad Request: text must be non-empty", "empty-text"),
        ({"text": "<b>نعم"}, "Bad Request: can't parse entities: Can't find end tag", "unclosed-tag"),
        ({"chat_id": 5}, "Bad Request: chat not found", "unknown-chat"),
        ({"chat_id": "@nobody"}, "Bad Request: chat not found", "unknown-chat"),
        ({"message_thread_id": 4}, "Bad Request: message thread not found", "unknown-thread"),
        ({"reply_parameters": {"message_id": 99}}, "Bad Request: message to be replied not found", "unknown-message"),
        ({"link_preview_options": {"url": "x"}}, "Bad Request: wrong HTTP URL specified", "link-preview"),
        ({"reply_markup": keyboard([button(callback_data="")])}, "Bad Request: BUTTON_DATA_INVALID", "callback-data"),
        (
            {"reply_markup": keyboard([button(callback_data="ب" * 32 + "y")])},
            "Bad Request: BUTTON_DATA_INVALID",
            "callback-data",
        ),
        ({"reply_markup": keyboard([button(url="x")])}, "Bad Request: BUTTON_URL_INVALID", "button-url"),
        (
            {"reply_markup": keyboard([button(copy_text={"text": ""})])},
            "Bad Request: BUTTON_COPY_TEXT_INVALID",
            "button-copy-text",
        ),
        (
            {"reply_markup": keyboard([{"text": "نعم"}])},
            "Bad Request: can't parse inline keyboard button",
            "button-actions",
        ),
        (
            {"reply_markup": keyboard([button() | {"text": "\u200f"}])},
            "Bad Request: inline keyboard button text",
            "button-text",
        ),
        (
            {"reply_markup": keyboard([button() | {"style": "pink"}])},
            "Bad Request: invalid button style",
            "button-style",
        ),
        ({"reply_markup": keyboard(*[[button()]] * 101)}, "Bad Request: reply markup is too long", "too-many-buttons"),
    ],
)
def test_wrong_messages_are_refused(
    call: Caller, chat_id: int, params: dict[str, Any], description: str, rule: str
) -> None:
    """What Telegram refuses is refused in its words, changes nothing, and is written down."""
    answer = call("sendMessage", **({"chat_id": chat_id, "text": "نعم", "parse_mode": "HTML"} | params))
    assert answer.status == 400
    assert answer.refusal.startswith(description)
    assert call.broken_rules() == [rule]
    assert call.server.messages() == []


@pytest.mark.parametrize(
    ("params", "rule"),
    [
        ({"text": "خبز & ملح"}, "unescaped"),
        ({"text": "<b>ب</b> " * 101}, "too-many-entities"),
        ({"reply_markup": keyboard([button()] * 9)}, "too-many-buttons"),
        ({"reply_markup": keyboard([button(callback_data="y", url="https://example.org")])}, "button-actions"),
        ({"disable_web_page_preview": True}, "unknown-parameter"),
    ],
)
def test_overlooked_mistakes_are_written_down(
    server: BotApiServer, call: Caller, chat_id: int, params: dict[str, Any], rule: str
) -> None:
    """What Telegram lets pass in silence is sent, and written down."""
    call("sendMessage", **({"chat_id": chat_id, "text": "نعم", "parse_mode": "HTML"} | params))
    assert call.broken_rules() == [rule]
    assert len(server.messages()) == 1


def test_fullest_keyboard_is_taken(call: Caller, chat_id: int) -> None:
    """A hundred buttons, eight in a row, with 64 bytes of data each are allowed."""
    full = [button(callback_data="ب" * 32)] * 8
    markup = keyboard(*[full] * 12, full[:4])
    assert call("sendMessage", chat_id=chat_id, text="نعم", reply_markup=markup).status == 200


def test_strangers_cannot_be_written_to(server: BotApiServer, call: Caller) -> None:
    """Somebody who never started the bot gets nothing from it, until they do."""
    stranger = server.add_user(started=False)
    assert call("sendMessage", chat_id=stranger.id, text="نعم").status == 403
    assert call.broken_rules() == ["unstarted-chat"]
    server.send_text(stranger, "/start")
    assert call("sendMessage", chat_id=stranger.id, text="نعم").status == 200


def test_blocking_is_not_the_bots_fault(server: BotApiServer, call: Caller) -> None:
    """Who blocked the bot gets nothing from it, and no rule is broken by trying."""
    reader = server.add_user()
    server.block(reader)
    answer = call("sendMessage", chat_id=reader.id, text="نعم")
    assert (answer.status, answer.refusal) == (403, "Forbidden: bot was blocked by the user")
    assert call("sendChatAction", chat_id=reader.id, action="typing").status == 403
    server.unblock(reader)
    assert call("sendMessage", chat_id=reader.id, text="نعم").status == 200


def test_group_may_throw_the_bot_out(server: BotApiServer, call: Caller) -> None:
    """A group takes messages until the bot is kicked."""
    group = server.add_group()
    assert call("sendMessage", chat_id=group.id, text="نعم").status == 200
    server.kick(group)
    assert call("sendMessage", chat_id=group.id, text="نعم").status == 403


def test_reply_to_deleted_message_may_stand_alone(server: BotApiServer, call: Caller) -> None:
    """A reply to a message that is gone is refused, or sent without it where that was allowed."""
    question = server.send_text(server.add_user(), "سؤال")
    server.delete(question)
    reply = {"message_id": question.message_id}
    answer = call("sendMessage", chat_id=question.chat_id, text="نعم", reply_parameters=reply)
    assert answer.refusal == "Bad Request: message to be replied not found"
    call(
        "sendMessage",
        chat_id=question.chat_id,
        text="نعم",
        reply_parameters=reply | {"allow_sending_without_reply": True},
    )
    assert [message.reply_to for message in server.messages()] == [None]


@pytest.mark.parametrize(("quote", "rules"), [("سؤال", []), ("جواب", ["quote"])])
def test_quote_stands_in_the_message(server: BotApiServer, call: Caller, quote: str, rules: list[str]) -> None:
    """Only words of the message itself can be quoted from it."""
    question = server.send_text(server.add_user(), "هذا سؤال")
    reply = {"message_id": question.message_id, "quote": quote}
    call("sendMessage", chat_id=question.chat_id, text="نعم", reply_parameters=reply)
    assert call.broken_rules() == rules


def test_reply_stays_in_its_chat(server: BotApiServer, call: Caller, chat_id: int) -> None:
    """A message of another chat is not answered from here."""
    question = server.send_text(server.add_user(), "سؤال")
    reply = {"message_id": question.message_id, "chat_id": question.chat_id}
    answer = call("sendMessage", chat_id=chat_id, text="نعم", reply_parameters=reply)
    assert answer.refusal == "Bad Request: message to be replied not found"
    assert call.broken_rules() == ["reply-elsewhere"]


def test_edit_replaces_text_and_buttons(server: BotApiServer, call: Caller, chat_id: int) -> None:
    """An edited message has the new text, and the new buttons or none."""
    sent = call("sendMessage", chat_id=chat_id, text="نعم", reply_markup=keyboard([button()])).result
    call("editMessageText", chat_id=chat_id, message_id=sent["message_id"], text="<i>لا</i>", parse_mode="HTML")
    [message] = server.messages()
    assert (message.text, message.buttons, message.edits) == ("لا", (), 1)
    call("editMessageReplyMarkup", chat_id=chat_id, message_id=sent["message_id"], reply_markup=keyboard([button()]))
    assert server.messages()[0].buttons == ((("نعم", "y"),),)


def test_edit_must_change_something(call: Caller, chat_id: int) -> None:
    """The same text and buttons are refused, which bots swallow: no rule is broken."""
    markup = keyboard([button()])
    sent = call("sendMessage", chat_id=chat_id, text="نعم", reply_markup=markup).result
    target = {"chat_id": chat_id, "message_id": sent["message_id"], "reply_markup": markup}
    assert "message is not modified" in call("editMessageText", text="<b></b>نعم", parse_mode="HTML", **target).refusal
    assert "message is not modified" in call("editMessageReplyMarkup", **target).refusal
    assert call("editMessageText", text="<b>نعم</b>", parse_mode="HTML", **target).status == 200


@pytest.mark.parametrize("method", ["editMessageText", "editMessageReplyMarkup", "deleteMessage"])
def test_unknown_messages_cannot_be_changed(call: Caller, chat_id: int, method: str) -> None:
    """A message that never stood there can be neither edited nor deleted."""
    params = {"text": "نعم"} if method == "editMessageText" else {}
    answer = call(method, chat_id=chat_id, message_id=99, **params)
    verb = "delete" if method == "deleteMessage" else "edit"
    assert answer.refusal == f"Bad Request: message to {verb} not found"
    assert call.broken_rules() == ["unknown-message"]


def test_edit_of_deleted_message_is_no_fault(server: BotApiServer, call: Caller, chat_id: int) -> None:
    """A reader may delete what the bot is about to edit."""
    sent = call("sendMessage", chat_id=chat_id, text="نعم").result
    server.delete(server.messages()[0])
    answer = call("editMessageText", chat_id=chat_id, message_id=sent["message_id"], text="لا")
    assert answer.refusal == "Bad Request: message to edit not found"


def test_edit_names_its_message(call: Caller) -> None:
    """An edit without a chat is refused, although no parameter is required for itself."""
    assert call("editMessageText", text="نعم", message_id=1).refusal == "Bad Request: chat_id is empty"
    assert call.broken_rules() == ["missing-parameter"]


def test_document_has_no_text_to_edit(call: Caller, chat_id: int) -> None:
    """Only messages of text take another text."""
    sent = call.post("sendDocument", data={"chat_id": str(chat_id)}, files={"document": ("ا.txt", b"a")}).result
    assert call("editMessageText", chat_id=chat_id, message_id=sent["message_id"], text="نعم").status == 400
    assert call.broken_rules() == ["not-editable"]


def test_large_files_are_refused(server: BotApiServer, call: Caller, chat_id: int) -> None:
    """A file larger than the limit is refused."""
    server.rules.limits = replace(server.rules.limits, document_bytes=3)
    files = {"document": ("ا.txt", b"four")}
    assert call.post("sendDocument", data={"chat_id": str(chat_id)}, files=files).status == 413
    assert call.broken_rules() == ["file-too-large"]


def test_only_own_messages_can_be_edited(server: BotApiServer, call: Caller) -> None:
    """What a person wrote stays as they wrote it."""
    question = server.send_text(server.add_user(), "سؤال")
    answer = call("editMessageText", chat_id=question.chat_id, message_id=question.message_id, text="لا")
    assert answer.refusal == "Bad Request: message can't be edited"
    assert call.broken_rules() == ["foreign-message"]


def test_messages_are_deleted(server: BotApiServer, call: Caller) -> None:
    """The bot takes its own messages away, and in private a person's; in a group it may not."""
    question = server.send_text(server.add_user(), "سؤال")
    assert call("deleteMessage", chat_id=question.chat_id, message_id=question.message_id).result is True
    public = server.send_text(server.add_user(), "/start", chat=server.add_group())
    assert call("deleteMessage", chat_id=public.chat_id, message_id=public.message_id).status == 400
    assert call.broken_rules() == ["not-deletable"]


def test_document_is_uploaded(server: BotApiServer, call: Caller, chat_id: int) -> None:
    """A file comes as a multipart form, and stands in the chat with its caption."""
    files = {"document": ("جواب.txt", "نعم".encode())}
    answer = call.post("sendDocument", data={"chat_id": str(chat_id), "caption": "قال"}, files=files)
    [message] = server.messages()
    assert (message.text, message.document) == ("قال", Upload("جواب.txt", "نعم".encode()))
    again = call("sendDocument", chat_id=chat_id, document=answer.result["document"]["file_id"])
    assert again.result["document"]["file_name"] == "جواب.txt"


@pytest.mark.parametrize(
    ("params", "rule"),
    [
        ({"document": "BQ-unknown"}, "unknown-file"),
        ({"document": "attach://nothing"}, "empty-file"),
        ({"caption": "ب" * 1025}, "caption-too-long"),
    ],
)
def test_wrong_documents_are_refused(call: Caller, chat_id: int, params: dict[str, str], rule: str) -> None:
    """A file must be there, and its caption short."""
    answer = call("sendDocument", **({"chat_id": chat_id, "document": "attach://nothing"} | params))
    assert answer.status == 400
    assert call.broken_rules() == [rule]


def test_files_of_people_can_be_fetched(server: BotApiServer, call: Caller) -> None:
    """A file that somebody sent is found by its id, and only with the token."""
    update = server.send_document(server.add_user(), "خبر.txt", b"news")
    path = call("getFile", file_id=update.payload["document"]["file_id"]).result["file_path"]
    assert call.http.get(f"{server.url}/file/bot{server.token}/{path}").content == b"news"
    assert call.http.get(f"{server.url}/file/bot1:x/{path}").status_code == 404


def test_files_of_people_may_be_too_big(server: BotApiServer, call: Caller) -> None:
    """Files of more than 20 MB cannot be fetched, and a bot should know that from their size."""
    sent = server.send_document(server.add_user(), "news.txt", b"x" * 20_000_001)
    file_id = sent.payload["document"]["file_id"]
    assert call("getFile", file_id=file_id).refusal == "Bad Request: file is too big"
    assert call.broken_rules() == ["file-too-big"]


@pytest.mark.parametrize(("action", "rules"), [("typing", []), ("thinking", ["unknown-action"])])
def test_chat_actions_have_names(call: Caller, chat_id: int, action: str, rules: list[str]) -> None:
    """Only Telegram's own actions can be shown."""
    call("sendChatAction", chat_id=chat_id, action=action)
    assert call.broken_rules() == rules


@pytest.mark.parametrize(("emoji", "rules"), [("👍", []), ("🥸", ["reaction"])])
def test_reactions_come_from_a_list(server: BotApiServer, call: Caller, emoji: str, rules: list[str]) -> None:
    """A bot reacts with one of Telegram's emoji."""
    question = server.send_text(server.add_user(), "سؤال")
    reaction = [{"type": "emoji", "emoji": emoji}]
    call("setMessageReaction", chat_id=question.chat_id, message_id=question.message_id, reaction=reaction)
    assert call.broken_rules() == rules


def test_callback_query_is_answered_once(server: BotApiServer, call: Caller, chat_id: int) -> None:
    """A pressed button takes one answer."""
    call("sendMessage", chat_id=chat_id, text="نعم", reply_markup=keyboard([button()]))
    query = server.press(server.add_user(), server.messages()[0], "y")
    assert server.unanswered_queries == [query.query_id]
    assert call("answerCallbackQuery", callback_query_id=query.query_id, text="ب" * 200).result is True
    assert server.unanswered_queries == []
    assert "query is too old" in call("answerCallbackQuery", callback_query_id=query.query_id).refusal
    assert call.broken_rules() == ["query-answered-twice"]


@pytest.mark.parametrize(
    ("params", "rule"),
    [({"callback_query_id": "1"}, "unknown-query"), ({"text": "ب" * 201}, "callback-answer-too-long")],
)
def test_wrong_query_answers_are_refused(
    server: BotApiServer, call: Caller, chat_id: int, params: dict[str, str], rule: str
) -> None:
    """The query must have been asked, and the answer be short."""
    call("sendMessage", chat_id=chat_id, text="نعم", reply_markup=keyboard([button()]))
    query = server.press(server.add_user(), server.messages()[0], "y")
    assert call("answerCallbackQuery", **({"callback_query_id": query.query_id} | params)).status == 400
    assert call.broken_rules() == [rule]


def test_query_grows_too_old(server: BotApiServer, call: Caller) -> None:
    """An old query takes no answer any more, which bots swallow: no rule is broken."""
    query = server.inline_query(server.add_user(), "من قال")
    server.expire(query)
    answer = call("answerInlineQuery", inline_query_id=query.query_id, results=[])
    assert answer.refusal.endswith("query is too old and response timeout expired or query ID is invalid")


def test_inline_query_is_answered(server: BotApiServer, call: Caller) -> None:
    """Inline results and the button above them are taken."""
    query = server.inline_query(server.add_user(), "من قال")
    results = [article(), article(id="2", reply_markup=keyboard([button(url="https://example.org")]))]
    top = {"text": "المزيد", "start_parameter": "more"}
    assert call("answerInlineQuery", inline_query_id=query.query_id, results=results, button=top, cache_time=0).result


@pytest.mark.parametrize(
    ("params", "rule"),
    [
        ({"results": [article(), article()]}, "result-id"),
        ({"results": [article(id="")]}, "result-id"),
        ({"results": [article(id="ب" * 33)]}, "result-id"),
        ({"results": [article(title=" ")]}, "result-title"),
        ({"results": [article(id=str(number)) for number in range(51)]}, "too-many-results"),
        ({"results": [article(input_message_content={"message_text": "ب" * 4097})]}, "text-too-long"),
        (
            {"results": [article(input_message_content={"message_text": "<p>", "parse_mode": "HTML"})]},
            "unsupported-tag",
        ),
        ({"results": [article(reply_markup=keyboard([button(callback_data="")]))]}, "callback-data"),
        ({"results": [article(type="photo")]}, "wrong-type"),
        ({"next_offset": "ب" * 33}, "next-offset"),
        ({"button": {"text": "المزيد"}}, "start-parameter"),
        ({"button": {"text": "", "start_parameter": "x"}}, "button-text"),
        ({"inline_query_id": "1"}, "unknown-query"),
    ],
)
def test_wrong_inline_results_are_refused(
    server: BotApiServer, call: Caller, params: dict[str, Any], rule: str
) -> None:
    """Each result is checked like a message, and its id and title besides."""
    query = server.inline_query(server.add_user(), "من قال")
    answer = call("answerInlineQuery", **({"inline_query_id": query.query_id, "results": []} | params))
    assert answer.status == 400
    assert call.broken_rules() == [rule]


def test_results_are_kept_for_no_negative_time(server: BotApiServer, call: Caller) -> None:
    """Telegram overlooks it, but the bot means something else."""
    query = server.inline_query(server.add_user(), "من قال")
    assert call("answerInlineQuery", inline_query_id=query.query_id, results=[], cache_time=-1).result
    assert call.broken_rules() == ["cache-time"]


def test_inline_queries_are_short(server: BotApiServer) -> None:
    """No app sends more than 256 characters of a query."""
    server.inline_query(server.add_user(), "ب" * 256)
    with pytest.raises(ValueError, match="no app"):
        server.inline_query(server.add_user(), "ب" * 257)


def test_profile_is_kept(server: BotApiServer, call: Caller) -> None:
    """Commands and descriptions are kept by language and scope."""
    scope = {"type": "all_private_chats"}
    call("setMyCommands", commands=[command()], language_code="ar", scope=scope)
    call("setMyDescription", description="بوت", language_code="ar")
    call("setMyShortDescription", short_description="bot")
    call("setMyName", name="إسناد")
    assert call("getMyCommands", language_code="ar", scope=scope).result == [command()]
    assert server.profile("commands", "ar", "all_private_chats") == [command()]
    assert [server.profile("description", "ar"), server.profile("short_description"), server.profile("name")] == [
        "بوت",
        "bot",
        "إسناد",
    ]
    call("deleteMyCommands", language_code="ar", scope=scope)
    assert server.profile("commands", "ar", "all_private_chats") is None


@pytest.mark.parametrize(
    ("method", "params", "rule"),
    [
        ("setMyCommands", {"commands": [command("Ask")]}, "command-name"),
        ("setMyCommands", {"commands": [command("اسأل")]}, "command-name"),
        ("setMyCommands", {"commands": [command("/ask")]}, "command-name"),
        ("setMyCommands", {"commands": [command("a" * 33)]}, "command-name"),
        ("setMyCommands", {"commands": [command("")]}, "command-name"),
        ("setMyCommands", {"commands": [command(description="")]}, "command-description"),
        ("setMyCommands", {"commands": [command(description="ب" * 257)]}, "command-description"),
        ("setMyCommands", {"commands": [command(f"c{number}") for number in range(101)]}, "too-many-commands"),
        ("setMyCommands", {"commands": [command(), command()]}, "duplicate-command"),
        ("setMyCommands", {"commands": [command()], "language_code": "ara"}, "language-code"),
        ("setMyCommands", {"commands": [command()], "scope": {"type": "chat", "chat_id": 5}}, "unknown-chat"),
        ("setMyDescription", {"description": "ب" * 513}, "profile-text-too-long"),
        ("setMyShortDescription", {"short_description": "ب" * 121}, "profile-text-too-long"),
        ("setMyName", {"name": "ب" * 65}, "profile-text-too-long"),
    ],
)
def test_wrong_profiles_are_refused(call: Caller, method: str, params: dict[str, Any], rule: str) -> None:
    """Commands have Latin names, descriptions have a length, languages have two letters."""
    call(method, **params)
    assert call.broken_rules() == [rule]


def test_chats_can_be_looked_up(server: BotApiServer, call: Caller) -> None:
    """The bot may ask who it talks to."""
    reader = server.add_user("سلمى", language_code="en")
    assert call("getChat", chat_id=reader.id).result["first_name"] == "سلمى"
    assert call("getChatMember", chat_id=reader.id, user_id=reader.id).result["user"]["language_code"] == "en"
    assert call("getChatMember", chat_id=reader.id, user_id=1).status == 400
    assert call.broken_rules() == ["unknown-user"]

"""What does each method of the Bot API do?

One function a method: it takes a call whose parameters are of their declared types, changes the world, and gives the
result or refuses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.telegram_server import content
from tests.telegram_server.model import Json, Refusal, SentMessage, Upload
from tests.telegram_server.text import FormattedText, read_caption, read_text, utf16_length

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.telegram_server.model import Chat
    from tests.telegram_server.rules import Complain, Rules
    from tests.telegram_server.world import World

LANGUAGE_CODE = re.compile(r"[a-z]{2}")
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)


@dataclass(frozen=True, slots=True)
class Call:
    """One request, understood.

    Attributes:
        complain: Hears of what Telegram would overlook.
    """

    method: str
    values: Json
    world: World
    rules: Rules
    complain: Complain

    def get(self, name: str) -> Any:
        """Give a parameter's value, or None."""
        return self.values.get(name)

    def find_chat(self) -> Chat:
        """Find the chat that the call names.

        Raises:
            Refusal: It names none, or one to which the bot cannot write.
        """
        if "chat_id" not in self.values:
            raise Refusal(400, "Bad Request: chat_id is empty", rule="missing-parameter")
        chat = self.world.chat(self.values["chat_id"])
        if "message_thread_id" in self.values:  # no chat here has topics
            raise Refusal(400, "Bad Request: message thread not found", rule="unknown-thread")
        return chat


def get_me(call: Call) -> Json:
    """Say who the bot is."""
    abilities = {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": True}
    more = {"can_connect_to_business": False, "has_main_web_app": False}
    return call.world.bot.as_json() | abilities | more


# -- messages


def send_message(call: Call) -> Json:
    """Put the bot's words into a chat."""
    text = _message_text(call, call.values["text"])
    content.check_links(call.get("link_preview_options"))
    return _post(call, text, html=call.values["text"])


def send_document(call: Call) -> Json:
    """Put a file of the bot's into a chat."""
    limits = call.rules.limits
    caption = call.get("caption") or ""
    text = read_caption(caption, call.get("parse_mode"), call.complain, max_entities=limits.entities)
    if utf16_length(text.text) > limits.caption_units:
        raise Refusal(400, "Bad Request: message caption is too long", rule="caption-too-long")
    file_id, upload = _document(call)
    return _post(call, text, html=caption, document=upload, file_id=file_id)


def edit_message_text(call: Call) -> Json:
    """Replace the words and buttons of a message of the bot's."""
    html = call.get("text") or ""
    text = _message_text(call, html)
    content.check_links(call.get("link_preview_options"))
    markup = content.check_markup(call.get("reply_markup"), call.rules, call.complain)
    message = _own_message(call, "edit")
    if message.document is not None:
        raise Refusal(400, "Bad Request: there is no text in the message to edit", rule="not-editable")
    if (text.text, text.entities) == (message.text, message.entities) and _rows(markup) == _rows(message.markup):
        raise Refusal(400, NOT_MODIFIED)
    changed = call.world.edit(message, text=text.text, entities=text.entities, html=html, markup=markup)
    return call.world.message_json(changed)


def edit_message_reply_markup(call: Call) -> Json:
    """Replace the buttons of a message of the bot's."""
    markup = content.check_markup(call.get("reply_markup"), call.rules, call.complain)
    message = _own_message(call, "edit")
    if _rows(markup) == _rows(message.markup):
        raise Refusal(400, NOT_MODIFIED)
    return call.world.message_json(call.world.edit(message, markup=markup))


def delete_message(call: Call) -> bool:
    """Take a message away: the bot's own, or in a private chat a person's."""
    message = _message(call, call.find_chat(), call.values["message_id"], "delete")
    if not message.is_from_bot and not message.chat.is_private:
        raise Refusal(400, "Bad Request: message can't be deleted", rule="not-deletable")
    call.world.delete(message)
    return True


def send_chat_action(call: Call) -> bool:
    """Show that the bot is typing."""
    action = call.values["action"]
    if action not in call.rules.choices["chat_actions"]:
        raise Refusal(400, "Bad Request: wrong parameter action in request", rule="unknown-action")
    call.find_chat()
    return True


def set_message_reaction(call: Call) -> bool:
    """Put an emoji under a message."""
    message = _message(call, call.find_chat(), call.values["message_id"], "react")
    reactions = call.get("reaction") or []
    if len(reactions) > 1:
        raise Refusal(400, "Bad Request: REACTIONS_TOO_MANY", rule="reaction")
    if any(reaction["emoji"] not in call.rules.choices["reactions"] for reaction in reactions):
        raise Refusal(400, "Bad Request: REACTION_INVALID", rule="reaction")
    call.world.reactions[message.chat_id, message.message_id] = reactions
    return True


def _message_text(call: Call, text: str) -> FormattedText:
    limits = call.rules.limits
    parsed = read_text(text, call.get("parse_mode"), call.complain, max_entities=limits.entities)
    if utf16_length(parsed.text) > limits.text_units:
        raise Refusal(400, "Bad Request: message is too long", rule="text-too-long")
    return parsed


def _post(call: Call, text: FormattedText, **fields: Any) -> Json:
    markup = content.check_markup(call.get("reply_markup"), call.rules, call.complain)
    chat = call.find_chat()
    reply_to, quote = _reply(call, chat)
    message = call.world.post(
        chat,
        call.world.bot,
        text.text,
        entities=text.entities,
        markup=markup,
        reply_to=reply_to,
        quote=quote,
        **fields,
    )
    return call.world.message_json(message)


def _reply(call: Call, chat: Chat) -> tuple[int | None, str | None]:
    """Find what a message answers: its id and the words quoted from it, None where it answers nothing."""
    parameters = call.get("reply_parameters")
    if parameters is None:
        return None, None
    if parameters.get("chat_id", chat.id) != chat.id:
        raise Refusal(400, "Bad Request: message to be replied not found", rule="reply-elsewhere")
    original = call.world.message(chat, parameters["message_id"])
    if original is None and parameters.get("allow_sending_without_reply"):
        return None, None
    if original is None:
        rule = None if call.world.was_deleted(chat, parameters["message_id"]) else "unknown-message"
        raise Refusal(400, "Bad Request: message to be replied not found", rule=rule)
    return original.message_id, _quote(call, original, parameters)


def _quote(call: Call, original: SentMessage, parameters: Json) -> str | None:
    if not parameters.get("quote"):
        return None
    limits = call.rules.limits
    parse_mode = parameters.get("quote_parse_mode")
    quote = read_caption(parameters["quote"], parse_mode, call.complain, max_entities=limits.entities).text
    if utf16_length(quote) > limits.quote_units or quote not in original.text:
        raise Refusal(400, "Bad Request: QUOTE_TEXT_INVALID", rule="quote")
    return quote


def _own_message(call: Call, verb: str) -> SentMessage:
    message = _message(call, call.find_chat(), call.get("message_id"), verb)
    if not message.is_from_bot:
        raise Refusal(400, f"Bad Request: message can't be {verb}ed", rule="foreign-message")
    return message


def _message(call: Call, chat: Chat, message_id: int | None, verb: str) -> SentMessage:
    """Find a message; that it is gone is the bot's fault only if it never stood there."""
    message = call.world.message(chat, message_id)
    if message is None:
        rule = None if call.world.was_deleted(chat, message_id) else "unknown-message"
        raise Refusal(400, f"Bad Request: message to {verb} not found", rule=rule)
    return message


def _document(call: Call) -> tuple[str, Upload]:
    document = call.values["document"]
    if isinstance(document, str) and document.startswith("attach://"):
        document = call.get(document.removeprefix("attach://"))
    elif isinstance(document, str):
        return document, _file(call, document)
    if not isinstance(document, Upload) or not document.content:
        raise Refusal(400, "Bad Request: file must be non-empty", rule="empty-file")
    if len(document.content) > call.rules.limits.document_bytes:
        raise Refusal(413, "Request Entity Too Large", rule="file-too-large")
    return call.world.add_file(document), document


def _file(call: Call, file_id: str) -> Upload:
    if file_id not in call.world.files:
        raise Refusal(400, "Bad Request: wrong file identifier/HTTP URL specified", rule="unknown-file")
    return call.world.files[file_id]


def _rows(markup: Json | None) -> list[list[Json]]:
    return list((markup or {}).get("inline_keyboard", []))


# -- queries


def answer_callback_query(call: Call) -> bool:
    """Stop the clock on a pressed button, with words or without."""
    if len(call.get("text") or "") > call.rules.limits.callback_answer_chars:
        raise Refusal(400, "Bad Request: MESSAGE_TOO_LONG", rule="callback-answer-too-long")
    call.world.answer_query("callback_query", call.values["callback_query_id"])
    return True


def answer_inline_query(call: Call) -> bool:
    """Offer results to somebody who types the bot's name in any chat."""
    content.check_inline_results(call.values["results"], call.rules, call.complain)
    if len((call.get("next_offset") or "").encode()) > call.rules.limits.inline_next_offset_bytes:
        raise Refusal(400, "Bad Request: NEXT_OFFSET_INVALID", rule="next-offset")
    content.check_results_button(call.get("button"))
    if (call.get("cache_time") or 0) < 0:
        call.complain("cache-time", f"cache_time is {call.get('cache_time')}, less than nothing")
    call.world.answer_query("inline_query", call.values["inline_query_id"])
    return True


# -- chats and files


def get_chat(call: Call) -> Json:
    """Describe a chat."""
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
    more = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": dict.fromkeys(gifts, False)}
    return call.find_chat().as_json() | more


def get_chat_member(call: Call) -> Json:
    """Say that somebody is a member."""
    call.find_chat()
    user = call.world.users.get(call.values["user_id"])
    if user is None:
        raise Refusal(400, "Bad Request: user not found", rule="unknown-user")
    return {"status": "member", "user": user.as_json()}


def get_file(call: Call) -> Json:
    """Say where a file can be fetched."""
    file_id = call.values["file_id"]
    size = len(_file(call, file_id).content)
    if size > call.rules.limits.download_bytes:
        raise Refusal(400, "Bad Request: file is too big", rule="file-too-big")
    names = {"file_id": file_id, "file_unique_id": f"u{file_id}", "file_path": f"documents/{file_id}"}
    return names | {"file_size": size}


# -- the bot's profile


def set_my_commands(call: Call) -> bool:
    """Fill the menu of commands."""
    content.check_commands(call.values["commands"], call.rules, call.complain)
    call.world.profile[_profile_key(call, "commands")] = call.values["commands"]
    return True


def delete_my_commands(call: Call) -> bool:
    """Empty the menu of commands."""
    call.world.profile.pop(_profile_key(call, "commands"), None)
    return True


def get_my_commands(call: Call) -> list[Json]:
    """Show the menu of commands."""
    return list(call.world.profile.get(_profile_key(call, "commands"), []))


def set_my_text(call: Call) -> bool:
    """Set the bot's name, its description or its short description."""
    kind = {"setMyName": "name", "setMyDescription": "description"}.get(call.method, "short_description")
    text = call.get(kind) or ""
    longest = getattr(call.rules.limits, f"{kind}_chars")
    if len(text) > longest:
        raise Refusal(400, f"Bad Request: {kind} is longer than {longest} characters", rule="profile-text-too-long")
    call.world.profile[_profile_key(call, kind)] = text
    return True


def _profile_key(call: Call, kind: str) -> tuple[str, str, str]:
    language_code = call.get("language_code") or ""
    if language_code and not LANGUAGE_CODE.fullmatch(language_code):
        raise Refusal(400, "Bad Request: invalid language code specified", rule="language-code")
    scope = call.get("scope") or {"type": "default"}
    if "chat_id" in scope:
        call.world.chat(scope["chat_id"])
    return kind, scope["type"], language_code


# getUpdates and deleteWebhook are the server's own: they concern the queue.
METHODS: Mapping[str, Callable[[Call], Any]] = {
    "getMe": get_me,
    "sendMessage": send_message,
    "sendDocument": send_document,
    "editMessageText": edit_message_text,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "sendChatAction": send_chat_action,
    "setMessageReaction": set_message_reaction,
    "answerCallbackQuery": answer_callback_query,
    "answerInlineQuery": answer_inline_query,
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getFile": get_file,
    "setMyCommands": set_my_commands,
    "deleteMyCommands": delete_my_commands,
    "getMyCommands": get_my_commands,
    "setMyName": set_my_text,
    "setMyDescription": set_my_text,
    "setMyShortDescription": set_my_text,
}

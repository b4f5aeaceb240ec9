"""Which buttons, commands and results does Telegram take?

What the declared types leave open: lengths in bytes and characters, counts, and what may not stand together.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.telegram_server.model import Json, Refusal
from tests.telegram_server.text import is_empty, is_link, read_text, utf16_length

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.telegram_server.rules import Complain, Rules

COMMAND_NAME = re.compile(r"[a-z0-9_]{1,32}")
START_PARAMETER = re.compile(r"[A-Za-z0-9_-]{1,64}")
LABEL_FIELDS = {"text", "style"}


def check_markup(markup: Json | None, rules: Rules, complain: Complain) -> Json | None:
    """Refuse or complain about an inline keyboard; give back what stays of it.

    Raises:
        Refusal: A button without label or action, data or an address of the wrong form, or too many buttons.
    """
    if markup is None or "inline_keyboard" not in markup:
        return markup
    rows: list[list[Json]] = markup["inline_keyboard"]
    if sum(len(row) for row in rows) > rules.limits.buttons:
        raise Refusal(400, "Bad Request: reply markup is too long", rule="too-many-buttons")
    for row in rows:
        if len(row) > rules.limits.buttons_per_row:
            complain("too-many-buttons", f"{len(row)} buttons in a row; {rules.limits.buttons_per_row} fit")
        for button in row:
            _check_button(button, rules, complain)
    return markup if any(rows) else None


def _check_button(button: Json, rules: Rules, complain: Complain) -> None:
    if is_empty(button["text"]):
        raise Refusal(400, "Bad Request: inline keyboard button text must be non-empty", rule="button-text")
    actions = sorted(button.keys() - LABEL_FIELDS)
    if not actions:
        problem = "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        raise Refusal(400, f"Bad Request: {problem}", rule="button-actions")
    if len(actions) > 1:
        complain("button-actions", f"the button {button['text']!r} has {len(actions)} actions: {', '.join(actions)}")
    if button.get("style", "danger") not in rules.choices["button_styles"]:
        raise Refusal(400, "Bad Request: invalid button style specified", rule="button-style")
    _check_action(button, rules)


def _check_action(button: Json, rules: Rules) -> None:
    data = button.get("callback_data")
    if data is not None and not 1 <= len(data.encode()) <= rules.limits.callback_data_bytes:
        raise Refusal(400, "Bad Request: BUTTON_DATA_INVALID", rule="callback-data")
    if "url" in button and not is_link(button["url"]):
        raise Refusal(400, "Bad Request: BUTTON_URL_INVALID", rule="button-url")
    copied = button.get("copy_text", {"text": "-"})["text"]
    if not 1 <= len(copied) <= rules.limits.copy_text_chars:
        raise Refusal(400, "Bad Request: BUTTON_COPY_TEXT_INVALID", rule="button-copy-text")


def check_links(options: Json | None) -> None:
    """Refuse options of a link preview whose address is none.

    Raises:
        Refusal: The address is no link.
    """
    if options and options.get("url") and not is_link(options["url"]):
        raise Refusal(400, "Bad Request: wrong HTTP URL specified", rule="link-preview")


def check_commands(commands: Sequence[Json], rules: Rules, complain: Complain) -> None:
    """Refuse a menu of commands with a name, a description or a count that Telegram does not take.

    Raises:
        Refusal: The menu is not taken.
    """
    if len(commands) > rules.limits.commands:
        raise Refusal(400, "Bad Request: BOT_COMMANDS_TOO_MUCH", rule="too-many-commands")
    for command in commands:
        if not COMMAND_NAME.fullmatch(command["command"]):
            raise Refusal(400, "Bad Request: BOT_COMMAND_INVALID", rule="command-name")
        if not 1 <= len(command["description"].strip()) <= rules.limits.command_description_chars:
            raise Refusal(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID", rule="command-description")
    names = [command["command"] for command in commands]
    if len(set(names)) < len(names):
        complain("duplicate-command", f"a command stands twice in {', '.join(names)}")


def check_inline_results(results: Sequence[Json], rules: Rules, complain: Complain) -> None:
    """Refuse inline results with a wrong id, count, title, text or keyboard.

    Raises:
        Refusal: One of them is not taken.
    """
    if len(results) > rules.limits.inline_results:
        raise Refusal(400, "Bad Request: RESULTS_TOO_MUCH", rule="too-many-results")
    ids = [result["id"] for result in results]
    if len(set(ids)) < len(ids):
        raise Refusal(400, "Bad Request: RESULT_ID_DUPLICATE", rule="result-id")
    for result in results:
        _check_inline_result(result, rules, complain)


def _check_inline_result(result: Json, rules: Rules, complain: Complain) -> None:
    if not 1 <= len(result["id"].encode()) <= rules.limits.inline_result_id_bytes:
        raise Refusal(400, "Bad Request: RESULT_ID_INVALID", rule="result-id")
    if is_empty(result["title"]):
        raise Refusal(400, "Bad Request: article title is empty", rule="result-title")
    message = result["input_message_content"]
    limits = rules.limits
    text = read_text(message["message_text"], message.get("parse_mode"), complain, max_entities=limits.entities)
    if utf16_length(text.text) > limits.text_units:
        raise Refusal(400, "Bad Request: MESSAGE_TOO_LONG", rule="text-too-long")
    check_links(message.get("link_preview_options"))
    check_markup(result.get("reply_markup"), rules, complain)


def check_results_button(button: Json | None) -> None:
    """Refuse a button above inline results that leads nowhere.

    Raises:
        Refusal: It has no label, or no start parameter that Telegram takes.
    """
    if button is None:
        return
    if is_empty(button["text"]):
        raise Refusal(400, "Bad Request: inline query results button text must be non-empty", rule="button-text")
    if not START_PARAMETER.fullmatch(button.get("start_parameter", "")):
        raise Refusal(400, "Bad Request: START_PARAM_INVALID", rule="start-parameter")

"""The rules say what Telegram's specification says, and requests are read by them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.telegram_server import BotApiServer, Refusal
from tests.telegram_server.rules import Field, Rules
from tests.telegram_server_tests.caller import Caller

SPECIFICATION = Path(__file__).parents[3] / "shared" / "telegram" / "bot_api_10_1.json"
RULES = Rules()
SCALARS = {"Integer": int, "String": str, "Boolean": bool, "True": bool}


@pytest.fixture(scope="module")
def specification() -> dict[str, Any]:
    """Load the Bot API's machine-readable specification."""
    if not SPECIFICATION.exists():
        pytest.skip(f"the Bot API's specification is not at {SPECIFICATION}")
    loaded: dict[str, Any] = json.loads(SPECIFICATION.read_text(encoding="utf-8"))
    return loaded


def fields_of(table: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Give the fields of a method or type by name."""
    return {field["name"]: field for field in table.get("fields", [])}


def notation(field: Field) -> set[str]:
    """Write a field's types as the specification does."""
    return {"Array of " * field.depth + name for name in field.types}


@pytest.mark.shared
@pytest.mark.parametrize(
    ("kind", "name"), [("methods", name) for name in RULES.methods] + [("types", name) for name in RULES.types]
)
def test_rules_agree_with_specification(specification: dict[str, Any], kind: str, name: str) -> None:
    """Every field of ours exists there, as required and of those types; no required one is missing here."""
    ours = getattr(RULES, kind)[name]
    theirs = fields_of(specification[kind][name])
    for field in ours.values():
        assert field.is_required == theirs[field.name]["required"], field
        assert notation(field) <= set(theirs[field.name]["types"]), field
    assert {field["name"] for field in theirs.values() if field["required"]} <= ours.keys()


@pytest.mark.shared
@pytest.mark.parametrize("family", RULES.families)
def test_families_agree_with_specification(specification: dict[str, Any], family: str) -> None:
    """The forms of a family are forms of it there, and their fixed words are those that it documents."""
    assert set(RULES.families[family]) <= set(specification["types"][family]["subtypes"])
    for form in RULES.families[family]:
        for field in RULES.types[form].values():
            assert (field.fixed or "") in fields_of(specification["types"][form])[field.name]["description"]


@pytest.mark.shared
def test_choices_agree_with_specification(specification: dict[str, Any]) -> None:
    """Kinds of update, chat actions, reactions and button styles are those that it documents."""
    assert specification["version"] == "Bot API 10.1"
    assert fields_of(specification["types"]["Update"]).keys() - {"update_id"} == set(RULES.choices["updates"])
    described = {
        "chat_actions": fields_of(specification["methods"]["sendChatAction"])["action"]["description"],
        "reactions": fields_of(specification["types"]["ReactionTypeEmoji"])["emoji"]["description"],
        "button_styles": fields_of(specification["types"]["InlineKeyboardButton"])["style"]["description"],
        "updates_by_request": fields_of(specification["methods"]["getUpdates"])["allowed_updates"]["description"],
    }
    for choice, description in described.items():
        assert [word for word in RULES.choices[choice] if word not in description] == []


@pytest.mark.shared
def test_updates_agree_with_specification(specification: dict[str, Any], server: BotApiServer, call: Caller) -> None:
    """Every object that the server sends has the fields that it documents, and the required ones."""
    reader, group = server.add_user("سلمى", username="salma"), server.add_group()
    question = server.send_text(reader, "/ask@isnad_test_bot 😀")
    buttons = {"inline_keyboard": [[{"text": "نعم", "callback_data": "y"}]]}
    reply = {"message_id": question.message_id, "quote": "/ask"}
    sent = call(
        "sendMessage",
        chat_id=reader.id,
        text="<b>نعم</b>",
        parse_mode="HTML",
        reply_markup=buttons,
        reply_parameters=reply,
    )
    message = server.messages()[0]
    server.send_text(reader, "لا", edit=question)
    server.send_text(reader, "/start", chat=group)
    server.press(reader, message, "y")
    server.delete(message)
    server.press(reader, message, "y", stale=True)
    server.inline_query(reader, "من قال")
    document = server.send_document(reader, "خبر.txt", b"news")
    server.block(reader)
    server.unblock(reader)
    for update in server.pending_updates:
        conform(specification, ["Update"], update.raw)
    conform(specification, ["Message"], sent.result)
    conform(specification, ["User"], call("getMe").result)
    conform(specification, ["ChatFullInfo"], call("getChat", chat_id=group.id).result)
    conform(specification, ["ChatMember"], call("getChatMember", chat_id=group.id, user_id=reader.id).result)
    conform(specification, ["File"], call("getFile", file_id=document.payload["document"]["file_id"]).result)
    conform(specification, ["WebhookInfo"], call("getWebhookInfo").result)


def conform(specification: dict[str, Any], types: list[str], value: Any) -> None:
    """Check a value against the types that the specification allows it, to the last leaf."""
    forms = [form for name in types for form in specification["types"].get(name, {}).get("subtypes") or [name]]
    if isinstance(value, list):
        for item in value:
            conform(specification, [form.removeprefix("Array of ") for form in forms], item)
    elif isinstance(value, dict):
        form = next(form for form in forms if fits(specification["types"][form], value))
        for name, item in value.items():
            conform(specification, fields_of(specification["types"][form])[name]["types"], item)
    else:
        assert any(isinstance(value, SCALARS[form]) for form in forms if form in SCALARS), (types, value)


def fits(table: dict[str, Any], value: dict[str, Any]) -> bool:
    """Tell whether an object has the required fields of a type, and none that it lacks."""
    fields = fields_of(table)
    return value.keys() <= fields.keys() and {name for name, one in fields.items() if one["required"]} <= value.keys()


def read(method: str, **raw: Any) -> tuple[dict[str, Any], list[str]]:
    """Read parameters; give the values and the rules that they break."""
    complaints: list[str] = []
    return RULES.read(method, raw, lambda rule, _: complaints.append(rule)), complaints


def test_values_have_their_declared_types() -> None:
    """Numbers, truth values and objects are read from a form; a chat may be named by its number or its name."""
    keyboard = {"inline_keyboard": [[{"text": "نعم", "callback_data": "y"}]]}
    values, complaints = read(
        "sendMessage", chat_id="-100", text="5", disable_notification="true", reply_markup=json.dumps(keyboard)
    )
    assert values == {"chat_id": -100, "text": "5", "disable_notification": True, "reply_markup": keyboard}
    assert read("sendMessage", chat_id="@news", text="5")[0]["chat_id"] == "@news"
    assert complaints == []


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("chat_id", "[1]"),
        ("reply_markup", "{"),
        ("reply_markup", "[]"),
        ("reply_markup", "5"),
        ("reply_markup", '{"inline_keyboard": 5}'),
        ("reply_markup", '{"keyboard": [[{"text": "x"}]]}'),
        ("reply_markup", '{"inline_keyboard": [{"text": "x"}]}'),
        ("reply_markup", '{"inline_keyboard": [[{"callback_data": "x"}]]}'),
        ("reply_markup", '{"inline_keyboard": [[{"text": 5, "callback_data": "x"}]]}'),
        ("reply_parameters", '{"message_id": "5"}'),
        ("reply_parameters", '{"message_id": true}'),
        ("reply_parameters", '{"message_id": NaN}'),
        ("reply_parameters", '{"message_id": 99999999999999999999}'),
        ("link_preview_options", '{"is_disabled": 1}'),
        ("text", "\ud800"),
        ("link_preview_options", '{"url": "\\ud800"}'),
        ("reply_parameters", "[" * 100_000),
    ],
)
def test_values_of_another_type_are_refused(parameter: str, value: str) -> None:
    """What is not JSON, or not of the declared type down to the last field, is refused."""
    raw = {"chat_id": 1, "text": "نعم"} | {parameter: value}
    if parameter == "chat_id":
        raw = {"chat_id": json.loads(value), "text": "نعم"}
    with pytest.raises(Refusal) as caught:
        read("sendMessage", **raw)
    assert caught.value.code == 400
    assert caught.value.rule in {"wrong-type", "malformed-json", "not-utf8"}


@pytest.mark.parametrize("missing", ["chat_id", "text"])
def test_missing_parameters_are_refused(missing: str) -> None:
    """A required parameter must be there."""
    raw = {"chat_id": "1", "text": "نعم"}
    del raw[missing]
    with pytest.raises(Refusal, match=missing) as caught:
        read("sendMessage", **raw)
    assert caught.value.rule == "missing-parameter"


@pytest.mark.parametrize(
    ("raw", "rule"),
    [
        ({"disable_web_page_preview": "true"}, "unknown-parameter"),
        ({"link_preview_options": '{"disabled": true}'}, "unknown-field"),
        ({"disable_notification": "1"}, "malformed-boolean"),
        ({"disable_notification": "ja"}, "malformed-boolean"),
    ],
)
def test_overlooked_parameters_are_told(raw: dict[str, str], rule: str) -> None:
    """What Telegram ignores or guesses at is noted."""
    assert read("sendMessage", chat_id="1", text="نعم", **raw)[1] == [rule]


@pytest.mark.parametrize(
    ("scope", "is_known"),
    [
        ({"type": "default"}, True),
        ({"type": "chat", "chat_id": 5}, True),
        ({"type": "chat"}, False),
        ({"type": "everyone"}, False),
        ({}, False),
    ],
)
def test_families_are_told_apart(scope: dict[str, Any], is_known: bool) -> None:
    """A form of a family is known by its fixed word and its required fields."""
    if is_known:
        assert read("deleteMyCommands", scope=json.dumps(scope))[0]["scope"] == scope
    else:
        with pytest.raises(Refusal, match="scope must be"):
            read("deleteMyCommands", scope=json.dumps(scope))


def test_methods_are_found_in_any_case() -> None:
    """Telegram does not care for the case of a method's name."""
    assert RULES.method_name("SENDMESSAGE") == "sendMessage"
    assert RULES.method_name("sendPhoto") is None


@given(st.dictionaries(st.sampled_from(sorted(RULES.methods["sendMessage"])), st.text(max_size=30)))
def test_any_form_is_read_or_refused(raw: dict[str, str]) -> None:
    """Whatever a form holds, it is read or refused, and nothing else happens."""
    try:
        values, _ = read("sendMessage", **raw)
    except Refusal as refusal:
        values = {"refused": refusal.description}
    assert values

"""What may a request contain?

rules.toml lists methods and types; here a request's parameters are read by it. What Telegram would not understand is
refused, what it would overlook becomes a complaint.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from tests.telegram_server.model import Json, Refusal, Upload

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Complain = Callable[[str, str], None]  # (rule, detail)

RULES_FILE = Path(__file__).with_name("rules.toml")
INTEGER = re.compile(r"-?[0-9]{1,19}")


@dataclass(frozen=True, slots=True)
class Limits:
    """The numbers of rules.toml; each name ends in its unit."""

    text_units: int
    caption_units: int
    quote_units: int
    entities: int
    callback_data_bytes: int
    callback_answer_chars: int
    buttons: int
    buttons_per_row: int
    copy_text_chars: int
    commands: int
    command_description_chars: int
    name_chars: int
    description_chars: int
    short_description_chars: int
    inline_results: int
    inline_result_id_bytes: int
    inline_next_offset_bytes: int
    inline_query_chars: int
    updates_per_poll: int
    poll_timeout_s: int
    document_bytes: int
    download_bytes: int
    messages_per_second: int
    chat_messages_per_second: int
    chat_burst: int
    group_messages_per_minute: int


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter of a method, or a field of a type.

    Attributes:
        types: Names of the types that it may have, without the brackets of arrays.
        depth: How many arrays stand around them.
        fixed: The one word that it may be.
    """

    name: str
    types: tuple[str, ...]
    is_required: bool
    depth: int = 0
    fixed: str | None = None

    @classmethod
    def parse(cls, name: str, notation: str) -> Field:
        """Read the notation that the head of rules.toml explains."""
        types, _, fixed = notation.removeprefix("!").partition("=")
        depth = types.count("[]")
        return cls(name, tuple(types.replace("[]", "").split("|")), notation.startswith("!"), depth, fixed or None)


class Rules:
    """The methods, types, families, limits and choices of rules.toml."""

    def __init__(self, path: Path = RULES_FILE) -> None:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        self.methods = _fields(data["methods"])
        self.types = _fields(data["types"])
        self.families: Mapping[str, list[str]] = data["families"]
        self.limits = Limits(**data["limits"])
        self.choices: Mapping[str, list[str]] = data["choices"]
        self._names = {name.casefold(): name for name in self.methods}

    @property
    def usual_updates(self) -> frozenset[str]:
        """The kinds of update that a bot gets which names none."""
        return frozenset(self.choices["updates"]) - frozenset(self.choices["updates_by_request"])

    def method_name(self, name: str) -> str | None:
        """Find a method by its name in any case, as Telegram does; None if the rules lack it."""
        return self._names.get(name.casefold())

    def read(self, method: str, raw: Mapping[str, Any], complain: Complain) -> Json:
        """Turn the parameters of a request into values of their declared types.

        Args:
            method: Name of a method that the rules list.
            raw: Strings as forms carry them, JSON values as JSON bodies do, and uploads.
            complain: Hears of everything that Telegram would overlook.

        Raises:
            Refusal: A required parameter is missing, or one is not of its type.
        """
        values = {name: value for name, value in raw.items() if name in self.methods[method]}
        values |= {name: value for name, value in raw.items() if isinstance(value, Upload) and name not in values}
        for name in sorted(raw.keys() - values.keys()):
            complain("unknown-parameter", f"there is no parameter {name!r}")
        for field in self.methods[method].values():
            if field.name in values:
                values[field.name] = self._read_parameter(field, values[field.name], complain)
            elif field.is_required:
                raise Refusal(400, f"Bad Request: {field.name} is missing", rule="missing-parameter")
        return values

    def _read_parameter(self, field: Field, value: Any, complain: Complain) -> Any:
        if isinstance(value, Upload) and "InputFile" in field.types:
            return value
        if isinstance(value, str):
            value = self._decode(field, value, complain)
        return self._check(field, field.depth, value, field.name, complain)

    def _decode(self, field: Field, text: str, complain: Complain) -> Any:
        """Read what a form carries as text: numbers and truth values bare, arrays and objects as JSON."""
        if field.depth == 0:
            if "Integer" in field.types and INTEGER.fullmatch(text):
                return int(text)
            if "String" in field.types:
                return text
            if field.types == ("Boolean",):
                return _boolean(field.name, text, complain)
        try:
            return json.loads(text, parse_constant=_no_constant)
        except (ValueError, RecursionError) as error:
            raise Refusal(400, f"Bad Request: can't parse {field.name} JSON object", rule="malformed-json") from error

    def _check(self, field: Field, depth: int, value: Any, where: str, complain: Complain) -> Any:
        if depth > 0:
            if not isinstance(value, list):
                raise _wrong_type(where, "an array", value)
            return [self._check(field, depth - 1, item, f"{where}[{i}]", complain) for i, item in enumerate(value)]
        for name in field.types:
            if _is_scalar(name, value):
                return _checked_scalar(value, where)
        forms = [form for name in field.types for form in self.families.get(name, [name]) if form in self.types]
        if not forms or not isinstance(value, dict):
            raise _wrong_type(where, " or ".join(field.types), value)
        return self._check_object(self._choose_form(forms, value, where), value, where, complain)

    def _choose_form(self, forms: list[str], value: Json, where: str) -> str:
        """Tell which of several forms an object has, by its fixed words and required fields."""
        fitting = [form for form in forms if all(_fits(field, value) for field in self.types[form].values())]
        if not fitting:
            raise Refusal(400, f"Bad Request: {where} must be {' or '.join(forms)}", rule="wrong-type")
        return fitting[0]

    def _check_object(self, form: str, value: Json, where: str, complain: Complain) -> Json:
        fields = self.types[form]
        for name in sorted(value.keys() - fields.keys()):
            complain("unknown-field", f"{where}: {form} has no field {name!r}")
        known = {name: item for name, item in value.items() if name in fields}
        return {
            name: self._check(fields[name], fields[name].depth, item, f"{where}.{name}", complain)
            for name, item in known.items()
        }


def _fields(tables: Mapping[str, Mapping[str, str]]) -> Mapping[str, Mapping[str, Field]]:
    return MappingProxyType(
        {name: {key: Field.parse(key, notation) for key, notation in table.items()} for name, table in tables.items()}
    )


def _boolean(name: str, text: str, complain: Complain) -> bool:
    if text.casefold() not in {"true", "false"}:
        complain("malformed-boolean", f"{name} is {text!r}, neither true nor false")
    return text.casefold() in {"true", "yes", "1"}


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _is_scalar(type_name: str, value: Any) -> bool:
    if type_name == "Integer":
        return isinstance(value, int) and not isinstance(value, bool)
    if type_name == "Boolean":
        return isinstance(value, bool)
    return type_name == "String" and isinstance(value, str)


def _checked_scalar(value: Any, where: str) -> Any:
    if isinstance(value, str):
        require_utf8(value)
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        raise Refusal(400, f"Bad Request: {where} is out of range", rule="wrong-type")
    return value


def _fits(field: Field, value: Json) -> bool:
    if field.fixed is not None:
        return bool(value.get(field.name) == field.fixed)
    return field.name in value or not field.is_required


def _wrong_type(where: str, expected: str, value: Any) -> Refusal:
    return Refusal(400, f"Bad Request: {where} must be {expected}, not {value!r}"[:300], rule="wrong-type")


def require_utf8(text: str) -> None:
    """Refuse text that has no UTF-8 form because it holds half of a surrogate pair.

    Raises:
        Refusal: The text holds a lone surrogate.
    """
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise Refusal(400, "Bad Request: strings must be encoded in UTF-8", rule="not-utf8") from error

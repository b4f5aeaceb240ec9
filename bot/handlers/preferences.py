"""How is a chat set? /from, /to and /outlet choose its documents; /settings shows all, with buttons that change it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from telegram import InlineKeyboardMarkup

from bot.buttons import SettingButton
from bot.conditions import conditions_text
from bot.furniture import Part, Style
from bot.handlers.addressing import language_of
from bot.lookup import argument_of
from bot.messages import messages_in
from bot.presentation import filter_text, line, sentence
from bot.readers import Preferences
from bot.readers.rows import RESULTS
from bot.replies import labelled, reading_order, reply, turn
from retrieval import FilterError, Filters, Language

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from telegram import InlineKeyboardButton, Message, Update

    from bot.context import Context

_MAX_OUTLET_CHARS = 100
_APP = "app"  # what the button of the language is called that follows the reader's app


async def not_before(update: Update, context: Context) -> None:
    """Ask only documents since a date, or since ever."""

    def changed(filters: Filters, value: str, today: date) -> Filters:
        return replace(filters, earliest=Filters.of(earliest=value, today=today).earliest if value else None)

    await _set_filter(update, context, changed)


async def not_after(update: Update, context: Context) -> None:
    """Ask only documents up to a date, or for ever."""

    def changed(filters: Filters, value: str, today: date) -> Filters:
        return replace(filters, latest=Filters.of(latest=value, today=today).latest if value else None)

    await _set_filter(update, context, changed)


async def outlet(update: Update, context: Context) -> None:
    """Ask only one outlet, or all."""

    def changed(filters: Filters, value: str, _today: date) -> Filters:
        return replace(filters, sources=(value[:_MAX_OUTLET_CHARS],) if value else ())

    await _set_filter(update, context, changed)


async def settings(update: Update, context: Context) -> None:
    """Show the settings of the chat."""
    if update.message:
        language = language_of(update, context)
        html, keyboard = _settings(context.preferences, language)
        await reply(update.message, [html], keyboard)


async def set_by_button(message: Message, context: Context, button: SettingButton) -> None:
    """Change a setting, and show all anew."""
    changed = _changed(context.preferences, button)
    if changed is None:
        await reply(message, [sentence(messages_in(button.language).old_button)])
        return
    await asyncio.to_thread(context.readers.prefer, message.chat_id, changed)
    html, keyboard = _settings(changed, changed.language or button.language)
    await turn(message, html, keyboard)


def _changed(preferences: Preferences, button: SettingButton) -> Preferences | None:
    """Change settings as a button says; None for one of another version of the bot."""
    languages = {_APP: None, **{language.value: language for language in Language}}
    results = {str(count): count for count in RESULTS}
    if button.name == "language" and button.value in languages:
        return replace(preferences, language=languages[button.value])
    if button.name == "results" and button.value in results:
        return replace(preferences, results=results[button.value])
    if button.name == "lift":
        return replace(preferences, filters=Filters())
    return None


async def _set_filter(update: Update, context: Context, changed: Callable[[Filters, str, date], Filters]) -> None:
    message = update.message
    if not (message and message.text):
        return
    language, value = language_of(update, context), argument_of(message.text)
    messages = messages_in(language)
    try:
        filters = changed(context.preferences.filters, value, message.date.astimezone().date())
    except FilterError as error:
        await reply(message, [sentence(filter_text(error, language))])
        return
    await asyncio.to_thread(context.readers.prefer, message.chat_id, replace(context.preferences, filters=filters))
    told = conditions_text(filters, messages)
    words = messages.conditions_set.format(conditions=told) if told else messages.conditions_lifted
    await reply(message, [sentence(words)])


def _settings(preferences: Preferences, language: Language) -> tuple[str, InlineKeyboardMarkup]:
    """Write the settings, and the buttons that change them."""
    messages = messages_in(language)
    conditions = conditions_text(preferences.filters, messages)
    only = messages.settings_conditions.format(conditions=conditions) if conditions else messages.conditions_lifted
    name = messages.language_names[preferences.language]
    lines = (
        line([Part(messages.settings_heading, Style.STRONG)], messages),
        line([Part(messages.settings_language.format(language=name))], messages),
        line([Part(messages.settings_results.format(count=preferences.results))], messages),
        line([Part(only)], messages),
        sentence(messages.settings_hint),
    )
    return "\n".join(lines), _keyboard(preferences, language)


def _keyboard(preferences: Preferences, language: Language) -> InlineKeyboardMarkup:
    messages = messages_in(language)
    languages = [
        _choice(name, SettingButton(language, "language", known or _APP), is_set=known is preferences.language)
        for known, name in messages.language_names.items()
    ]
    results = [
        _choice(str(count), SettingButton(language, "results", str(count)), is_set=count == preferences.results)
        for count in RESULTS
    ]
    lift = [labelled(messages.lift, SettingButton(language, "lift", "all"))] if preferences.filters else []
    rows = [reading_order(languages, language), reading_order(results, language), lift]
    return InlineKeyboardMarkup([row for row in rows if row])


def _choice(label: str, button: SettingButton, *, is_set: bool) -> InlineKeyboardButton:
    return labelled(f"✓ {label}" if is_set else label, button)

"""Tests of reading the outside of an update."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.inbox.rows import Envelope

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["id", "chat", "from", "message", "x"]), inner),
)


@pytest.mark.parametrize(
    ("content", "chat", "user"),
    [
        ({"message": {"chat": {"id": -5}, "from": {"id": 9}}}, -5, 9),
        ({"callback_query": {"from": {"id": 9}, "message": {"chat": {"id": -5}}}}, -5, 9),
        ({"callback_query": {"from": {"id": 9}, "inline_message_id": "x"}}, None, 9),
        ({"my_chat_member": {"chat": {"id": 9}, "from": {"id": 9}}}, 9, 9),
        ({"channel_post": {"chat": {"id": -7}}}, -7, None),
        ({"inline_query": {"from": {"id": 9}}}, None, 9),
        ({}, None, None),
    ],
)
def test_chat_and_reader_are_found(content: dict[str, object], chat: int | None, user: int | None) -> None:
    """Whatever kind of update it is, it goes into the order of its chat."""
    envelope = Envelope.of({"update_id": 3, **content})
    assert (envelope.update_id, envelope.chat_id, envelope.user_id) == (3, chat, user)
    assert envelope.kind == next(iter(content), "nothing")


@given(anything, st.integers())
def test_no_content_is_too_odd(content: object, number: int) -> None:
    """An update that nobody can read has an outside all the same."""
    assert Envelope.of({"update_id": number, "message": content}).update_id == number


@pytest.mark.parametrize("number", [None, "7", True, 1.5])
def test_an_update_needs_a_number(number: object) -> None:
    """Without one it can neither be kept nor be confirmed."""
    with pytest.raises(ValueError, match="without a number"):
        Envelope.of({"update_id": number})

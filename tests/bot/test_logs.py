"""Tests of logging without the token."""

from __future__ import annotations

import io
import logging

import pytest

from bot.logs import TokenFilter

OURS = "42:short"
FOREIGN = "987654321:AAabcdefghijklmnopqrstuvwxyz0123456789"


@pytest.fixture
def output() -> io.StringIO:
    """Collect what a handler with the filter writes."""
    return io.StringIO()


@pytest.fixture
def logger(output: io.StringIO) -> logging.Logger:
    """Make a logger with such a handler only."""
    handler = logging.StreamHandler(output)
    handler.addFilter(TokenFilter(OURS))
    made = logging.Logger("test")  # apart from the tree of loggers on purpose
    made.addHandler(handler)
    return made


@pytest.mark.parametrize("token", [OURS, FOREIGN])
def test_no_token_in_messages(logger: logging.Logger, output: io.StringIO, token: str) -> None:
    """A token is struck out of the text of a record and of its arguments; the rest stays."""
    logger.warning("GET https://example.org/bot%s/getMe %d", token, 200)
    assert output.getvalue() == "GET https://example.org/bot<token>/getMe 200\n"


@pytest.mark.parametrize("token", [OURS, FOREIGN])
def test_no_token_in_tracebacks(logger: logging.Logger, output: io.StringIO, token: str) -> None:
    """A token is struck out of the message of an error and of its cause; the traceback stays."""
    error = RuntimeError(f"because of {token}")
    error.__cause__ = ValueError(token)
    logger.error("failed", exc_info=error)
    assert token not in output.getvalue()
    assert "RuntimeError: because of <token>" in output.getvalue()


def test_no_token_in_stacks(logger: logging.Logger, output: io.StringIO) -> None:
    """A token is struck out of a stack that a record carries."""
    record = logger.makeRecord("test", logging.INFO, __file__, 1, "text", (), None, sinfo=f"call({OURS!r})")
    logger.handle(record)
    assert output.getvalue() == "text\ncall('<token>')\n"


def test_records_without_token_stay(logger: logging.Logger, output: io.StringIO) -> None:
    """Times and numbers are no tokens."""
    logger.warning("at 12:30:45, ratio 3:1")
    assert output.getvalue() == "at 12:30:45, ratio 3:1\n"

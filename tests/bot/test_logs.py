"""Tests of logging without the token."""

from __future__ import annotations

import io
import json
import logging

import pytest

from bot.logs import JsonFormatter, KeyValueFormatter, TokenFilter, fields, withheld

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


def written(formatter: logging.Formatter, output: io.StringIO, logger: logging.Logger) -> str:
    """Write a record with fields and an error, and give the line."""
    logger.handlers[0].setFormatter(formatter)
    try:
        raise ValueError("two\nlines")
    except ValueError:
        logger.exception("It failed", extra=fields(update=7, said=f'a "quoted" {OURS}', nothing=None))
    return output.getvalue()


def test_a_record_is_one_line_of_pairs(logger: logging.Logger, output: io.StringIO) -> None:
    """Whatever a value holds, the record stays on its line, and the token out of it."""
    line = written(KeyValueFormatter(), output, logger)
    assert line.count("\n") == 1
    assert ' level=ERROR logger=test event="It failed" update=7 said="a \\"quoted\\" <token>" error="Traceback' in line
    assert "nothing=" not in line


def test_a_record_is_a_json_object(logger: logging.Logger, output: io.StringIO) -> None:
    """The same, for programs."""
    line = written(JsonFormatter(), output, logger)
    told = json.loads(line)
    assert line.count("\n") == 1
    assert (told["event"], told["update"], told["said"]) == ("It failed", 7, 'a "quoted" <token>')
    assert told["error"].endswith("ValueError: two\nlines")


def test_an_error_can_be_told_without_its_words() -> None:
    """Where it came from and what it is, with its causes; not what it says."""
    words = "سؤال سري"
    try:
        try:
            raise KeyError(words)
        except KeyError as cause:
            raise RuntimeError(words) from cause
    except RuntimeError as error:
        told = withheld(error)
    assert words not in told.replace(f'words = "{words}"', "")
    assert told.index("builtins.KeyError") < told.index("builtins.RuntimeError")
    assert "test_logs.py" in told

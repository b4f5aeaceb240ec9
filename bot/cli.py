"""What does `python -m bot` do? It reads the settings, opens the archive, and starts the bot or the terminal chat.

`python -m bot failed` lists what the bot could not answer, and puts it back; `python -m bot feedback` exports votes.
"""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bot.console import Console, typed_lines
from bot.logs import configure_logging
from bot.settings import Settings, SettingsError, TokenError
from retrieval import IngestOutcome, RetrievalError, Retriever, SearchDownError, read_environment

if TYPE_CHECKING:
    from collections.abc import Sequence

_LOGGER = logging.getLogger(__name__)
CORPUS = Path(__file__).parent.parent / "data" / "corpus"
DONE, FAILED, WRONG_CALL, RIVAL = 0, 1, 2, 3
NOBODY = 0  # the votes of all bots of the archive are exported
_HOW_TO_START = (
    "TELEGRAM_BOT_TOKEN is not set: put the token of your bot from @BotFather into the environment or into .env, "
    "or run python -m bot --console to ask in the terminal."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and give its exit status: 0 done, 1 failed, 2 wrong call, 3 another process does the same.

    4 is the status of a bot that ends because it heard nothing for too long (`bot.polling`).
    """
    options = _parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(DONE))  # so that the archive is closed before the end
    try:
        settings = Settings.from_env(read_environment())
        configure_logging(settings)
        return _run(options, settings)
    except (RetrievalError, SettingsError) as error:
        print(error, file=sys.stderr)
        is_wrong_call = isinstance(error, SettingsError) and not isinstance(error, TokenError)
        return WRONG_CALL if is_wrong_call else FAILED
    except BrokenPipeError:  # the reader of our output is gone, as after `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as error:  # a full disk behind our output
        print(f"The output cannot be written: {error.strerror or error}.", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description="Answer questions with cited excerpts.")
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--console", action="store_true", help="chat in the terminal instead of on Telegram")
    mode.add_argument(
        "--start",
        action="store_true",
        help="make the archive from data/corpus if there is none; then the bot with a token, else the chat",
    )
    mode.add_argument("--worker", action="store_true", help="answer what another process receives, and do not poll")
    mode.add_argument("--poll-only", action="store_true", help="receive only; processes with --worker answer")
    parser.add_argument("--standby", action="store_true", help="while another process polls wait, instead of ending")
    commands = parser.add_subparsers(dest="command", metavar="failed|feedback")
    failed = commands.add_parser("failed", help="list what the bot could not answer")
    failed.add_argument("--retry", action="store_true", help="put it back, to be answered by the bot")
    failed.add_argument("--text", action="store_true", help="show what readers wrote, too")
    commands.add_parser("feedback", help="write what readers thought of answers, as a question file of JSON lines")
    return parser


def _run(options: argparse.Namespace, settings: Settings) -> int:
    if options.command == "failed":
        return _failed(settings, retry=options.retry, text=options.text)
    if options.command == "feedback":
        return _feedback(settings)
    if not settings.token and not (options.console or options.start):
        raise SettingsError(_HOW_TO_START)
    if options.standby and (options.worker or options.console):
        raise SettingsError("--standby is for a process that polls; start it without --worker and --console.")
    with Retriever.open(
        settings.database_url,
        create=options.start,
        engine=settings.search_engine,
        index_folder=settings.index_folder,
        cluster=settings.search_cluster,
    ) as retriever:
        if options.start:
            try:
                _prepare(retriever)
            except SearchDownError as error:  # a bot keeps what is asked meanwhile
                _LOGGER.warning("%s", error)
        if settings.token and not options.console:
            return _poll(settings.token, settings, retriever, options)
        _chat(retriever)
    return DONE


def _prepare(retriever: Retriever) -> None:
    """Fill an archive that is new or still empty, and say what it is searched with."""
    if not retriever.stats().documents:
        report = retriever.ingest([CORPUS])
        print(f"Made the archive: {report.count(IngestOutcome.ADDED)} documents.", file=sys.stderr)
    resources = retriever.stats().resources
    listed = ", ".join(f"{name} ({version or 'not installed'})" for name, version in sorted(resources.items()))
    print(f"Language resources: {listed or 'none'}.", file=sys.stderr)


def _poll(token: str, settings: Settings, retriever: Retriever, options: argparse.Namespace) -> int:
    try:
        if not options.poll_only:  # it is ready before the first question
            _LOGGER.info("The archive holds %d documents", retriever.stats().documents)
    except SearchDownError as error:  # what is asked meanwhile is kept
        _LOGGER.warning("%s", error)
    # Imported here, so that the terminal chat starts without loading the Telegram library.
    from bot.application import build_application  # noqa: PLC0415
    from bot.inbox import AnotherProcessError  # noqa: PLC0415
    from bot.polling import Duties, run  # noqa: PLC0415
    from bot.receiving import RivalError  # noqa: PLC0415

    try:
        duties = Duties(polls=not options.worker, answers=not options.poll_only, stands_by=options.standby)
        run(build_application(token, settings, retriever), token, settings, duties)
    except (AnotherProcessError, RivalError) as error:
        _LOGGER.error("Ended: %s", error)  # noqa: TRY400 - where it was noticed tells nothing
        return RIVAL
    return DONE


def _failed(settings: Settings, *, retry: bool, text: bool) -> int:
    from bot.inbox.listing import list_failed  # noqa: PLC0415 - the terminal chat needs no inbox

    list_failed(settings.database_url, sys.stdout, retry=retry, text=text)
    return DONE


def _feedback(settings: Settings) -> int:
    from bot.readers import Readers  # noqa: PLC0415 - the terminal chat keeps nothing of its reader
    from bot.voting import write_votes  # noqa: PLC0415

    readers = Readers.open(settings.database_url, NOBODY)
    try:
        write_votes(readers.votes(), sys.stdout)
    finally:
        readers.close()
    return DONE


def _chat(retriever: Retriever) -> None:
    if sys.stdin is None:  # closed by the shell: there is nothing to answer
        return
    for stream in (sys.stdin, sys.stdout):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    console = Console(retriever, sys.stdout, is_terminal=sys.stdout.isatty())
    if sys.stdin.isatty():
        console.greet()
        console.run(typed_lines(), echo=False)
        print()  # so that the shell's prompt does not stand behind ours
    else:
        console.run(sys.stdin, echo=True)

"""How is the archive used from a shell? Everything without Telegram.

Exit status 0 when it did what was asked (an unanswerable question is an answer), 2 for a wrong call, 1 for any other
failure, with one plain line on standard error.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
from collections.abc import Callable, Container, Iterator, Sequence
from contextlib import nullcontext, redirect_stdout, suppress
from io import TextIOWrapper
from itertools import chain
from pathlib import Path
from typing import Any

from retrieval import printing, resources
from retrieval.corpus.addresses import is_address
from retrieval.errors import FilterError, RecordError, RetrievalError
from retrieval.evaluation import ACCEPTED, CORPUS, answers, quotations
from retrieval.model import Document, DocumentSummary, IngestedDocument, IngestOutcome, Quotation
from retrieval.page import page, write_page
from retrieval.printing_evidence import explanation_lines, explanation_object
from retrieval.printing_halves import found_lines, found_object
from retrieval.progress_bar import showing_progress
from retrieval.question.filters import Filters, read_filters
from retrieval.retriever import Retriever
from retrieval.settings import DEFAULT_DATABASE_URL, DEFAULT_INDEX_FOLDER, read_environment, search_cluster
from retrieval.watching import watch

DONE, FAILED, WRONG_CALL = 0, 1, 2
_MOST_DIGITS = 6


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command, and give its exit status."""
    _speak_utf8()
    try:
        options = _parser().parse_args(arguments)
        command: Callable[[argparse.Namespace], int] = options.command
        return command(options)
    except FilterError as error:
        _fail(str(error))
        return WRONG_CALL
    except RetrievalError as error:
        return _fail(str(error))
    except KeyboardInterrupt:
        return _fail("stopped; what was finished before is kept")
    except BrokenPipeError:
        # The reader of our output went away, as `head` does; the interpreter must not try to write to it again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as error:  # a full disk behind our output
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _fail(f"the output cannot be written ({error.strerror or error}); what was finished before is kept")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m retrieval", description="Ask an archive of Arabic news who said what."
    )
    commands = _Commands(parser.add_subparsers(title="commands", metavar="COMMAND", required=True))
    _add_filling(commands)
    _add_asking(commands)
    _add_listing(commands)
    _add_looking_after(commands)
    return parser


class _Commands:
    """Adds commands, each with a function that runs it and the options that several share."""

    def __init__(self, subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
        self._subparsers = subparsers
        self.of_archive = argparse.ArgumentParser(add_help=False)
        self.of_archive.add_argument(
            "--database",
            metavar="URL",
            type=_database,
            help="sqlite:///FILE or postgresql://USER@HOST/NAME (default: DATABASE_URL)",
        )
        self.as_json = argparse.ArgumentParser(add_help=False)
        self.as_json.add_argument("--json", action="store_true", help="print JSON, one object a line")

    def add(
        self, name: str, run: Callable[[argparse.Namespace], int], purpose: str, *parents: argparse.ArgumentParser
    ) -> argparse.ArgumentParser:
        """Add a command."""
        command = self._subparsers.add_parser(name, parents=list(parents), help=purpose, description=purpose)
        command.set_defaults(command=run)
        return command


def _add_filling(commands: _Commands) -> None:
    purpose = "add files, folders, feeds or, with -, JSON lines from standard input"
    ingest = commands.add("ingest", _ingest, purpose, commands.of_archive, commands.as_json)
    paths = "a file, folder or archive, or the URL of a feed or page"
    ingest.add_argument("paths", metavar="PATH", nargs="+", help=paths)
    ingest.add_argument("--watch", action="store_true", help="keep asking the URLs for news, until it is stopped")
    ingest.add_argument("--every", metavar="SECONDS", type=_positive, default=900, help="how often (default: 900)")
    workers = "how many processes read (default: as are of use)"
    readers = ingest.add_mutually_exclusive_group()
    readers.add_argument("--workers", metavar="N", type=_positive, help=workers)
    ray = "let a Ray cluster read; its head's HOST:PORT, or auto"
    readers.add_argument("--ray", metavar="ADDRESS", type=_text, help=ray)
    ingest.add_argument("--quiet", action="store_true", help="tell only what was refused, and show no progress")
    remove = commands.add("remove", _remove, "remove documents", commands.of_archive)
    remove.add_argument("ids", metavar="ID", nargs="+", type=_text)


def _add_asking(commands: _Commands) -> None:
    for name, run, purpose, (one, many), limit in (
        ("ask", _ask, "answer a question with verbatim, cited excerpts", ("question", "questions"), 5),
        ("search", _search, "rank the passages that hold words of a query", ("query", "queries"), 10),
    ):
        command = commands.add(name, run, purpose, commands.of_archive, commands.as_json)
        what = command.add_mutually_exclusive_group(required=True)
        what.add_argument("text", metavar=one.upper(), nargs="?", type=_text)
        lines = "JSON lines, each with qid and question"
        what.add_argument(f"--{many}", dest="file", metavar="FILE", type=Path, help=lines)
        command.add_argument("--limit", type=_positive, default=limit, help="how many at the most")
        command.add_argument("--from", dest="earliest", metavar="DATE", type=_text, help="published then or later")
        command.add_argument("--to", dest="latest", metavar="DATE", type=_text, help="published then or before")
        command.add_argument("--source", metavar="NAME", type=_text, action="append", help="a part of an outlet's name")
        if run is _ask:
            command.add_argument("--explain", action="store_true", help="show how it was read, weighed and decided")


def _add_listing(commands: _Commands) -> None:
    said = commands.add("quotations", _quotations, "list who is quoted with which words", commands.of_archive)
    form = said.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print JSON, one object a line")
    form.add_argument("--html", metavar="FILE", type=_text, help="write a page with the quotations marked; - prints it")
    said.add_argument("--document", metavar="ID", type=_text)
    said.add_argument("--speaker", metavar="NAME", type=_text, help="in Arabic or English")
    both = (commands.of_archive, commands.as_json)
    speakers = commands.add("speakers", _speakers, "list whom the archive quotes, the most quoted first", *both)
    speakers.add_argument("--limit", type=_positive, help="how many at the most")
    commands.add("documents", _documents, "list the documents", *both)
    commands.add("duplicates", _duplicates, "group documents that print nearly the same", *both)
    commands.add("stats", _stats, "count what the archive holds", *both)


def _add_looking_after(commands: _Commands) -> None:
    purpose = "look through store and index for what does not agree"
    check = commands.add("check", _check, purpose, commands.of_archive)
    check.add_argument("--repair", action="store_true", help="make the index anew where it does not agree")
    figures = commands.add("evaluate", _evaluate, "score answers and quotations against the gold in data/evaluation")
    figures.add_argument("--misses", action="store_true", help="list the questions that are answered wrongly")
    figures.add_argument("--accept", action="store_true", help="write the figures down as the ones to hold")
    purpose = "install the optional language resources into data/resources"
    commands.add("install-resources", _install_resources, purpose)


def _speak_utf8() -> None:
    """Write UTF-8 whatever the locale says: Arabic is what there is to say."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _text(argument: str) -> str:
    if any("\ud800" <= letter <= "\udfff" for letter in argument):
        raise argparse.ArgumentTypeError("the argument is not valid UTF-8")
    return argument


def _database(url: str) -> str:
    if not url or url.rstrip("/") in {"sqlite:", "sqlite:///:memory:"}:
        raise argparse.ArgumentTypeError("a command needs an archive in a file, such as sqlite:///data/archive.db")
    return _text(url)


def _positive(text: str) -> int:
    if not text.isdecimal() or len(text) > _MOST_DIGITS or not int(text):
        raise argparse.ArgumentTypeError(f"'{text[:20]}' is no whole number from 1 to {10**_MOST_DIGITS - 1}")
    return int(text)


def _fail(sentence: str) -> int:
    print(printing.on_one_line(sentence), file=sys.stderr)
    return FAILED


def _open(options: argparse.Namespace, *, create: bool = False) -> Retriever:
    settings = read_environment()
    url = options.database or settings.get("DATABASE_URL", DEFAULT_DATABASE_URL)
    return Retriever.open(
        url,
        create=create,
        engine=settings.get("SEARCH_ENGINE"),
        index_folder=Path(settings.get("INDEX_FOLDER", DEFAULT_INDEX_FOLDER)),
        cluster=search_cluster(settings),
    )


def _ingest(options: argparse.Namespace) -> int:
    if options.watch:
        return _watch(options)
    is_shown = sys.stderr.isatty() and not (options.json or options.quiet)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # whoever ends us that way is told what was kept, too
    aside = redirect_stdout(sys.stderr) if options.ray else nullcontext()  # Ray prints what happens to its machines
    with aside, _open(options, create=True) as retriever, showing_progress(is_shown=is_shown) as progress:
        report = retriever.ingest(options.paths, workers=options.workers, ray=options.ray, progress=progress)
    refused = [document for document in report.documents if document.outcome is IngestOutcome.REFUSED]
    if options.json:
        print(printing.to_json(printing.report_object(report)))
    elif not options.quiet:
        print(", ".join(f"{report.count(outcome)} {outcome.value}" for outcome in IngestOutcome))
        print(printing.report_line(report))
    if not options.json:
        _print_details(refused if options.quiet else report.documents, is_alone=len(refused) == 1)
    if len(refused) == 1:
        return _fail(f"refused: {refused[0].detail}")
    return _fail(f"{len(refused)} sources were refused; the reasons are above") if refused else DONE


def _print_details(documents: Sequence[IngestedDocument], *, is_alone: bool) -> None:
    """Print what there is to say of documents; that the only one is refused is said on standard error."""
    for document in documents:
        is_refused = document.outcome is IngestOutcome.REFUSED
        if document.detail and not (is_refused and is_alone):
            name = "" if is_refused else f"{document.name} "
            print(printing.on_one_line(f"{document.outcome}: {name}{document.detail}"))


def _watch(options: argparse.Namespace) -> int:
    """Follow feeds until SIGINT or SIGTERM; a line for each new article."""
    if not any(map(is_address, options.paths)):
        _fail("--watch follows feeds: give the URL of one, such as https://example.org/rss.xml")
        return WRONG_CALL

    def tell(found: IngestedDocument, document: Document | None) -> None:
        if found.outcome is IngestOutcome.REFUSED:
            print(printing.on_one_line(f"refused: {found.detail}"), file=sys.stderr, flush=True)
        elif options.json:
            print(printing.to_json(printing.news_object(found, document)), flush=True)
        else:
            print(printing.on_one_line(printing.news_line(found, document)), flush=True)

    with _open(options, create=True) as retriever:
        watch(retriever, options.paths, every_s=options.every, tell=tell)
    return DONE


def _filters(options: argparse.Namespace) -> Filters:
    return Filters.of(options.earliest, options.latest, options.source or ())


def _ask(options: argparse.Namespace) -> int:
    with _open(options) as retriever:
        if options.file is None:
            _show(options, *_answered(options, retriever, options.text, (), None))
            return DONE
        for line in _read_lines(options.file):
            found, _ = _answered(options, retriever, line["question"], line.get("history") or (), line["qid"])
            print(printing.to_json(found))
    return DONE


def _answered(
    options: argparse.Namespace, retriever: Retriever, text: str, history: Sequence[str], qid: str | None
) -> tuple[dict[str, Any], Iterator[str]]:
    """Answer a question, with the evidence where it is wanted: as an object, and as lines."""
    asked = {"history": history, "limit": options.limit, "filters": _filters(options)}
    if not options.explain:
        answer = retriever.ask(text, **asked)
        found = printing.answer_object(answer, qid) | {"found": found_object(answer.found)}
        return found, chain(printing.answer_lines(answer), found_lines(answer))
    explanation = retriever.explain(text, **asked)
    answer = explanation.answer
    found = printing.answer_object(answer, qid) | {"found": found_object(answer.found)}
    return found | {"explanation": explanation_object(explanation)}, chain(
        explanation_lines(explanation), found_lines(answer)
    )


def _search(options: argparse.Namespace) -> int:
    filters = _filters(options)
    with _open(options) as retriever:
        if options.file is None:
            hits = retriever.search(options.text, limit=options.limit, filters=filters)
            lines = (
                line
                for hit in hits
                for line in (
                    f"[{hit.rank}] {hit.score:.2f} {hit.document} {hit.start}–{hit.end}",
                    f"    {printing.on_one_line(hit.text)}",
                )
            )
            _show(
                options,
                printing.hits_object(hits, None),
                chain(
                    lines if hits else ["No passage holds any word of the query."],
                    printing.undated_lines(_undated(retriever, read_filters(options.text)[1].joined(filters))),
                ),
            )
            return DONE
        for line in _read_lines(options.file):
            hits = retriever.search(line["question"], limit=options.limit, filters=filters)
            print(printing.to_json(printing.hits_object(hits, line["qid"])))
    return DONE


def _undated(retriever: Retriever, filters: Filters) -> int:
    """Count the documents that a filter by date leaves out because nobody dated them."""
    if not filters.by_date:
        return 0
    return sum(not found.published and filters.admit_source(found.source) for found in retriever.documents())


def _quotations(options: argparse.Namespace) -> int:
    with _open(options) as retriever:
        said = retriever.quotations(options.document, speaker=options.speaker)
        if options.html is not None:
            _write_page(options, retriever, said)
            return DONE
        for quotation in said:
            _show(options, printing.quotation_object(quotation), iter([printing.quotation_line(quotation)]))
    return DONE


def _write_page(options: argparse.Namespace, retriever: Retriever, said: Sequence[Quotation]) -> None:
    """Write the page of a document, of those that quote a speaker, or of all."""
    by_document: dict[str, list[Quotation]] = {}
    for quotation in said:
        by_document.setdefault(quotation.document, []).append(quotation)
    contents = [summary for summary in retriever.documents() if _is_chosen(options, summary.id, by_document)]

    def read(summary: DocumentSummary) -> tuple[Document, Sequence[Quotation]]:
        return retriever.document(summary.id), by_document.get(summary.id, ())

    pieces = page(contents, read)
    if options.html == "-":
        sys.stdout.writelines(pieces)
    else:
        write_page(Path(options.html), pieces)


def _is_chosen(options: argparse.Namespace, document: str, quoting: Container[str]) -> bool:
    if options.document is not None:
        return bool(options.document == document)
    return options.speaker is None or document in quoting


def _speakers(options: argparse.Namespace) -> int:
    with _open(options) as retriever:
        for speaker in retriever.speakers()[: options.limit]:
            _show(options, printing.speaker_object(speaker), iter([printing.speaker_line(speaker)]))
    return DONE


def _documents(options: argparse.Namespace) -> int:
    with _open(options) as retriever:
        for summary in retriever.documents():
            _show(
                options, printing.summary_object(summary), iter([printing.on_one_line(printing.summary_line(summary))])
            )
    return DONE


def _duplicates(options: argparse.Namespace) -> int:
    with _open(options) as retriever:
        for group in retriever.near_duplicates():
            lines = [printing.on_one_line(printing.summary_line(summary)) for summary in group]
            _show(options, {"documents": list(map(printing.summary_object, group))}, iter((*lines, "")))
    return DONE


def _stats(options: argparse.Namespace) -> int:
    with _open(options) as retriever:
        figures = printing.stats_object(retriever.stats())
    known = {name: version or "not installed" for name, version in figures["resources"].items()}
    plain = {name: value for name, value in figures.items() if name != "resources"} | known
    _show(options, figures, (f"{name}: {value}" for name, value in plain.items()))
    return DONE


def _check(options: argparse.Namespace) -> int:
    with _open(options) as retriever:
        faults = retriever.check(repair=options.repair)
    for fault in faults:
        mended = "mended: " if fault.is_mendable and options.repair else ""
        print(printing.on_one_line(f"{mended}{fault.sentence}"))
    left = [fault for fault in faults if not (fault.is_mendable and options.repair)]
    if not left:
        print("store, catalogue and index agree")
        return DONE
    if all(fault.is_mendable for fault in left):
        return _fail("the index does not agree with the archive; mend it with: python -m retrieval check --repair")
    return _fail("the archive is damaged; the lines above say what to do")


def _remove(options: argparse.Namespace) -> int:
    with _open(options) as retriever:
        retriever.remove(options.ids)
    print(f"{len(options.ids)} removed")
    return DONE


def _evaluate(options: argparse.Namespace) -> int:
    """Score the five articles, with the installed resources and without, beside the accepted figures."""
    folders = {"": resources.FOLDER, "_without_morphology": resources.FOLDER / "none"}
    if resources.morphology_path() is None:
        del folders[""]
    accepted: dict[str, dict[str, float]] = json.loads(ACCEPTED.read_text(encoding="utf-8"))
    for suffix, folder in folders.items():
        with Retriever.open("sqlite://", create=True, folder=folder) as retriever:
            retriever.ingest([CORPUS])
            for kind, report in (("answers", _score_answers), ("quotations", _score_quotations)):
                figures, wrong = report(retriever)
                print(f"{kind}{suffix}: analyzer {retriever.stats().analyzer}")
                before = accepted.get(f"{kind}{suffix}", {})
                for line in printing.figure_lines(figures, before, wrong if options.misses else ()):
                    print(line)
                accepted[f"{kind}{suffix}"] = {name: round(value, 3) for name, value in figures.items()}
    if options.accept:
        ACCEPTED.write_text(json.dumps(accepted, indent=2) + "\n", encoding="utf-8")
    return DONE


def _score_answers(retriever: Retriever) -> tuple[dict[str, float], Iterator[str]]:
    questions = answers.read_questions()
    return answers.evaluate(retriever, questions), (f"{q.qid} {q.text}" for q in answers.misses(retriever, questions))


def _score_quotations(retriever: Retriever) -> tuple[dict[str, float], Iterator[str]]:
    found, gold = retriever.quotations(), quotations.read_quotations()
    wrong = quotations.misses(found, gold)
    return quotations.evaluate(found, gold), (printing.miss_line(mark, quotation) for mark, quotation in wrong)


def _install_resources(_options: argparse.Namespace) -> int:
    for resource in resources.install():
        print(f"{resource.name}: {resource.detail}")
    return DONE


def _show(options: argparse.Namespace, found: dict[str, Any], lines: Iterator[str]) -> None:
    if options.json:
        print(printing.to_json(found))
        return
    for line in lines:
        print(line)


def _read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Read questions or queries, one JSON object a line; lines end at U+000A alone, as JSON lines do."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise RecordError(f"{path} cannot be read ({error.strerror}); name a file of JSON lines") from error
    except UnicodeDecodeError as error:
        raise RecordError(f"{path} is not UTF-8; convert it first") from error
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield _read_line(line, f"{path} line {number}")


def _read_line(line: str, place: str) -> dict[str, Any]:
    try:
        found = json.loads(line)
        json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:  # no JSON, lone surrogates, numbers or nesting beyond all measure
        raise RecordError(f"{place} is no JSON ({getattr(error, 'msg', error)}); write one object a line") from error
    history = found.get("history") if isinstance(found, dict) else None
    if not isinstance(found, dict) or not isinstance(found.get("question"), str) or "qid" not in found:
        raise RecordError(f'{place} is no question; write {{"qid": "1", "question": "…"}}')
    if not (history is None or (isinstance(history, list) and all(isinstance(turn, str) for turn in history))):
        raise RecordError(f"{place} has a history that is no list of texts")
    return found

"""The command line, as a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from retrieval.lexicon import DATA
from tests.conftest import CORPUS

QUESTION = "ماذا قال لافروف عن جبهة النصرة؟"


Done = subprocess.CompletedProcess[str]


def run(*arguments: str | Path, stdin: bytes = b"", cwd: Path = DATA.parent, **environment: str) -> Done:
    """Run a command, with the checkout on Python's path and no settings but those given."""
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    done = subprocess.run(
        [sys.executable, "-m", "retrieval", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        cwd=cwd,
        env={**kept, "PYTHONPATH": str(DATA.parent), "PYTHONUTF8": "1", **environment},
        timeout=60,
        check=False,
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def assert_one_plain_line(done: Done, status: int) -> None:
    """Check that a failure is told in one line, without a traceback."""
    assert done.returncode == status
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_ask_in_json(archive_url: str) -> None:
    """An answer has the form of the interface, its citations best first."""
    done = run("ask", QUESTION, "--json", "--limit", "2", "--database", archive_url)
    answer = json.loads(done.stdout)
    assert done.returncode == 0
    assert (answer["question"], answer["answerable"], answer["reason"]) == (QUESTION, True, None)
    first = answer["citations"][0]
    wanted = {
        "rank",
        "document",
        "title",
        "source",
        "url",
        "published",
        "start",
        "end",
        "text",
        "speaker",
        "kind",
        "score",
    }
    assert wanted <= set(first)
    assert (CORPUS / first["document"]).read_bytes().decode()[first["start"] : first["end"]] == first["text"]
    assert (first["speaker"], first["kind"]) == ("سيرغي لافروف", "quotation")


def test_ask_to_read(archive_url: str) -> None:
    """On a terminal an answer shows excerpts, each with its source below."""
    done = run("ask", "What did Lavrov say about al-Nusra?", "--database", archive_url)
    assert done.stdout.startswith("[1] سيرغي لافروف\n    ")
    assert "001_2ce5e8b8b579aa54.txt, paragraph" in done.stdout


def test_no_answer_is_an_answer(archive_url: str) -> None:
    """An unanswerable question is told plainly, and is no failure."""
    done = run("ask", "ما سعر البيتكوين؟", "--database", archive_url)
    assert (done.returncode, done.stdout[:18]) == (0, "Not in the archive")


def test_many_questions_one_line_each(archive_url: str, tmp_path: Path) -> None:
    """A file of questions is answered line by line, follow-ups with their history."""
    lines = [{"qid": "1", "question": QUESTION}, {"qid": "2", "question": "وعن داعش؟", "history": [QUESTION]}]
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    done = run("ask", "--questions", path, "--database", archive_url)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["qid"] for answer in answers] == ["1", "2"]
    assert all(answer["citations"][0]["speaker"] == "سيرغي لافروف" for answer in answers)


def test_search(archive_url: str, tmp_path: Path) -> None:
    """Queries give hits in the form of the interface."""
    path = tmp_path / "queries.jsonl"
    path.write_text('{"qid": "q", "question": "النصرة"}\n', encoding="utf-8")
    found = json.loads(run("search", "--queries", path, "--limit", "3", "--database", archive_url).stdout)
    assert found["qid"] == "q"
    assert [hit["rank"] for hit in found["hits"]] == [1, 2, 3]
    assert set(found["hits"][0]) == {"rank", "document", "start", "end", "text", "score"}


def test_quotations_documents_and_stats(archive_url: str) -> None:
    """The lists of an archive have the form of the interface."""
    lines = run("quotations", "--json", "--document", "001_2ce5e8b8b579aa54.txt", "--database", archive_url).stdout
    quotation = json.loads(lines.splitlines()[-1])
    contract = ["document", "start", "end", "text", "speaker", "mention", "cue", "kind"]
    assert list(quotation)[: len(contract)] == contract
    assert quotation["canonical"] == quotation["speaker"] is not None
    assert quotation["sentence"][0] <= quotation["start"] < quotation["end"] <= quotation["sentence"][1]
    assert quotation["passage"][0] <= quotation["sentence"][0] < quotation["sentence"][1] <= quotation["passage"][1]
    assert (quotation["published"], quotation["published_certainty"]) == ("2016-07", "implied")
    documents = run("documents", "--json", "--database", archive_url).stdout.splitlines()
    assert len(documents) == 5
    stats = json.loads(run("stats", "--json", "--database", archive_url).stdout)
    assert stats["documents"] == 5
    everything = list(map(json.loads, run("quotations", "--json", "--database", archive_url).stdout.splitlines()))
    assert stats["quotations"] == len(everything) > 50
    assert stats["quotations_without_speaker"] == sum(found["speaker"] is None for found in everything)
    assert stats["speakers"] == len(run("speakers", "--database", archive_url).stdout.splitlines())


def test_speakers(archive_url: str) -> None:
    """The most quoted come first, each with how often, in how many documents and when; a limit cuts the list."""
    lines = run("speakers", "--json", "--database", archive_url).stdout.splitlines()
    found = [json.loads(line) for line in lines]
    counts = [speaker["quotations"] for speaker in found]
    assert counts == sorted(counts, reverse=True)
    (lavrov,) = (speaker for speaker in found if speaker["speaker"] == "سيرغي لافروف")
    assert (lavrov["documents"], lavrov["first"], lavrov["first_certainty"]) == (2, "2016-07", "implied")
    said = run("quotations", "--speaker", "Lavrov", "--database", archive_url).stdout.splitlines()
    assert lavrov["quotations"] == len(said)
    short = run("speakers", "--limit", "2", "--database", archive_url).stdout.splitlines()
    assert len(short) == 2
    assert short[0].startswith(f"{found[0]['speaker']} · {found[0]['quotations']} quotations in ")


def test_a_page_of_quotations(archive_url: str, tmp_path: Path) -> None:
    """The page of one document, of those that quote somebody, and of all; a dash prints it."""
    path = tmp_path / "page.html"
    for options, articles in (
        (["--document", "001_2ce5e8b8b579aa54.txt"], 1),
        (["--speaker", "Lavrov"], 2),
        ([], 5),
    ):
        assert run("quotations", "--html", path, *options, "--database", archive_url).returncode == 0
        assert path.read_text(encoding="utf-8").count("<article") == articles
    printed = run("quotations", "--html", "-", "--database", archive_url).stdout
    assert printed == path.read_text(encoding="utf-8")


def test_a_page_is_never_written_over_an_article(archive_url: str, tmp_path: Path) -> None:
    """Who takes FILE for the article loses nothing."""
    article = tmp_path / "article.txt"
    article.write_text("مقال", encoding="utf-8")
    done = run("quotations", "--html", article, "--database", archive_url)
    assert_one_plain_line(done, 1)
    assert "article.txt" in done.stderr
    assert article.read_text(encoding="utf-8") == "مقال"


def test_ingest_from_standard_input(tmp_path: Path) -> None:
    """A dash reads JSON lines, and the report is one object."""
    url = f"sqlite:///{tmp_path}/a.db"
    record = json.dumps({"id": "a", "text": "نص."}).encode()
    first = json.loads(run("ingest", "-", "--json", "--database", url, stdin=record).stdout)
    again = json.loads(run("ingest", "-", "--json", "--database", url, stdin=record).stdout)
    found = {"quotations": 0, "without_speaker": 0}
    assert first == {"added": ["a"], "unchanged": [], "changed": [], **found, "refused": [], "notes": []}
    assert (again["added"], again["unchanged"]) == ([], ["a"])


def test_ingest_says_how_many_statements_it_found(tmp_path: Path) -> None:
    """All that were found, and those that nobody could be credited with, are counted in both forms of the report."""
    url = f"sqlite:///{tmp_path}/a.db"
    texts = ("قالت سلمى حداد إن الهدنة صامدة.", "وقال إن الهدنة صامدة.")
    records = "\n".join(json.dumps({"id": str(i), "text": text}) for i, text in enumerate(texts)).encode()
    said = run("ingest", "-", "--database", url, stdin=records).stdout.splitlines()
    assert said == ["2 added, 0 unchanged, 0 changed, 0 refused", "2 quotations found, 1 of them credited to nobody"]
    report = json.loads(run("ingest", "-", "--json", "--database", url, stdin=records).stdout)
    assert (report["quotations"], report["without_speaker"]) == (2, 1)


def test_a_refused_file_is_named_and_the_others_are_added(tmp_path: Path) -> None:
    """The report tells what was refused and why; the exit status says that not all was done."""
    (tmp_path / "good.txt").write_text("نص طويل بما يكفي.", encoding="utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    done = run("ingest", tmp_path, "--json", "--database", f"sqlite:///{tmp_path}/a.db")
    report = json.loads(done.stdout)
    assert report["added"] == ["good.txt"]
    assert [Path(refused["name"]).name for refused in report["refused"] if refused["name"].endswith(".txt")] == [
        "empty.txt"
    ]
    assert_one_plain_line(done, 1)


def test_a_pipe_is_refused_instead_of_waited_for(tmp_path: Path) -> None:
    """What is no ordinary file is named at once."""
    os.mkfifo(tmp_path / "pipe")
    done = run("ingest", tmp_path / "pipe", "--database", f"sqlite:///{tmp_path}/a.db")
    assert_one_plain_line(done, 1)
    assert "no ordinary file" in done.stderr


def test_a_full_disk_behind_the_output_is_told(archive_url: str) -> None:
    """The sentence goes to standard error, and the status is 1."""
    command = [sys.executable, "-m", "retrieval", "ask", QUESTION, "--database", archive_url]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, cwd=DATA.parent, check=False)
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr


def test_processes_that_make_one_archive_at_once_wait_for_each_other(tmp_path: Path) -> None:
    """Of four that start together on a new archive all succeed, and each document is there once."""
    command = [sys.executable, "-m", "retrieval", "ingest", str(CORPUS), "--database", f"sqlite:///{tmp_path}/a.db"]
    started = [subprocess.Popen(command, cwd=DATA.parent, stdout=subprocess.DEVNULL) for _ in range(4)]
    assert [process.wait(60) for process in started] == [0] * 4
    assert len(run("documents", "--database", f"sqlite:///{tmp_path}/a.db").stdout.splitlines()) == 5


def test_remove(tmp_path: Path) -> None:
    """A removed document is found no more."""
    url = f"sqlite:///{tmp_path}/a.db"
    run("ingest", CORPUS, "--database", url)
    assert run("remove", "001_2ce5e8b8b579aa54.txt", "--database", url).returncode == 0
    assert len(run("documents", "--database", url).stdout.splitlines()) == 4
    assert_one_plain_line(run("remove", "001_2ce5e8b8b579aa54.txt", "--database", url), 1)


def test_the_database_comes_from_the_settings(archive_url: str, tmp_path: Path) -> None:
    """Without the option the environment counts, then the file `.env` in the working folder."""
    assert run("stats", DATABASE_URL=archive_url).returncode == 0
    (tmp_path / ".env").write_text(f"DATABASE_URL={archive_url}\n", encoding="utf-8")
    assert run("stats", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nonsense"],
        ["ask"],
        ["ask", QUESTION, "--limit", "0"],
        ["ask", QUESTION, "--limit", "many"],
        ["ask", QUESTION, "--limit", "9" * 5000],
        ["ask", QUESTION, "--database", ""],
        ["ingest", "data/corpus", "--database", "sqlite://"],
        ["ingest"],
        ["ask", QUESTION, "--questions", "file.jsonl"],
        ["quotations", "--json", "--html", "page.html"],
        ["speakers", "--limit", "0"],
    ],
)
def test_a_wrong_call_has_status_2(arguments: list[str]) -> None:
    """What cannot be understood is told with the usage, and without a traceback."""
    done = run(*arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ask", QUESTION, "--database", "sqlite:///no/where.db"], "no archive"),
        (["ask", QUESTION, "--database", "nonsense"], "no database URL"),
        (["ask", "--questions", "no-such-file.jsonl"], "no-such-file.jsonl"),
        (["ingest", "no-such-file.txt"], "no-such-file.txt"),
        (["documents", "--database", "sqlite:///LICENSE"], "not an archive"),
        (["documents", "--database", "sqlite+aiosqlite:///a.db"], "driver"),
        (["ingest", ""], "empty path"),
        (["quotations", "--html", "no/such/folder/a.html", "--database", "sqlite:///no/where.db"], "no archive"),
    ],
)
def test_a_failure_is_one_plain_line(archive_url: str, tmp_path: Path, arguments: list[str], said: str) -> None:
    """What went wrong and what to do is one sentence on standard error, and the status is 1."""
    chosen = (
        []
        if "--database" in arguments
        else ["--database", archive_url if arguments[0] == "ask" else f"sqlite:///{tmp_path}/a.db"]
    )
    done = run(*arguments, *chosen)
    assert_one_plain_line(done, 1)
    assert said in done.stderr


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("not json", "line 2"),
        ('{"question": "x"}', "qid"),
        ('{"qid": "1", "question": 5}', "no question"),
        ("[]", "no question"),
        ('{"qid": "1", "question": "\\ud800"}', "no JSON"),
        ("[" * 100_000, "no JSON"),
    ],
)
def test_a_bad_line_of_questions_is_named(archive_url: str, tmp_path: Path, line: str, said: str) -> None:
    """The good lines before it are answered; the bad one is named by its number."""
    path = tmp_path / "questions.jsonl"
    path.write_text(f'{{"qid": "1", "question": "النصرة"}}\n{line}\n', encoding="utf-8")
    done = run("ask", "--questions", path, "--database", archive_url)
    assert_one_plain_line(done, 1)
    assert said in done.stderr
    assert len(done.stdout.splitlines()) == 1


def test_filters_on_the_command_line(tmp_path: Path) -> None:
    """Options and words of the question alike leave documents out, and undated ones are counted."""
    url = f"sqlite:///{tmp_path}/a.db"
    text = "قالت سلمى حداد إن الهدنة صامدة"
    dates = {"a": {"published": "2018-06-01", "source": "BBC"}, "b": {"published": "2018-07-01"}, "c": {}}
    records = (json.dumps({"id": name, "text": f"{text} {name}.", **more}) for name, more in dates.items())
    run("ingest", "-", "--database", url, stdin="\n".join(records).encode())
    for arguments in (["ask", "ماذا قالت سلمى حداد عن الهدنة؟"], ["search", "الهدنة"]):
        for options in (["--from", "2018-06", "--to", "2018-06-30"], ["--source", "bbc", "--to", "2019"]):
            done = run(*arguments, *options, "--json", "--database", url)
            found = json.loads(done.stdout)
            assert [hit["document"] for hit in found.get("citations", found.get("hits"))] == ["a"]
        arguments[1] += " from:2018-07"
        assert "Left out for want of a date: 1 document." in run(*arguments, "--database", url).stdout
    nothing = run("ask", "ماذا قالت سلمى حداد؟", "--from", "2020", "--database", url).stdout
    assert nothing.startswith("Not in the archive: it has no document of that time or outlet")


@pytest.mark.parametrize("arguments", [["الهدنة from:yesterdayish"], ["الهدنة", "--from", "yesterdayish"]])
@pytest.mark.parametrize("command", ["ask", "search"])
def test_a_bad_filter_is_a_wrong_call(archive_url: str, command: str, arguments: list[str]) -> None:
    """One line names it and says how to write one."""
    done = run(command, *arguments, "--database", archive_url)
    assert_one_plain_line(done, 2)
    assert "from:yesterdayish is no date" in done.stderr


def test_near_duplicates_are_grouped(tmp_path: Path) -> None:
    """Two outlets' prints of one report stand together, and what nobody else prints is not listed."""
    report = "أعلن مدير المصنع صباح اليوم أن العمل سيبدأ في الخط الجديد بعد شهرين وأن ثلاثين عاملا سيلتحقون به قريبا."
    other = "قالت بلدية القرية إن الطريق الساحلي سيبقى مغلقا حتى نهاية الأسبوع بسبب أعمال الصيانة الجارية فيه منذ أيام."
    records = [
        {"id": "a", "text": report, "source": "الأولى"},
        {"id": "b", "text": f"{report}\nللمزيد", "source": "الثانية"},
        {"id": "c", "text": other},
    ]
    url = f"sqlite:///{tmp_path}/a.db"
    lines = "\n".join(map(json.dumps, records)).encode()
    assert run("ingest", "-", "--database", url, stdin=lines).returncode == 0
    (group,) = map(json.loads, run("duplicates", "--json", "--database", url).stdout.splitlines())
    assert [document["document"] for document in group["documents"]] == ["a", "b"]
    assert run("duplicates", "--database", url).stdout == "a · الأولى\nb · الثانية\n\n"

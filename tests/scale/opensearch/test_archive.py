"""A whole archive on a search cluster: added to, asked, changed and checked."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval import Retriever, SearchDownError
from retrieval.evaluation.answers import read_questions
from retrieval.lexicon import DATA
from retrieval.upkeep import Aim
from tests.conftest import CORPUS
from tests.retrieval.index.contract import asked
from tests.scale.opensearch.cluster import OpenSearchNodes
from tests.scale.opensearch.gate import gate

pytestmark = pytest.mark.scale

QUESTION = "ماذا قال لافروف عن جبهة النصرة؟"


@pytest.fixture
def archive(tmp_path: Path, opensearch: OpenSearchNodes) -> Iterator[Retriever]:
    """The five articles, on the cluster."""
    with Retriever.open(f"sqlite:///{tmp_path}/five.db", create=True, cluster=opensearch.settings()) as opened:
        opened.ingest([CORPUS])
        yield opened


def test_answers_are_those_of_one_machine(archive: Retriever, tmp_path: Path) -> None:
    """Citation for citation, with the same scores."""
    assert archive.stats().engine == "opensearch"
    with Retriever.open(f"sqlite:///{tmp_path}/tantivy.db", create=True, engine="tantivy") as other:
        other.ingest([CORPUS])
        for question in read_questions()[::3]:
            assert archive.ask(question.text).citations == other.ask(question.text).citations


def test_what_is_removed_and_added_is_followed(archive: Retriever) -> None:
    """The counts are right, and nothing is found to disagree."""
    whole = archive.stats().passages
    some = archive.documents()[0].id
    archive.remove([some])
    assert archive.stats().passages < whole
    archive.ingest([CORPUS])
    assert archive.stats().passages == whole
    assert archive.check() == ()
    assert archive.ask(QUESTION).citations


def test_an_index_that_lacks_passages_is_told_and_mended(archive: Retriever) -> None:
    """Also where a document's mark still says that it is whole."""
    index = archive._index
    assert index is not None
    lost = index.first(limit=1)[0]
    index._client.call(  # type: ignore[attr-defined]
        "POST",
        f"/{index._alias}/_delete_by_query",
        {"query": asked_for(lost.document)},
        {"refresh": "true"},  # type: ignore[attr-defined]
    )
    index.refresh()
    assert lost.document not in index.documents()
    assert any(f"number {lost.document}" in fault.sentence for fault in archive.check(repair=True))
    assert archive.check() == ()


def asked_for(document: int) -> dict[str, object]:
    """Find one passage of a document."""
    return {"bool": {"filter": [{"term": {"document": document}}, {"range": {"key": {"lte": document << 24}}}]}}


def test_an_archive_made_by_other_rules_is_replaced_beside_the_old_index(archive: Retriever) -> None:
    """Others find all the old passages until the new ones are there; also where the one who does it is stopped."""
    index, catalogue = archive._index, archive._catalogue
    assert index is not None
    before = index.search(asked("لافروف"), limit=50)
    with catalogue.changing(None) as changes:
        changes.note(rules="of yesterday", revision="0")
    upkeep = archive._upkeep_of(index)
    upkeep._start_anew()  # and here it was stopped
    assert index.search(asked("لافروف"), limit=50) == before
    assert catalogue.documents() == frozenset()
    upkeep.run(Aim.of(archive._store))
    assert index.documents() == catalogue.documents()
    assert index.search(asked("لافروف"), limit=50) == before
    assert index._numbered() == [f"{index._alias}-000002"]  # type: ignore[attr-defined]
    assert archive.check() == ()


def test_two_archives_do_not_share_an_index(archive: Retriever, tmp_path: Path) -> None:
    """They would take each other's documents away; the second is told to name another."""
    with (
        Retriever.open(f"sqlite:///{tmp_path}/other.db", create=True, cluster=archive._cluster) as other,
        pytest.raises(Exception, match="belongs to something else"),
    ):
        other.stats()


def test_the_command_line_takes_the_address_from_the_settings(tmp_path: Path, opensearch: OpenSearchNodes) -> None:
    """All commands do; where the cluster is gone, that is told in one line, and what was added is kept."""
    url = f"sqlite:///{tmp_path}/five.db"
    with gate(opensearch.ports[0]) as door:
        address = f"http://127.0.0.1:{door.server_port}/{opensearch.settings().index}"
        assert run("ingest", str(CORPUS), "--database", url, SEARCH_URL=address).returncode == 0
        stats = run("stats", "--json", "--database", url, SEARCH_URL=address)
        assert json.loads(stats.stdout)["engine"] == "opensearch"
        assert json.loads(run("ask", QUESTION, "--json", "--database", url, SEARCH_URL=address).stdout)["answerable"]
    gone = run("ask", QUESTION, "--database", url, SEARCH_URL=address)
    assert gone.returncode == 1
    assert gone.stderr.count("\n") == 1
    assert "cannot be reached" in gone.stderr
    assert run("ask", QUESTION, "--database", url).returncode == 0  # this machine's own engine, from the same archive


def run(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a command as a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(DATA.parent), "PYTHONUTF8": "1", **settings}
    command = [sys.executable, "-m", "retrieval", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)


def test_a_question_waits_for_the_cluster(archive: Retriever, opensearch: OpenSearchNodes) -> None:
    """While it is gone a question is an outage; the same archive answers when it is back."""
    wanted = archive.ask(QUESTION)
    for node in range(3):
        opensearch.close(node)
    try:
        with pytest.raises(SearchDownError):
            archive.ask("ماذا قال كيري عن الهدنة؟")
    finally:
        for node in range(3):
            opensearch.start(node)
        opensearch.wait()
    assert archive.ask(QUESTION).citations == wanted.citations

"""Articles to be ingested, as many as a test wants, and what an archive made of them."""

from __future__ import annotations

import json
from pathlib import Path

from retrieval.store.engine import make_engine

PEOPLE = ("سلمى حداد", "سامر الحلبي", "سيرغي لافروف", "سيرجي لافروف", "جون كيري", "ليلى المصري", "عمر الشامي")
VERBS = ("قال", "أكد", "أعلن", "أوضح")
TOPICS = ("الهدنة صامدة", "الجسر سيفتح غدا", "المحادثات ستستأنف قريبا", "الأسعار لن ترتفع", "الطريق آمن")
_ALL = "SELECT * FROM {} ORDER BY 1, 2, 3"
CONTENTS = ("document", "block", "sentence", "quotation", "quotation_speaker")


def article(number: int) -> dict[str, str]:
    """Make an article of a few sentences, each number another one."""
    person, other = PEOPLE[number % len(PEOPLE)], PEOPLE[(number * 3 + 1) % len(PEOPLE)]
    verb, topic = VERBS[number % len(VERBS)], TOPICS[number % len(TOPICS)]
    text = (
        f"{verb} {person} إن {topic} في المنطقة رقم {number}.\n"
        f"وأضاف أن الاجتماع التالي سيعقد بعد {number} يوما.\n"
        f"من جهته قال {other}: «لا جديد حتى الآن في الملف {number}»."
    )
    return {"id": f"a{number}", "text": text, "published": f"2018-0{number % 9 + 1}-1{number % 10}"}


def lines(numbers: range) -> bytes:
    """Write articles as JSON lines."""
    return "".join(json.dumps(article(number), ensure_ascii=False) + "\n" for number in numbers).encode()


def write_articles(path: Path, count: int) -> Path:
    """Write the first articles into a file."""
    path.write_bytes(lines(range(count)))
    return path


def contents(url: str) -> dict[str, list[tuple[object, ...]]]:
    """Read everything that an archive holds, but for how often it changed; it must be sound.

    On a server documents count as they come, whatever their numbers: those of what was not written are left out.
    """
    engine = make_engine(url, create=False)
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall() == []
        found = {table: [tuple(row) for row in connection.exec_driver_sql(_ALL.format(table))] for table in CONTENTS}
        speakers = {row[0]: row[1:] for row in connection.exec_driver_sql("SELECT id, key, name FROM speaker")}
        if engine.dialect.name != "sqlite":
            places = {row[0]: place for place, row in enumerate(found["document"], 1)}
            found = {table: [(places[row[0]], *row[1:]) for row in rows] for table, rows in found.items()}
            voices = [(*row[:2], speakers[row[2]], row[3]) for row in found["quotation_speaker"]]
            found["quotation_speaker"] = sorted(voices)
    engine.dispose()
    return {**found, "speaker": sorted(speakers.values())}


def counted(url: str) -> int:
    """Count an archive's documents."""
    engine = make_engine(url, create=False)
    with engine.connect() as connection:
        count = connection.exec_driver_sql("SELECT count(*) FROM document").scalar_one()
    engine.dispose()
    return int(count)

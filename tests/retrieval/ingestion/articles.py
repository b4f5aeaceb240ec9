"""Articles to be ingested, as many as a test wants, and what an archive made of them."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

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


def contents(database: Path) -> dict[str, list[tuple[object, ...]]]:
    """Read everything that an archive holds, but for how often it changed; it must be sound."""
    connection = sqlite3.connect(database)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        found = {table: connection.execute(_ALL.format(table)).fetchall() for table in CONTENTS}
        found["speaker"] = connection.execute("SELECT key, name FROM speaker ORDER BY 1").fetchall()
        return found
    finally:
        connection.close()


def counted(database: Path) -> int:
    """Count an archive's documents."""
    connection = sqlite3.connect(database)
    try:
        return int(connection.execute("SELECT count(*) FROM document").fetchone()[0])
    finally:
        connection.close()

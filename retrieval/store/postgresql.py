"""How is an archive on a PostgreSQL server reached, and what do the server's errors mean in plain sentences?"""

from __future__ import annotations

import re
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Engine, event
from sqlmodel import create_engine

from retrieval.errors import (
    StoreError,
    StoreFormatError,
    StoreLockedError,
    StoreMissingError,
    StoreUnreachableError,
)

if TYPE_CHECKING:
    from sqlalchemy.exc import DBAPIError
    from sqlalchemy.pool import ConnectionPoolEntry

DRIVER = "postgresql+psycopg"
NAMES = frozenset(("postgres", "postgresql", DRIVER))
"""What a URL may begin with."""

_LONGEST_STATEMENT_S = 300
"""How long a statement may take, and a transaction be idle: a process that hangs must not keep all others waiting."""

_MOST_CONNECTIONS = 60
"""How many connections a process opens when as many threads read at once; one that waits for an answer holds none."""

_CONNECTING = {
    "connect_timeout": 10,
    "client_encoding": "utf8",
    "application_name": "isnad",
    # A server whose machine is gone says nothing: without these a statement waits for it for a quarter of an hour.
    "keepalives": 1,
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
"""Settings of a connection, as libpq names them; those in the URL count more."""

_CONFIGURE = """
    SELECT set_config('lock_timeout', %s, false), set_config('statement_timeout', %s, false),
           set_config('idle_in_transaction_session_timeout', %s, false), set_config('datestyle', 'ISO, YMD', false),
           set_config('tcp_keepalives_idle', '15', false), set_config('tcp_keepalives_interval', '5', false),
           set_config('tcp_keepalives_count', '3', false)
"""
_LIMITS = ("statement_timeout", "idle_in_transaction_session_timeout", "lock_timeout")

_CONFLICTS = frozenset(("40001", "40P01"))
_TOO_LONG_FOR_AN_INDEX = "54000"

# Before a session begins there is no code of the error, only libpq's words: these are in English whatever the server's
# language is, but for those behind FATAL, which an ordinary server writes in English too.
_NO_SUCH_DATABASE = re.compile(r'database "[^"]*" does not exist')
_REFUSED = re.compile(
    r"authentication failed|no pg_hba\.conf entry|no password supplied|role \"[^\"]*\" does not exist"
)
_DOWN = re.compile(
    r"connection (?:failed|refused|timeout|timed out)|could not (?:connect|translate|receive|send)|failed to resolve"
    r"|server closed the connection|connection is (?:lost|closed|bad)|terminating connection|starting up|shutting down"
    r"|too many clients|remaining connection slots|in recovery|Connection refused|No such file or directory",
    re.IGNORECASE,
)


def make_server_engine(url: URL, *, lock_timeout_s: float) -> Engine:
    """Connect to an archive's database on a server; nothing is sent before the first statement.

    Args:
        url: With any of `NAMES`; its options are libpq's, such as `sslmode=require`.
        lock_timeout_s: How long a writer waits for another.

    Raises:
        StoreError: The library that speaks with the server is not installed, or no database is named.
    """
    if find_spec("psycopg") is None:
        raise StoreError("archives on PostgreSQL need psycopg, which is not installed; install psycopg[binary]")
    if not url.database:
        raise StoreError(f"{shown(url)} names no database; write postgresql://USER@HOST/DATABASE")
    engine = create_engine(
        url.set(drivername=DRIVER),
        pool_pre_ping=True,  # what a restart of the server has cut off is made anew before it is used
        pool_recycle=1800,
        max_overflow=_MOST_CONNECTIONS - 5,
        connect_args={name: value for name, value in _CONNECTING.items() if name not in url.query},
    )

    def configure(connection: Any, _record: ConnectionPoolEntry) -> None:
        _require_unicode(connection, url)
        longest = f"{_LONGEST_STATEMENT_S}s"
        connection.execute(_CONFIGURE, (f"{round(lock_timeout_s * 1000)}ms", longest, longest))
        connection.commit()

    event.listen(engine, "connect", configure)
    return engine


def shown(url: URL) -> str:
    """Write a URL without its password, wherever it stands."""
    hidden = {name: "***" if "pass" in name else value for name, value in url.query.items()}
    return url.set(query=hidden).render_as_string(hide_password=True)


def place_name(url: URL) -> str:
    """Name a database so that a folder can be called that: HOST-PORT-DATABASE."""
    host = url.host or str(url.query.get("host") or "local")
    port = url.port or str(url.query.get("port") or 5432)
    return f"{host.lower()}-{port}-{url.database}"


def unhurried(connection: Any) -> None:
    """Let the rest of a transaction take as long as it takes, as a migration of a large archive may."""
    for limit in _LIMITS:
        connection.exec_driver_sql(f"SET LOCAL {limit} = 0")


def is_conflict(error: DBAPIError) -> bool:
    """Tell that the server ended a transaction for the sake of another: done again, it goes through."""
    return _code(error) in _CONFLICTS


def is_too_long(error: DBAPIError) -> bool:
    """Tell that a text is too long to be looked up by, as a name of thousands of letters is."""
    return _code(error) == _TOO_LONG_FOR_AN_INDEX


def translate(url: str, error: DBAPIError) -> StoreError:
    """Tell an error of the server's as one of ours.

    Args:
        url: The archive's, without its password.
        error: What happened.
    """
    said = " ".join(str(error.orig).split())
    return _by_code(url, _code(error), said) or _by_words(url, said, is_lost=error.connection_invalidated)


def _by_code(url: str, code: str, said: str) -> StoreError | None:
    """Read the code of an error, which is the same in every language."""
    if code == "42501":
        return StoreError(f"the user of {url} has no permission ({said}); grant it, or name another user")
    if code in {"42P01", "42703"}:
        return StoreFormatError(f"{url} is a database, but not an archive of this project; name another one")
    if code == "25006":
        return StoreError(f"the archive {url} cannot be written; the server allows reading only, as a standby does")
    if code == "55P03" or code in _CONFLICTS:
        return StoreLockedError(f"the archive {url} is in use by another process; try again when it has finished")
    if code == "57014":
        return StoreUnreachableError(f"the server of {url} took too long; try again when it has less to do")
    if code == "3D000":
        return _missing(url)
    if code.startswith(("08", "53", "57P")) or code == "25P03":
        return _unreachable(url, said)
    return None


def _by_words(url: str, said: str, *, is_lost: bool) -> StoreError:
    """Read the words of an error that has no code, as before a session has begun."""
    if _NO_SUCH_DATABASE.search(said):
        return _missing(url)
    if _REFUSED.search(said):
        return StoreError(f"the server of {url} refuses user or password; check DATABASE_URL")
    if is_lost or _DOWN.search(said):
        return _unreachable(url, said)
    return StoreError(f"the archive {url} cannot be used: {said}")


def _missing(url: str) -> StoreError:
    return StoreMissingError(f"there is no database at {url}; make one with createdb, with the encoding UTF8")


def _unreachable(url: str, said: str) -> StoreError:
    return StoreUnreachableError(f"the server of {url} cannot be reached ({said}); see that it runs and listens there")


def _code(error: DBAPIError) -> str:
    return getattr(error.orig, "sqlstate", None) or ""


def _require_unicode(connection: Any, url: URL) -> None:
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise StoreFormatError(f"{shown(url)} is encoded as {encoding}; make a database with: createdb --encoding=UTF8")

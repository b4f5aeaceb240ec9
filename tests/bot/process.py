"""The bot as a process of its own, for end-to-end tests."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

ROOT = Path(__file__).parents[2]
PATIENCE_S = 60.0


def environment(**settings: str) -> dict[str, str]:
    """Make an environment with these settings only: no token, proxy or `.env` of the machine reaches the bot."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), **settings}


def copied(url: str, folder: Path) -> str:
    """Copy an archive into a folder, for a bot of its own: what it receives is kept in the archive's database."""
    target = folder / "archive.db"
    shutil.copy(url.removeprefix("sqlite:///"), target)
    return f"sqlite:///{target}"


def run(*arguments: str, folder: Path, stdin: str | bytes = "", **settings: str) -> subprocess.CompletedProcess[str]:
    """Run `python -m bot` to its end, in a folder without `.env`."""
    given = stdin if isinstance(stdin, bytes) else stdin.encode()
    ended = subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder,
        env=environment(**settings),
        input=given,
        capture_output=True,
        timeout=PATIENCE_S,
        check=False,
    )
    out, err = (stream.decode("utf-8") for stream in (ended.stdout, ended.stderr))
    return subprocess.CompletedProcess(ended.args, ended.returncode, out, err)


class BotProcess:
    """`python -m bot` in the background; what it logs can be waited for."""

    def __init__(self, folder: Path, *arguments: str, **settings: str) -> None:
        self._how = (folder, arguments, settings)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bot", *arguments],
            cwd=folder,
            env=environment(**settings),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self._lines: list[str] = []
        self._changed = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.put_away()

    @property
    def log(self) -> str:
        """Everything that it wrote to standard error until now."""
        with self._changed:
            return "".join(self._lines)

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def wait_for_log(self, words: str) -> None:
        """Wait until the log holds these words."""
        with self._changed:
            found = self._changed.wait_for(lambda: words in "".join(self._lines), PATIENCE_S)
            assert found, f"the log never said {words!r}:\n{''.join(self._lines)}"

    def again(self) -> BotProcess:
        """Start another one like it, after its end."""
        folder, arguments, settings = self._how
        self.put_away()
        return BotProcess(folder, *arguments, **settings)

    def kill(self) -> None:
        """End it as a crash would, and wait until it is gone."""
        self._process.kill()
        self.wait()

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal and give the exit status."""
        self._process.send_signal(number)
        return self.wait()

    def wait(self) -> int:
        """Wait for its end and give the exit status."""
        status = self._process.wait(PATIENCE_S)
        self._reader.join()
        return status

    def put_away(self) -> None:
        """Leave nothing of it, however it ended."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        self._reader.join()
        if self._process.stderr:
            self._process.stderr.close()

    def _read(self) -> None:
        assert self._process.stderr
        for line in self._process.stderr:
            with self._changed:
                self._lines.append(line)
                self._changed.notify_all()

"""Takes the pictures that the README shows, by driving the app over the seeded library.

python screenshots/take.py            writes the pictures
python screenshots/take.py --check    exits with 1 if the program no longer draws what the pictures show
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

from textual.pilot import Pilot

from readlist import importers, paths
from readlist.app.app import ReadlistApp
from readlist.app.screens.export_screen import ExportScreen
from readlist.app.widgets.export_list import ExportCounts
from readlist.config import AppConfig, Config, TriageConfig
from readlist.importers.merge import Batch, ImportPapers
from readlist.model.actions import SetStarred, SetStatus, SetTags
from readlist.model.paper import Status
from readlist.seeding import create_seeded
from readlist.store.repository import Repository

HERE = Path(__file__).parent
NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
KEYWORDS = ("language model", "alignment", "safety")

NOTE = """# Why it matters

Averaging *low* layers keeps what pre-training taught.

> model averaging achieves the strongest Pareto front

- [ ] try it on our 7B reward model
- compare https://arxiv.org/abs/2309.06256"""

# A morning's triage: what most pictures start from.
MORNING = ("m", "w", "s", "w", "a", "w", "r", "j", "s", "t", "type:rlhf ml/alignment", "enter", "j", "m")

WEEKS = ((2, 2), (1, 2), (3, 1), (0, 0), (4, 1), (2, 1), (3, 2), (5, 1), (4, 1))
"""Of each week until now: how many papers were read and queued."""
LAST_DOCUMENT = 6
"""The week in which the last of the seed documents came in; the others were there before the first."""


@dataclass(frozen=True)
class Scene:
    """One picture: the size of the terminal and the keys that lead there; "type:…" is typed.

    With a history, the library is one of some weeks, in which papers came and were read.
    """

    name: str
    size: tuple[int, int]
    keys: tuple[str, ...]
    theme: str = "textual-dark"
    history: bool = False


LARGE, SMALL, LIGHT = (120, 40), (80, 24), "textual-light"

SCENES = (
    Scene("triage", LARGE, MORNING),
    Scene("one-at-a-time", SMALL, (*MORNING, "T", "w", "m", "s", "a", "w"), theme=LIGHT),
    Scene("statistics", LARGE, ("S",), history=True),
    Scene("statistics-light", SMALL, ("S",), theme=LIGHT, history=True),
    Scene("filter", LARGE, (*MORNING, "slash", "type:author:li year:2023.. (llm OR bench")),
    Scene("closest", LARGE, (*MORNING, "slash", "type:chain of thougt distil", "enter"), theme=LIGHT),
    Scene("facets", LARGE, (*MORNING, "slash", "type:llm", "enter", "F", "type:My LLMs", "enter", "1", *"jjjjj")),
    Scene("note", LARGE, (*MORNING, "g", "g", "i", f"type:{NOTE}", "escape"), theme=LIGHT),
    Scene("note-writing", SMALL, (*MORNING, "g", "g", "i", f"type:{NOTE}")),
    Scene("tags", LARGE, (*MORNING, "j", "j", "space", "space", "t", "type:+new -rlhf al")),
    Scene("palette", SMALL, (*MORNING, ":", "type:align"), theme=LIGHT),
    Scene("export", LARGE, (*MORNING, "x", "down")),
    Scene("narrow", SMALL, MORNING),
    Scene("wide", (200, 50), (*MORNING, "G")),
    Scene("help", SMALL, ("question_mark",)),
    Scene("light", LARGE, (*MORNING, "g", "g"), theme=LIGHT),
)


AT_ONCE = 4
"""Pictures that are drawn side by side."""


def _picture(scene: Scene, folder: Path) -> str:
    return asyncio.run(draw(scene, folder))


async def draw(scene: Scene, folder: Path) -> str:
    """Return the picture of `scene` as SVG, over a new library in `folder`."""
    directory = folder / scene.name
    repository = _with_history(directory) if scene.history else create_seeded(directory, clock=lambda: NOW)
    config = Config(app=AppConfig(theme=scene.theme), triage=TriageConfig(keywords=KEYWORDS))
    app = ReadlistApp(repository, config=config, clock=lambda: NOW)
    async with app.run_test(size=scene.size) as pilot:
        await pilot.pause()
        for key in scene.keys:
            typed = key.removeprefix("type:")
            presses = [key] if typed == key else [{" ": "space", "\n": "enter"}.get(c, c) for c in typed]
            await pilot.press(*presses)
        if app.main_screen.note.editor is not None:
            app.main_screen.flush_note()
        await _settle(app, pilot)
        svg = app.export_screenshot(title="readlist")
    return "\n".join(line.rstrip() for line in svg.splitlines()) + "\n"


async def _settle(app: ReadlistApp, pilot: Pilot[None]) -> None:
    """Wait for what is counted and looked at when no key is waiting."""
    await pilot.pause()
    await app.workers.wait_for_complete()
    await pilot.pause()
    while isinstance(app.screen, ExportScreen) and not app.screen.query_one(ExportCounts).text:
        await pilot.pause(0.01)
    await pilot.pause()


def _with_history(directory: Path) -> Repository:
    """Make a library into which papers came over some weeks, and in which some of them were read."""
    *first, last = paths.seed_documents()
    now = NOW - timedelta(weeks=len(WEEKS))
    repository = create_seeded(directory, clock=lambda: now, documents=first)
    tags = itertools.cycle(("rlhf", "agents", "rlhf", "ml/alignment", "evaluation", "agents", "rlhf"))
    keys = iter(repository.library.keys)
    for index, (read, queued) in enumerate(WEEKS, 1):
        statuses = [Status.QUEUED] * queued + [Status.READ] * read
        end = NOW - timedelta(weeks=len(WEEKS) - index)
        if index == LAST_DOCUMENT:
            now = end - timedelta(days=6)
            document = importers.read_file(last)
            repository.do(ImportPapers([Batch(document.name, importers.read(document))]))
        for day, status in enumerate(statuses, 1 - len(statuses)):
            now = end + timedelta(days=day)
            key = next(keys)
            repository.do(SetStatus([key], status))
            repository.do(SetTags([key], add=[next(tags)]))
    repository.do(SetStarred(repository.library.keys[:20:4]))
    return repository


def main(arguments: Sequence[str] | None = None) -> int:
    """Take or check all pictures; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare with the pictures that there are")
    check = parser.parse_args(arguments).check
    stale = []
    # In a home of its own: what an export would write depends on what is there.
    with tempfile.TemporaryDirectory() as folder, patch.dict(os.environ, {"HOME": folder, "USERPROFILE": folder}):
        os.environ.pop("NO_COLOR", None)
        os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
        # Each waits most of the time, until the app has nothing more to do after a key.
        with ProcessPoolExecutor(AT_ONCE) as several:
            pictures = list(several.map(_picture, SCENES, itertools.repeat(Path(folder))))
        for scene, svg in zip(SCENES, pictures, strict=True):
            path = HERE / f"{scene.name}.svg"
            if path.exists() and path.read_text(encoding="utf-8") == svg:
                continue
            stale.append(path.name)
            if not check:
                path.write_text(svg, encoding="utf-8")
    orphans = {path.name for path in HERE.glob("*.svg")} - {f"{scene.name}.svg" for scene in SCENES}
    if check and (stale or orphans):
        print(f"not what the program draws: {', '.join(stale + sorted(orphans))} (python screenshots/take.py renews)")
        return 1
    print(f"{len(SCENES)} pictures, {len(stale)} {'stale' if check else 'renewed'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

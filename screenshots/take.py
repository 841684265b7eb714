"""Takes the pictures that the README shows, by driving the app over the seeded library.

python screenshots/take.py            writes the pictures
python screenshots/take.py --check    exits with 1 if the program no longer draws what the pictures show
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from readlist.app.app import ReadlistApp
from readlist.config import AppConfig, Config
from readlist.seeding import create_seeded

HERE = Path(__file__).parent
NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)

NOTE = """# Why it matters

Averaging *low* layers keeps what pre-training taught.

> model averaging achieves the strongest Pareto front

- [ ] try it on our 7B reward model
- compare https://arxiv.org/abs/2309.06256"""

# A morning's triage: what every picture starts from.
TRIAGE = ("m", "w", "s", "w", "a", "w", "r", "j", "s", "t", "type:rlhf ml/alignment", "enter", "j", "m")


@dataclass(frozen=True)
class Scene:
    """One picture: the size of the terminal and the keys that lead there; "type:…" is typed."""

    name: str
    size: tuple[int, int]
    keys: tuple[str, ...]
    theme: str = "textual-dark"


SCENES = (
    Scene("triage", (120, 40), TRIAGE),
    Scene("filter", (120, 40), (*TRIAGE, "slash", "type:author:li year:2023.. (llm OR bench")),
    Scene("closest", (120, 40), (*TRIAGE, "slash", "type:chain of thougt distil", "enter"), theme="textual-light"),
    Scene("facets", (120, 40), (*TRIAGE, "slash", "type:llm", "enter", "F", "type:My LLMs", "enter", "1", *"jjjjj")),
    Scene("note", (120, 40), (*TRIAGE, "g", "g", "i", f"type:{NOTE}")),
    Scene("tags", (120, 40), (*TRIAGE, "j", "j", "space", "space", "t", "type:new al")),
    Scene("narrow", (80, 24), TRIAGE),
    Scene("wide", (200, 50), (*TRIAGE, "G")),
    Scene("help", (80, 24), ("question_mark",)),
    Scene("light", (120, 40), (*TRIAGE, "g", "g"), theme="textual-light"),
)


async def draw(scene: Scene, folder: Path) -> str:
    """Return the picture of `scene` as SVG, over a new library in `folder`."""
    repository = create_seeded(folder / scene.name, clock=lambda: NOW)
    app = ReadlistApp(repository, config=Config(app=AppConfig(theme=scene.theme)))
    async with app.run_test(size=scene.size) as pilot:
        await pilot.pause()
        for key in scene.keys:
            typed = key.removeprefix("type:")
            presses = [key] if typed == key else [{" ": "space", "\n": "enter"}.get(c, c) for c in typed]
            await pilot.press(*presses)
        editor = app.main_screen.note.editor
        if editor is not None:
            # A cursor that blinks makes two pictures of one screen.
            editor.cursor_blink = False
            app.main_screen.flush_note()
        # What the papers shown have in common is counted when no key is waiting.
        await app.workers.wait_for_complete()
        await pilot.pause()
        svg = app.export_screenshot(title="readlist")
    return "\n".join(line.rstrip() for line in svg.splitlines()) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Take or check all pictures; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare with the pictures that there are")
    check = parser.parse_args(arguments).check
    stale = []
    with tempfile.TemporaryDirectory() as folder:
        for scene in SCENES:
            path = HERE / f"{scene.name}.svg"
            svg = asyncio.run(draw(scene, Path(folder)))
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

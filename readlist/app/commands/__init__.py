"""Everything that can be done by a key, in the order in which help and footer show it."""

from __future__ import annotations

from readlist.app.commands import duplicates, finding, history, importing, leaving, moving, panes, triage, writing
from readlist.app.commands.base import Command

COMMANDS: tuple[Command, ...] = (
    triage.ToggleRead(),
    triage.Queue(),
    triage.Archive(),
    triage.Star(),
    writing.EditTags(),
    writing.WriteNote(),
    history.Undo(),
    finding.Filter(),
    panes.Enter(),
    panes.Back(),
    panes.Sweep(),
    triage.Reading(),
    writing.AddTags(),
    writing.RemoveTags(),
    writing.EditNote(),
    triage.Select(),
    triage.SelectAll(),
    history.Redo(),
    leaving.OpenLink(),
    leaving.CopyKey(),
    leaving.Export(),
    importing.Import(),
    duplicates.Duplicates(),
    leaving.Quit(),
    moving.Next(),
    moving.Previous(),
    moving.First(),
    moving.Last(),
    moving.HalfPageDown(),
    moving.HalfPageUp(),
    moving.ScrollAbstractDown(),
    moving.ScrollAbstractUp(),
    moving.NextUnread(),
    moving.PreviousUnread(),
    panes.ToViews(),
    panes.ToPapers(),
    panes.ToAbstract(),
    panes.ToNote(),
    panes.NextPane(),
    panes.PreviousPane(),
    panes.NextView(),
    panes.PreviousView(),
    leaving.Help(),
    leaving.Suspend(),
)

BY_ID: dict[str, Command] = {command.id: command for command in COMMANDS}

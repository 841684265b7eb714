from __future__ import annotations

import gc
import weakref

import pytest

from readlist.model.garbage import settle, tidy


class Cycle:
    def __init__(self):
        self.itself = self


@pytest.fixture
def searches():
    """Settle, and return the list of the searches that follow; afterwards they begin as before."""
    before = gc.get_threshold()
    found = []

    def note(phase, info):
        if phase == "start":
            found.append(info["generation"])

    settle()
    gc.callbacks.append(note)
    yield found
    gc.callbacks.remove(note)
    gc.set_threshold(*before)


def test_no_search_begins_by_itself_while_something_is_done(searches):
    kept = [[] for _ in range(20_000)]
    assert kept
    assert not searches


def test_what_is_garbage_goes_when_there_is_time_for_it(searches):
    gone = weakref.ref(Cycle())
    kept = [[] for _ in range(5_000)]
    tidy(thoroughly=False)
    assert kept
    assert gone() is None
    assert searches == [0]


def test_what_outlived_a_quick_search_goes_with_a_thorough_one(searches):
    cycle = Cycle()
    kept = [[] for _ in range(5_000)]
    tidy(thoroughly=False)
    gone = weakref.ref(cycle)
    del cycle
    tidy(thoroughly=True)
    assert kept
    assert gone() is None
    assert searches == [0, 2]


def test_where_hardly_anything_was_made_nothing_is_searched(searches):
    for _ in range(3):
        tidy(thoroughly=True)
    assert not searches

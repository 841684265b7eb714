import os
import sys

import pytest

from readlist.opening import is_web_address, open_address


@pytest.mark.parametrize("address", ["http://a.org", "https://a.org/x?y=1&z", "HTTPS://A.ORG"])
def test_web_addresses(address):
    assert is_web_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "javascript:alert(1)",
        "a.org",
        "",
        "--help",
        " https://a.org",
        "https://a b",
        "https://a\x00",
    ],
)
def test_nothing_else_is_opened(address):
    with pytest.raises(ValueError, match="not a web address"):
        open_address(address, {"BROWSER": "true"})


def test_without_a_screen_there_is_no_browser(monkeypatch):
    # Windows and macOS always have a screen.
    monkeypatch.setattr(sys, "platform", "linux")
    assert not open_address("https://a.org", {"PATH": os.environ["PATH"]})


def test_the_browser_gets_the_address_as_one_argument_and_no_shell_sees_it(tmp_path):
    told = tmp_path / "told"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\nprintf "%s|" "$@" > "{told}.new" && mv "{told}.new" "{told}"\n')
    browser.chmod(0o755)
    address = "https://a.org/$(touch%20x)?q='1'&r=`id`;ls"
    assert open_address(address, {**os.environ, "BROWSER": str(browser)})
    while not told.exists():
        os.sched_yield()
    assert told.read_text() == f"{address}|"

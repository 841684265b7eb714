import pytest

from readlist.clipboard import Clipboard

TEXT = "–q $(touch x) `id`; 'Erdős' 漢字\nsecond line\n"


@pytest.fixture
def programs(tmp_path):
    """Makes programs that stand in for those of a system; each keeps its arguments and what it reads."""
    folder = tmp_path / "bin"
    folder.mkdir()

    def make(*names, script='printf "%s " "$0" "$@" > "$KEPT/args"; cat > "$KEPT/${0##*/}"'):
        for name in names:
            program = folder / name
            program.write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\n{script}\n")
            program.chmod(0o755)
        return {"PATH": str(folder), "KEPT": str(tmp_path)}

    return make


def copied(environ, text=TEXT, platform="linux"):
    """Copies a text and waits until that is done; returns whether there was something to do it."""
    thread = Clipboard(environ, platform).copy(text)
    if thread is not None:
        thread.join()
    return thread is not None


@pytest.mark.parametrize(
    ("program", "environ"),
    [
        ("wl-copy", {"WAYLAND_DISPLAY": "wayland-0"}),
        ("xclip", {"DISPLAY": ":0"}),
        ("xsel", {"DISPLAY": ":0"}),
        ("termux-clipboard-set", {"TERMUX_VERSION": "0.118"}),
        ("tmux", {"TMUX": "a-socket,1,0"}),
    ],
)
def test_the_text_goes_as_it_is_to_the_program_that_the_system_has(programs, tmp_path, program, environ):
    assert copied({**programs(program), **environ})
    assert (tmp_path / program).read_text(encoding="utf-8") == TEXT
    assert not (tmp_path / "x").exists()


def test_on_a_mac_it_is_pbcopy_which_is_told_the_encoding(programs, tmp_path):
    environ = programs("pbcopy", script='printf %s "$LC_CTYPE" > "$KEPT/encoding"; cat > "$KEPT/pbcopy"')
    assert copied(environ, platform="darwin")
    assert (tmp_path / "pbcopy").read_text(encoding="utf-8") == TEXT
    assert (tmp_path / "encoding").read_text() == "UTF-8"


def test_windows_is_told_in_its_own_encoding_also_from_its_linux(programs, tmp_path):
    assert copied({**programs("clip.exe"), "WSL_DISTRO_NAME": "Debian"})
    assert (tmp_path / "clip.exe").read_bytes() == TEXT.encode("utf-16-le")


def test_where_one_program_fails_the_next_takes_the_text(programs, tmp_path):
    programs("wl-copy", script="exit 1")
    assert copied({**programs("xclip", "xsel"), "WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"})
    assert (tmp_path / "xclip").exists()
    assert not (tmp_path / "xsel").exists()


def test_tmux_gets_the_text_besides_the_system(programs, tmp_path):
    assert copied({**programs("xclip", "tmux"), "DISPLAY": ":0", "TMUX": "x"})
    assert (tmp_path / "xclip").read_text(encoding="utf-8") == (tmp_path / "tmux").read_text(encoding="utf-8") == TEXT


def test_programs_of_another_system_are_not_started(programs, tmp_path):
    assert not copied(programs("xclip", "wl-copy", "pbcopy", "clip.exe", "tmux", "termux-clipboard-set"))
    assert not list(tmp_path.glob("args"))


@pytest.mark.parametrize("environ", [{}, {"PATH": "/no/such/folder"}])
def test_without_any_program_nothing_is_begun(environ):
    assert not copied({**environ, "DISPLAY": ":0", "TMUX": "x"})


def test_a_program_that_cannot_be_started_or_does_not_read_is_passed_over_in_silence(programs, tmp_path):
    (tmp_path / "bin" / "xclip").write_text("no program at all")
    (tmp_path / "bin" / "xclip").chmod(0o755)
    programs("xsel", script="exec <&-; exit 3")
    assert copied({**programs("tmux"), "DISPLAY": ":0", "TMUX": "x"}, "x" * 1_000_000)
    assert (tmp_path / "tmux").stat().st_size == 1_000_000


def test_a_program_that_hangs_is_given_up(programs, tmp_path, monkeypatch):
    monkeypatch.setattr("readlist.clipboard.PATIENCE", 0.05)
    programs("xclip", script="exec sleep 60")
    assert copied({**programs("xsel"), "DISPLAY": ":0"})
    assert (tmp_path / "xsel").exists()


def test_what_is_copied_last_stays(programs, tmp_path):
    clipboard = Clipboard({**programs("xclip"), "DISPLAY": ":0"}, "linux")
    threads = [clipboard.copy(text) for text in ("first", "second", "third", "last")]
    for thread in threads:
        thread.join()
    assert (tmp_path / "xclip").read_text() == "last"


def test_lone_surrogates_stop_nothing(programs, tmp_path):
    assert copied({**programs("xclip"), "DISPLAY": ":0"}, "a\ud800b")
    assert (tmp_path / "xclip").read_text() == "a?b"

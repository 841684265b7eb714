"""Finding documents and reading them from disk: bad input is one clear line."""

import os
import threading

import pytest

from readlist import importers
from readlist.importers import Document, ImportFailedError, base, find_documents, read_file


def failure(action, *arguments: object):
    with pytest.raises(ImportFailedError) as caught:
        action(*arguments)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(("data", "text"), [
    ("naïve “quotes”".encode(), "naïve “quotes”"),
    ("naïve".encode("utf-8-sig"), "naïve"),
    ("naïve 王".encode("utf-16"), "naïve 王"),
    ("naïve 王".encode("utf-16-be").join([b"\xfe\xff", b""]), "naïve 王"),
    ("naïve".encode("utf-32"), "naïve"),
    ("naïve “quotes” €".encode("cp1252"), "naïve “quotes” €"),
    (b"na\xefve \x90", "naïve \ufffd"),
    (b"\x07\x1b]0;x\x07 a\x08 \x01", "\ufffd\ufffd]0;x\ufffd a\ufffd \ufffd"),
    (b"one\r\ntwo\rthree\n", "one\ntwo\nthree\n"),
    (b"\x1b[31mred\x1b[0m text", "\ufffd[31mred\ufffd[0m text"),
    ("RTL \u202egnp".encode(), "RTL \ufffdgnp"),
])  # fmt: skip
def test_text_is_decoded_and_cleaned(data, text):
    assert Document.from_bytes("x", data).text == text


def test_lines_are_without_their_newlines():
    assert Document.from_bytes("x", b"one\r\n\r\ntwo").lines == ("one", "", "two")


@pytest.mark.parametrize(("data", "message"), [
    (b"", "x.txt: the file is empty"),
    (b" \n\t\r\n ", "x.txt: the file holds nothing but blanks"),
    (b"\xef\xbb\xbf", "x.txt: the file holds nothing but blanks"),
    ("\n\n".encode("utf-16"), "x.txt: the file holds nothing but blanks"),
    (b"text\0text", "x.txt: not a text file"),
    (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "x.txt: not a text file"),
    (b"%PDF-1.4 and so on", "x.txt: not a text file"),
    (bytes(range(1, 256)) * 4, "x.txt: not a text file"),
    (b"\x01\x02\x03abc", "x.txt: not a text file"),
    (b"\xff\xfeabc", "x.txt: not a text file (it begins as UTF-16 but is not)"),
])  # fmt: skip
def test_what_is_no_text_is_refused(data, message):
    assert failure(Document.from_bytes, "x.txt", data) == message


def test_a_document_that_is_too_large_is_refused_before_it_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(base, "LARGEST", 1024 * 1024)
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(1024 * 1024 + 1)
    assert failure(read_file, path) == f"{path}: the file is larger than 1 MB"
    assert failure(Document.from_bytes, "-", b"a" * (1024 * 1024 + 1)) == "-: the file is larger than 1 MB"


def test_a_file_names_the_document(tmp_path):
    path = tmp_path / "list.txt"
    path.write_text("text")
    assert find_documents(path) == [path]
    assert read_file(path) == Document("list.txt", "text")


def test_a_pipe_that_is_named_is_read(tmp_path):
    path = tmp_path / "pipe"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_text, args=("text",))
    writer.start()
    assert [read_file(found) for found in find_documents(path)] == [Document("pipe", "text")]
    writer.join()


def test_a_directory_gives_its_documents_sorted_and_without_hidden_ones(tmp_path):
    for name in ["b.txt", "a.txt", "below/c.txt", ".hidden", ".git/config", "below/.cache/x", "below/deep/d"]:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("text")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "round").symlink_to(tmp_path)
    found = [path.relative_to(tmp_path).as_posix() for path in find_documents(tmp_path)]
    assert found == ["a.txt", "b.txt", "below/c.txt", "below/deep/d"]


def test_a_directory_without_documents(tmp_path):
    (tmp_path / "below").mkdir()
    (tmp_path / ".hidden").write_text("text")
    assert failure(find_documents, tmp_path) == f"{tmp_path}: no documents in this directory"


def test_what_is_missing(tmp_path):
    missing = tmp_path / "missing.txt"
    assert failure(find_documents, missing) == f"{missing}: no such file or directory"
    assert failure(read_file, missing) == f"{missing}: no such file or directory"
    assert "not a file name" in failure(read_file, base.Path("a\0b"))
    assert "name too long" in failure(find_documents, tmp_path / ("x" * 300))


def test_a_directory_is_no_document(tmp_path):
    assert failure(read_file, tmp_path) == f"{tmp_path}: is a directory"


def test_an_empty_file_is_named(tmp_path):
    path = tmp_path / "empty.txt"
    path.touch()
    assert failure(read_file, path) == "empty.txt: the file is empty"


def test_a_hostile_name_does_not_reach_the_terminal(tmp_path):
    path = tmp_path / "a\x1b]0;owned\x07\n.txt"
    path.touch()
    message = failure(read_file, path)
    assert message.isprintable()
    assert message.endswith("the file is empty")
    assert Document(path.name, "text").name.isprintable()


NOT_A_LIST = {
    "prose": "It was a dark night.\nThe rain fell in torrents, except at intervals, when it was checked.\n",
    "a letter": "Dear Ana,\n\nthank you, Bo, Cy, and Dee.\n\nYours, Eva\n",
    "source code": "import os\n\n\ndef main(argv, env):\n    return os.sep, os.path\n",
    "CSV": "title,authors,year\nOn Shadows,Ana Moreno,2021\nOn Light,Bo Li,2020\n",
    "CSV of names": "Surname, Given\nMoreno, Ana\nLi, Bo\nMoreno, Ana, Li, Bo\n",
    "JSON": '{"title": "On Shadows", "authors": ["Ana Moreno", "Bo Li"],\n"abstract": "We do."}\n',
    "TeX": "\\documentclass{article}\n\\begin{document}\n@ \\title{On Shadows}\n\\end{document}\n",
    "a log": "10:31:02 INFO  10.5 ms\n10:31:03 INFO  2310.1 ms\n10:31:04 WARN  retry (2)\n",
    "Markdown": "# Reading list\n\n- [On Shadows](https://example.org)\n- Moreno, Ana, Li, Bo\n",
    "a table": "pdf | bib | abs\n--- | --- | ---\n1 | 2 | 3\n",
    "YAML": "abstract: We do.\nauthors:\n- Ana\n",
}


def test_a_web_page_without_papers_is_told_as_one():
    page = Document("x.html", "<html><body><p>We do.</p><a>pdf</a><a>bib</a></body></html>\n")
    assert failure(importers.read, page).startswith("x.html: no papers found (read as html); line 1: ")


@pytest.mark.parametrize("text", NOT_A_LIST.values(), ids=NOT_A_LIST)
def test_what_no_importer_knows_is_told_as_that(text):
    message = failure(importers.read, Document("x.txt", text))
    assert message == "x.txt: not a list of papers that any importer knows"

"""The border that every record passes, whoever's importer read it."""

from readlist.importers.cleaning import cleaned
from readlist.model.record import Record


def test_text_is_cleaned_even_where_an_importer_forgot():
    record = cleaned(Record(
        title="On\x1b[31m\nShadows ", authors=("Ana\u202e  Moreno", " "), venue=" \t", abstract="We\x9b do.\r\nSo.",
        comment="9\x07 pages", links=("https://a.org\x00",), doi="10.1/a\x7f", url="https://a.org\x1b",
    ))  # fmt: skip
    assert (record.title, record.authors, record.venue) == ("On\ufffd[31m Shadows", ("Ana\ufffd Moreno",), None)
    assert (record.abstract, record.comment) == ("We\ufffd do.\nSo.", "9\ufffd pages")
    assert all(text.isprintable() for text in (*record.links, record.doi, record.url))

"""Mails, mailboxes and web archives as programs save them."""

import base64
import quopri
from email.message import EmailMessage, MIMEPart
from email.policy import SMTP

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readlist import importers
from readlist.importers.base import Document, ImportFailedError
from readlist.importers.mime import unwrapped

RULE = "-" * 78
LONG = "We weigh clouds with a scale made of light, and find that most of them are heavier than they look, even in May;"
DIGEST = "\n".join((
    RULE, "Send any comments regarding submissions directly to submitter.", RULE, "\\\\", "arXiv:2310.16271",
    "Date: Wed, 25 Oct 2023 01:05:03 GMT   (7895kb,D)", "", "Title: Weighing Naïve Clouds of k=20 and of =3D",
    "Authors: Ana Moreno, Łukasz Łoś", "Categories: cs.CL", "\\\\", f"  {LONG}", "that is all.",
    "\\\\ ( https://arxiv.org/abs/2310.16271 ,  7895kb)", RULE, "\\\\", "arXiv:2310.16272",
    "Date: Wed, 25 Oct 2023 01:05:03 GMT   (7895kb,D)", "", "Title: On Bells", "Authors: Bo Li", "Categories: cs.CL",
    "\\\\", "  They ring.", "\\\\ ( https://arxiv.org/abs/2310.16272 ,  78kb)", RULE, "", "For whom?", "",
))  # fmt: skip
LINES = DIGEST.split("\n")
PAGE = (
    '<!DOCTYPE html>\n<html><head><title>My list</title>\n<meta charset="utf-8"></head>\n<body>\n<h1>Papers</h1>\n'
    '<ul>\n<li><a href="https://arxiv.org/abs/2310.16271">Weighing Naïve Clouds with a Scale That Is Made of Light '
    'and of Nothing Else</a>\n<li><a href="/abs/2310.16272">On Bells: 雲</a>\n</ul></body></html>\n'
)


def mail(text: str = DIGEST, cte: str = "quoted-printable", charset: str = "utf-8") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "no-reply@arxiv.example"
    message["Subject"] = "cs daily"
    message["Message-ID"] = "<1@arxiv.example>"
    message.set_content(text, charset=charset, cte=cte)
    return message


def web_archive(page: str = PAGE, cte: str = "quoted-printable") -> bytes:
    """A page as Chrome saves it, with an image and a style sheet."""
    body = quopri.encodestring(page.encode()) if cte == "quoted-printable" else base64.encodebytes(page.encode())
    return b"\r\n".join((
        b"From: <Saved by Blink>", b"Snapshot-Content-Location: https://arxiv.org/list/mine", b"Subject: =?utf-8?Q?x?=",
        b"MIME-Version: 1.0", b"Content-Type: multipart/related;", b'\ttype="text/html";',
        b'\tboundary="----MultipartBoundary--aB(1)----"', b"", b"", b"------MultipartBoundary--aB(1)----",
        b"Content-Type: text/html", b"Content-ID: <frame-1@mhtml.blink>",
        b"Content-Transfer-Encoding: " + cte.encode(), b"Content-Location: https://arxiv.org/list/mine", b"",
        body.replace(b"\n", b"\r\n"),
        b"------MultipartBoundary--aB(1)----", b"Content-Type: image/png", b"Content-Transfer-Encoding: base64",
        b"Content-Location: https://arxiv.org/x.png", b"", base64.b64encode(b"\x89PNG\0\0\0"),
        b"------MultipartBoundary--aB(1)----", b"Content-Type: text/css", b"Content-Transfer-Encoding: binary", b"",
        b"a { color: red; } /* arXiv:2310.99999 */\0",
        b"------MultipartBoundary--aB(1)------", b"",
    ))  # fmt: skip


def read(data: bytes) -> importers.Reading:
    return importers.read(Document.from_bytes("x", data))


def line_of(data: bytes, text: bytes) -> int:
    return data.count(b"\n", 0, data.index(text)) + 1


def shown(reading: importers.Reading) -> list[tuple[str | None, str | None]]:
    return [(found.record.arxiv, found.record.title) for found in reading.found]


TWO = [("2310.16271", "Weighing Naïve Clouds of k=20 and of =3D"), ("2310.16272", "On Bells")]


@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
@pytest.mark.parametrize("cte", ["quoted-printable", "base64", "8bit"])
def test_a_digest_that_is_saved_as_a_mail(cte, newline):
    data = mail(cte=cte).as_bytes().replace(b"\n", newline)
    reading = read(data)
    assert reading.format == "arxiv-mail"
    assert shown(reading) == TWO
    first = reading.found[0].record
    assert first.authors == ("Ana Moreno", "Łukasz Łoś")
    assert first.abstract == f"{LONG} that is all."
    assert [problem.message for problem in reading.problems] == ['not part of a paper: "For whom?"']
    begin = data.count(b"\n", 0, data.index(newline + newline)) + 2
    lines = [*(found.line for found in reading.found), reading.problems[0].line]
    if cte == "base64":
        # Lines that the file does not have: they count from where the body begins.
        assert lines == [
            begin + LINES.index(text) + 1 for text in ("arXiv:2310.16271", "arXiv:2310.16272", "For whom?")
        ]
    else:
        assert lines == [line_of(data, text) for text in (b"arXiv:2310.16271", b"arXiv:2310.16272", b"For whom?")]


@pytest.mark.parametrize(("charset", "title"), [
    ("iso-8859-2", "Dvořák a Łoś"), ("koi8-r", "Взвешивая облака"), ("iso-2022-jp", "雲の重さ"), ("gb18030", "云有"),
    ("shift_jis", "雲の重さ"), ("windows-1252", "“Été”"),
])  # fmt: skip
@pytest.mark.parametrize("cte", ["quoted-printable", "base64"])
def test_the_encoding_that_a_mail_declares(charset, title, cte):
    text = DIGEST.replace("Łukasz Łoś", "Bo Li").replace("Naïve", "").replace("On Bells", title)
    body = text.encode(charset)
    body = base64.encodebytes(body) if cte == "base64" else quopri.encodestring(body)
    head = f"MIME-Version: 1.0\nContent-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: {cte}\n\n"
    assert shown(read(head.encode() + body))[1] == ("2310.16272", title)


def test_of_alternatives_the_plain_text_is_read():
    message = mail()
    message.add_alternative(PAGE, subtype="html", cte="base64")
    message.add_attachment(b"\x89PNG\0\0", maintype="image", subtype="png")
    message.add_attachment("arXiv:2310.99999", filename="more.txt")
    data = message.as_bytes()
    reading = read(data)
    assert shown(reading) == TWO
    assert reading.found[1].line == line_of(data, b"arXiv:2310.16272")


def test_of_alternatives_the_page_is_read_where_the_text_only_says_so():
    message = mail("Your program shows no HTML.\n", cte="7bit")
    message.add_alternative(PAGE, subtype="html", cte="quoted-printable")
    data = message.as_bytes()
    reading = read(data)
    assert reading.format == "html"
    assert reading.found[0].record.arxiv == "2310.16271"
    assert reading.found[0].line == line_of(data, b"<li><a")


def test_a_mail_that_is_a_page_and_the_lines_of_a_mailing_list_behind_it():
    message = mail("", cte="7bit")
    message.set_content(PAGE, subtype="html", cte="8bit")
    message.add_attachment("To unsubscribe, write a letter\n" * 20, disposition="inline")
    assert shown(read(message.as_bytes()))[0][0] == "2310.16271"


def test_what_is_attached_is_read_where_there_is_no_other_text():
    message = EmailMessage()
    message["From"] = "bo@example.org"
    message.add_attachment(b"%PDF-1.4 \0", maintype="application", subtype="pdf", filename="x.pdf")
    message.add_attachment(b"@article{x, title = {On Owls}}", maintype="application", subtype="x-bibtex")
    reading = read(message.as_bytes())
    assert (reading.format, shown(reading)) == ("bibtex", [(None, "On Owls")])


def test_a_mail_that_was_sent_on_as_an_attachment():
    message = EmailMessage()
    message["From"] = "bo@example.org"
    message.set_content("See below.\n")
    message.add_attachment(mail())
    del message.get_payload()[1]["Content-Disposition"]
    assert TWO[0] in shown(read(message.as_bytes()))


def test_a_digest_of_a_mailing_list():
    message = EmailMessage()
    message["From"] = "list@example.org"
    message["Content-Type"] = 'multipart/digest; boundary="next"'
    body = b"\n--next\n\n" + mail().as_bytes() + b"\n--next\n\nFrom: a@example.org\n\narXiv:2310.99999\n--next--\n"
    assert shown(read(message.as_bytes() + body))[:2] == TWO


@pytest.mark.parametrize("text", [
    "@article{x,\n  title = {On Owls: What They See, Why They See It, and What Nobody Else Sees in the Night},\n}\n",
    "TY  - JOUR\nTI  - On Owls: What They See, Why They See It, and What Nobody Else Sees in the Night\nER  - \n",
])  # fmt: skip
@pytest.mark.parametrize("cte", ["quoted-printable", "base64"])
def test_other_formats_come_by_mail_as_well(text, cte):
    assert shown(read(mail(text, cte).as_bytes())) == [
        (None, "On Owls: What They See, Why They See It, and What Nobody Else Sees in the Night")
    ]


@pytest.mark.parametrize("order", [("8bit", "quoted-printable", "base64"), ("base64", "7bit", "quoted-printable")])
def test_a_mailbox_of_mails_in_several_encodings(order):
    box = b""
    for number, cte in enumerate(order):
        text = DIGEST.replace("2310.1627", f"231{number}.1627")
        text = text.replace("ï", "i").replace("Ł", "L").replace("ś", "s") if cte == "7bit" else text
        box += b"From no-reply@arxiv.example Fri Oct 27 02:11:07 2023\n" + mail(text, cte).as_bytes() + b"\n"
    reading = read(box)
    assert [arxiv for arxiv, _ in shown(reading)] == [f"231{i}.1627{j}" for i in range(3) for j in (1, 2)]
    assert [problem.message for problem in reading.problems] == ['not part of a paper: "For whom?"'] * 3


def test_a_mail_that_can_be_read_as_it_is_stays_as_it_is():
    assert unwrapped(mail(cte="8bit").as_bytes()) is None
    assert unwrapped(DIGEST.encode()) is None
    assert unwrapped(b"Title: A\nContent: multipart/mixed\n\ntext") is None


@pytest.mark.parametrize("cte", ["quoted-printable", "base64"])
def test_a_web_page_as_chrome_saves_it(cte):
    data = web_archive(cte=cte)
    reading = read(data)
    assert reading.format == "html"
    assert [(found.record.arxiv, found.record.title) for found in reading.found] == [
        ("2310.16271", "Weighing Naïve Clouds with a Scale That Is Made of Light and of Nothing Else"),
        ("2310.16272", "On Bells: 雲"),
    ]
    if cte == "quoted-printable":
        assert [found.line for found in reading.found] == [line_of(data, b"<li>"), line_of(data, b"/abs/2310.16272")]


def test_preformatted_text_of_a_web_archive_gets_no_blank_lines():
    page = f"<html><body><pre>{DIGEST.replace(' of k=20 and of =3D', '')}</pre></body></html>"
    reading = read(web_archive(page))
    assert shown(reading) == [("2310.16271", "Weighing Naïve Clouds"), TWO[1]]
    assert reading.found[0].record.abstract == f"{LONG} that is all."


def test_what_was_cut_off_gives_what_is_there():
    data = mail(cte="base64").as_bytes()
    assert shown(read(data[: -len(data) // 4]))[0] == TWO[0]
    archive = web_archive()
    assert len(read(archive[: archive.index(b"</ul>")]).found) == 2


def test_a_mail_without_any_text_is_one_clear_line():
    message = EmailMessage()
    message["From"] = "bo@example.org"
    message.add_attachment(b"%PDF-1.4 \0", maintype="application", subtype="pdf", filename="x.pdf")
    with pytest.raises(ImportFailedError, match=r"^x: "):
        read(message.as_bytes())


def nested(depth: int) -> bytes:
    heads = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (i, i) for i in range(depth))
    return heads + b"Content-Type: text/plain\n\narXiv:2310.16271\n"


MIXED = b"Content-Type: multipart/mixed; boundary=b\n\n"
PLAIN = b"Content-Type: text/plain\nContent-Transfer-Encoding: "
HOSTILE = {
    "deeply nested": nested(20_000),
    "one boundary in itself": MIXED + (b"--b\n" + MIXED) * 40_000,
    "a million parts": MIXED + b"--b\n\nx\n" * 300_000,
    "soft breaks alone": PLAIN + b"quoted-printable\n\n" + b"a=\n" * 700_000,
    "one long header": b"Content-Type: multipart/mixed; boundary=" + b"b;" * 1_000_000 + b"\n\nx",
    "folded without end": b"Content-Type: multipart/mixed;" + b"\n " * 1_000_000,
    "parameters without end": b"Content-Type: multipart/mixed" + b'; a*0="\\' * 200_000 + b"\n\n",
    "no end of base64": PLAIN + b"base64\n\n" + b"=A" * 1_000_000,
    "mails without end": b"From x\nContent-Type: text/html\n\n" + b"x\n\nFrom x\nA: b\n" * 100_000,
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_hostile_mails_give_no_more_text_than_they_hold(data):
    text = unwrapped(data)
    assert text is None or len(text) < 2 * len(data) + 10_000


HEADS = st.sampled_from([
    b"Content-Type: multipart/mixed; boundary=b\n", b'Content-Type: multipart/alternative; boundary="b"\n',
    b"Content-Type: text/html; charset=utf-7\n", b"Content-Transfer-Encoding: base64\n", b"MIME-Version: 1.0\n",
    b"Content-Transfer-Encoding: quoted-printable\n", b"Content-Type: message/rfc822\n", b"From a\n", b"From: a\n",
    b"Content-Type: multipart/related; boundary*=idna'x'b%80; boundary*0*=hex''b\n",
    b"Content-Type: multipart/related; boundary*=idna'x'b%80\n", b"Content-Disposition: attachment\n",
    b"Content-Type: text/plain; charset*=idna'x'%80\n", b"Content-Type: ;;=\n", b"--b\n", b"--b--\n", b"\n", b"a=\n",
    b"arXiv:2310.16271 =3D =20\n", b"YWJj\n", b"\xff\xfe\n", b"Content-Location: https://a.org/<x>-->\n",
    b" folded\n",
])  # fmt: skip


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(HEADS | st.binary(max_size=12), max_size=25))
def test_any_bytes_give_a_document_or_one_clear_error(parts):
    data = b"".join(parts)
    try:
        document = Document.from_bytes("x", data)
    except ImportFailedError as error:
        assert "\n" not in str(error)  # noqa: PT017 -- an error is one of two right answers
    else:
        assert document.lines


printable = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=150)


@given(st.lists(printable, max_size=8), st.sampled_from(["quoted-printable", "base64"]), st.booleans())
def test_what_was_written_is_what_is_read(lines, cte, several):
    lines = [line for text in lines for line in text.splitlines()]
    message = mail("\n".join([*lines, "", "arXiv:2310.16271"]) + "\n", cte=cte)
    if several:
        message.add_attachment(b"\0", maintype="image", subtype="png")
    text = unwrapped(message.as_bytes(policy=SMTP)) or ""
    printed = [line.rstrip() for line in text.splitlines()]
    wanted = [line.rstrip() for line in lines]
    assert [line for line in printed if line and not line.startswith("Content-Transfer")] == [
        line for line in [*wanted, "arXiv:2310.16271"] if line and not line.startswith("Content-Transfer")
    ]


def test_parts_inside_parts():
    inner = MIMEPart()
    inner.set_content(DIGEST, cte="base64")
    inner.add_related(b"x", maintype="image", subtype="png")
    message = EmailMessage()
    message["From"] = "bo@example.org"
    message.make_mixed()
    message.attach(inner)
    assert shown(read(message.as_bytes())) == TWO

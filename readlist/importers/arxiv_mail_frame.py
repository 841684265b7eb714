"""What stands around the papers of a mail from arXiv: headers of the mail, and arXiv's own words above and below."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LONGEST = 1000  # characters of a line
_MAILBOX = "From "
_HEADER = re.compile(
    r"""(?:Date|From|To|Cc|Bcc|Subject|Sender|Reply-To|Message-I[Dd]|Received|Return-Path|MIME-Version|Content-[\w-]{1,40}
      |X-[\w-]{1,60}|List-[\w-]{1,40}|DKIM-Signature|ARC-[\w-]{1,40}|Authentication-Results|Received-SPF|Delivered-To
      |Precedence|Errors-To|In-Reply-To|References|Status|Envelope-To|User-Agent|Importance|Priority|Auto-Submitted
      |Thread-[\w-]{1,20}|Accept-Language|Feedback-ID|Organi[sz]ation|Lines|Old-[\w-]{1,20}):(?:\s.*)?""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_PART = re.compile(r"--[\w='()+,./:?-]{1,80}|Content-[\w-]{1,40}:.*", re.DOTALL)
_SUBMISSIONS = re.compile(r"Submissions to:\s*", re.IGNORECASE)
_RECEIVED = re.compile(r"received from\s.{1,200}", re.IGNORECASE)
_RULE = re.compile(r"[-=_%*\s]{3,}")
_WORDS = re.compile(
    r"""send\ (?:any\ )?comments\ .{1,100} | archives?\ at\ .{1,120} | .{0,60}\bto\ (?:un)?subscribe\b.{0,150}
      | submissions\ to:.{0,100} | (?:for|see)\ (?:subscri|help\b|info|options\b).{0,200}
      | for\ .{0,80}(?:subscri|e-?mail).{0,150} | e-?mail\ to:.{1,150}
      | subject:\ (?:subscribe|cancel|help|add|del)\b.{0,80}
      | .{0,80}\bhttps?://(?:\w{1,10}\.)?arxiv\.org(?:/(?:help|list|new|corr)\b.{0,200}|/?[\s.,]{0,3})
      | number\ of\ .{1,100} | (?:the\ )?(?:replacements?|cross-?lists?)\b.{0,60} | (?:new\ )?submissions?\b.{0,60}
    """,
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(slots=True)
class Frame:
    """What is known of the lines around papers while they come one by one.

    Attributes:
        in_body: whether the headers of the mail are over.
    """

    in_body: bool = False
    _in_headers: bool = False
    _in_names: bool = False
    _blank: bool = True

    def knows(self, line: str) -> bool:
        """Whether `line`, the next one, is known to stand around papers."""
        text = line.strip()
        if line.startswith(_MAILBOX) and self._blank:
            self.in_body = False  # the next mail of a mailbox
            self._in_headers = True
        self._blank = not text
        if not text:
            self.in_body = self.in_body or self._in_headers
            self._in_headers = False
            return True
        if not self.in_body and self._is_header(line):
            return True
        return len(text) <= _LONGEST and self._is_of_arxiv(text)

    def _is_header(self, line: str) -> bool:
        if self._in_headers and (line.startswith((" ", "\t", _MAILBOX))):
            return True
        header = bool(_HEADER.fullmatch(line))
        self._in_headers = self._in_headers or header
        return header

    def _is_of_arxiv(self, text: str) -> bool:
        if _SUBMISSIONS.fullmatch(text):
            # The names of archives follow, a line each, and then the time in which the papers came.
            self.in_body = self._in_names = True
            return True
        if _RULE.fullmatch(text) or _RECEIVED.fullmatch(text):
            self.in_body, self._in_names = True, False
            return True
        return self._in_names or text == "\\\\" or bool(_PART.fullmatch(text) or _WORDS.fullmatch(text))

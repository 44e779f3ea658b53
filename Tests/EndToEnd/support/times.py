"""Every time that a text has in it, whatever its form, and the text without them."""

import base64
import binascii
import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

EARLIEST, LATEST = datetime(2001, 9, 9, tzinfo=UTC), datetime(2039, 1, 1, tzinfo=UTC)
FORMS = re.compile(
    r"""
      (?P<jwt>\beyJ[\w-]+\.[\w-]+\.[\w-]*)
    | (?P<rfc3339>\b\d{4}-\d\d-\d\d[Tt\ ]\d\d(?::|%3A)\d\d(?:(?::|%3A)\d\d(?:\.\d+)?)?
        (?:Z|(?:[+-]|%2B)\d\d(?::|%3A)?\d\d)?)
    | (?P<http>\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),\ \d\d\ \w{3}\ \d{4}\ \d\d:\d\d:\d\d\ GMT)
    | (?P<day>(?<![\w-])\d{4}-\d\d-\d\d(?![\w-]))
    | (?P<words>\b(?:\d{1,2}\ )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?
        \ \d{1,2}(?:,\ |\ )?\d{0,4}\b)
    | (?P<milliseconds>(?<![\w.-])[12]\d{12}(?![\w-]))
    | (?P<seconds>(?<![\w.-])[12]\d{9}(?:\.\d+)?(?![\w-]))
    """,
    re.VERBOSE,
)


# What signs a URL follows from the time at which it expires.
SIGNATURE = re.compile(r"(expires=<milliseconds>\S*?&token=)[0-9a-f]{64}")


def split(text: str) -> tuple[str, list[datetime | str]]:
    """The text with a sign in the place of each time, and the times in order; what cannot be read is a text."""
    times: list[datetime | str] = []

    def take(found: re.Match[str]) -> str:
        form, words = found.lastgroup or "", found.group()
        if form == "jwt":
            claims = _claims(words)
            if claims is None:
                return words
            rest, inner = split(claims)
            times.extend(inner)
            return f"<jwt {rest}>"
        moment = _read(form, words)
        if moment is None:
            return words
        times.append(moment)
        return f"<{form}>"

    return SIGNATURE.sub(r"\1<signature>", FORMS.sub(take, text)), times


def _read(form: str, words: str) -> datetime | str | None:
    if form in ("milliseconds", "seconds"):
        moment = datetime.fromtimestamp(float(words) / (1000 if form == "milliseconds" else 1), UTC)
        return moment if EARLIEST <= moment <= LATEST else None
    try:
        if form == "http":
            return parsedate_to_datetime(words)
        moment = datetime.fromisoformat(words.replace("%3A", ":").replace("%2B", "+"))
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    except ValueError:
        return words


def _claims(token: str) -> str | None:
    """Header and payload of a JWT as text."""
    try:
        return " ".join(base64.urlsafe_b64decode(part + "==").decode() for part in token.split(".")[:2])
    except (binascii.Error, UnicodeDecodeError):
        return None


def complaints(name: str, before: str, after: str, shift: timedelta) -> list[str]:
    """What in `after` is not `before`, moved by `shift`."""
    (text, times), (other_text, other_times) = split(before), split(after)
    if text != other_text:
        place = next(
            (i for i, (a, b) in enumerate(zip(text, other_text, strict=False)) if a != b),
            min(len(text), len(other_text)),
        )
        here = slice(max(place - 60, 0), place + 60)
        return [f"{name}: differs in more than times: …{text[here]}… is …{other_text[here]}…"]
    return [
        f"{name}: {one} became {other}"
        for one, other in zip(times, other_times, strict=True)
        if not _moved(one, other, shift)
    ]


def _moved(one: datetime | str, other: datetime | str, shift: timedelta) -> bool:
    return isinstance(one, datetime) and isinstance(other, datetime) and other - one == shift

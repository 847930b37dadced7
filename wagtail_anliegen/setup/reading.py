"""Turns the bytes of a configuration file into plain values that are safe to go on with."""

import json
import math
from collections import Counter
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .export import FORMAT, VERSION


MAX_BYTES = 20 * 1024**2
MAX_DEPTH = 30
MAX_VALUES = 5_000_000


def read_document(content: bytes) -> dict[str, Any]:
    """The whole file. Raises ``ValidationError`` when it is no configuration at all."""
    if len(content) > MAX_BYTES:
        raise ValidationError(
            _("The file is larger than %(megabytes)s MB."),
            params={"megabytes": MAX_BYTES // 1024**2},
        )
    try:
        data = json.loads(
            content.decode("utf-8-sig"),
            object_pairs_hook=_object,
            parse_constant=_no_number,
        )
    except ValidationError:
        raise
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise ValidationError(
            _("This is not a complete JSON file. Was it cut off, or is it another format?")
        ) from error
    _check_values(data)
    check_head(data)
    return data


def check_head(data: Any) -> None:
    """Whether these are the values of a configuration. Raises ``ValidationError``."""
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise ValidationError(_("This JSON file is no configuration of citizen reports."))
    version = data.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise ValidationError(_("The file does not say which version of the format it has."))
    if version > VERSION:
        raise ValidationError(
            _("The file has version %(version)s of the format, this website reads %(known)s."),
            params={"version": version, "known": VERSION},
        )


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        names = Counter(name for name, _value in pairs)
        twice = next(name for name, number in names.items() if number > 1)
        raise ValidationError(_("“%(name)s” stands twice in one object."), params={"name": twice})
    return result


def _no_number(text: str) -> None:
    raise ValidationError(_("%(text)s is no number."), params={"text": text})


def _check_values(data: Any) -> None:
    """No value that a database refuses, and nothing built to take us ages."""
    waiting, count = [(data, 1)], 0
    while waiting:
        value, depth = waiting.pop()
        count += 1
        if depth > MAX_DEPTH or count > MAX_VALUES:
            raise ValidationError(_("The file is nested too deeply or holds too many values."))
        if isinstance(value, dict):
            waiting.extend((part, depth + 1) for part in value.values())
            waiting.extend((name, depth + 1) for name in value)
        elif isinstance(value, list):
            waiting.extend((part, depth + 1) for part in value)
        elif isinstance(value, str):
            _check_text(value)
        elif isinstance(value, float) and not math.isfinite(value):
            _no_number(str(value))


def _check_text(text: str) -> None:
    if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise ValidationError(_("A text holds a character that cannot be stored."))

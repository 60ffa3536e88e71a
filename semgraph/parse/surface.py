"""Laying of surface forms over a text."""

from __future__ import annotations

from collections.abc import Sequence


def gaps(forms: Sequence[str], text: str) -> list[str] | None:
    """Find the white space behind each form; ``None`` if anything else stands between them.

    ``"".join(form + gap) == text`` for a result. The text must begin with the first form. An empty
    form stands directly behind the form before it.
    """
    found: list[str] = []
    position = 0
    for index, form in enumerate(forms):
        start = position
        if form:
            while not text.startswith(form, start):
                if start == len(text) or not text[start].isspace():
                    return None
                start += 1
        if index:
            found.append(text[position:start])
        elif start:
            return None
        position = start + len(form)
    rest = text[position:]
    if rest and not (forms and rest.isspace()):
        return None
    return [*found, rest] if forms else found

r"""What names look like: regular expressions for the words of every script.

``\w`` leaves out combining marks, which many scripts write their vowels with, so a character of a
name is an ASCII letter, digit or underscore, or anything beyond ASCII that is neither white space
nor a quotation mark nor a sign of the language. ``grammar.lark`` says the same.
"""

from __future__ import annotations

import re

_LETTER = r"[^\W\d]"
_CHAR = r"[^\x00-/:-@\[-^`{-\x7f\s≤≥“”„«»\ufeff]"
_CHAR_OR_HYPHEN = _CHAR.replace(r"\x00-/", r"\x00-,./")
_FEATURE = rf"{_CHAR}{_CHAR_OR_HYPHEN}*(?:\[{_CHAR}+\])?"

# Rules, stages, classes, languages: letters, digits, underscores and hyphens.
NAME = re.compile(rf"{_CHAR_OR_HYPHEN}+")
# Lexicons and their columns begin with a letter.
TABLE_NAME = re.compile(rf"{_LETTER}{_CHAR_OR_HYPHEN}*")
# Grammars: such names, joined by dots.
DOTTED_NAME = re.compile(rf"{TABLE_NAME.pattern}(?:\.{TABLE_NAME.pattern})*")
# Features may have a layer in brackets, ``Number[psor]``.
FEATURE = re.compile(_FEATURE)
# ``lexicon.column``; the lexicon of another grammar has dots in its name
COLUMN = re.compile(rf"({DOTTED_NAME.pattern})\.({TABLE_NAME.pattern})")
# ``X.lemma``
REFERENCE = re.compile(rf"({_LETTER}(?:{_CHAR}|')*)\$?\.({_FEATURE})")

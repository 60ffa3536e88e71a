"""The parser's tables, for those who read texts that are not finished."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any, TypeAlias

from semgraph.grammar.parser import syntax

Word: TypeAlias = tuple[str, str]  # the terminal, and the text

# Signs that the syntax does not name, by names that do not change with it.
_NAMED = {"-[": "LABEL", "]->": "LABEL_END", "or": "OR_ELSE"}


class Automaton:
    """The states of the parser of grammar files.

    Attributes:
        start: the state before the first word.
        states: of each state, what each symbol leads to, as lark has it.
        terminals: the names of the terminals here by the names that lark gives them.
    """

    def __init__(self) -> None:
        parser = syntax(all_tokens=True).parse_interactive("", start="start")
        conf = parser.parser_state.parse_conf
        self.start: int = conf.start_state
        self.states: Mapping[int, Mapping[str, Any]] = conf.states
        lexer: Any = parser.lexer_thread.lexer
        self._lexer = lexer
        by_name = lexer.root_lexer.terminals_by_name
        self._texts = {
            name: each.pattern.value for name, each in by_name.items() if each.pattern.type == "str"
        }
        self.terminals = {name: _NAMED.get(self._texts.get(name, ""), name) for name in by_name}

    @property
    def keywords(self) -> frozenset[str]:
        """The words of the language."""
        return frozenset(text for text in self._texts.values() if text.isalpha())

    def signs(self, names: Iterable[str]) -> Iterator[str]:
        """Give the signs among terminals, as they are written."""
        wanted = set(names)
        for name, text in self._texts.items():
            if self.terminals[name] in wanted and not text.isalpha():
                yield text

    def reader(self, text: str) -> Callable[[int, int], Word | None]:
        """Make a function that gives the word at an offset, as a state of the parser sees it.

        Words that the state does not expect are read as any state would.
        """
        from lark import UnexpectedCharacters
        from lark.lexer import LexerState
        from lark.utils import TextSlice

        at = LexerState(TextSlice.cast_from(text))

        def read(state: int, offset: int) -> Word | None:
            for lexer in (self._lexer.lexers[state], self._lexer.root_lexer):
                at.line_ctr.char_pos = offset
                try:
                    token = lexer.next_token(at, None)
                except (UnexpectedCharacters, EOFError):
                    continue
                return token.type, str(token)
            return None

        return read


@cache
def automaton() -> Automaton:
    """Give the states; they are built once a process."""
    return Automaton()

"""Where a key stands in a TOML file: for messages only, since `tomllib` gives no lines.

The text is known to be valid TOML when it comes here, so this reads no values;
it only follows brackets and strings closely enough to know where keys begin.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

__all__ = ["KeyPath", "Source", "key_lines"]

KeyPath = tuple[str | int, ...]
"""Keys, and numbers of entries (from 0) in lists."""


@dataclass(frozen=True)
class Source:
    """A text and the name under which messages speak of it."""

    name: str
    text: str

    @cached_property
    def lines(self) -> dict[KeyPath, int]:
        """Line (from 1) of every key and list entry."""
        return key_lines(self.text)

    def at(self, path: KeyPath) -> str:
        """How a message about `path` begins: the file, and the line as near as it is known."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.lines:
                return f"{self.name}, line {self.lines[path[:length]]}: "
        return f"{self.name}: "


class Token(NamedTuple):
    """A piece of TOML, and its line."""

    kind: str
    text: str
    line: int


TOKEN = re.compile(
    r"""
      (?P<comment>\#[^\n]*)
    | (?P<string>\"{3}(?:\\.|[^\\])*?\"{3,5} | '{3}.*?'{3,5}
                | "(?:\\.|[^"\\\n])*" | '[^'\n]*')
    | (?P<newline>\n)
    | (?P<mark>[\[\]{}=,.])
    | (?P<space>[ \t\r]+)
    | (?P<word>[^\s\[\]{}=,.\#"']+)
    """,
    re.VERBOSE | re.DOTALL,
)


def key_lines(text: str) -> dict[KeyPath, int]:
    """Return the line of every key of a valid TOML text."""
    return _Walk(list(_tokens(text))).lines()


def _tokens(text: str) -> Iterator[Token]:
    line = 1
    for match in TOKEN.finditer(text):
        kind = str(match.lastgroup)
        if kind not in ("comment", "space"):
            yield Token(kind, match.group(), line)
        line += match.group().count("\n")
    yield Token("end", "", line)


@dataclass
class _Walk:
    """One pass over the tokens; `found` grows as keys are met."""

    tokens: list[Token]
    next: int = 0
    found: dict[KeyPath, int] = field(default_factory=dict)
    entries: dict[KeyPath, int] = field(default_factory=dict)

    def lines(self) -> dict[KeyPath, int]:
        table: KeyPath = ()
        while self.tokens[self.next].kind != "end":
            if self._skip("newline"):
                continue
            if self.tokens[self.next].text == "[":
                table = self._header()
            else:
                self._pair(table)
        return self.found

    def _skip(self, kind: str, text: str | None = None) -> bool:
        token = self.tokens[self.next]
        if token.kind != kind or (text is not None and token.text != text):
            return False
        self.next += 1
        return True

    def _header(self) -> KeyPath:
        """Read `[a.b]` or `[[a.b]]`."""
        line = self.tokens[self.next].line
        self._skip("mark", "[")
        is_entry = self._skip("mark", "[")
        path: KeyPath = ()
        for name in self._names():
            path = self._into_last_entry((*path, name))
        while self._skip("mark", "]"):
            pass
        if is_entry:
            # `_into_last_entry` led into the entry before this one, if there was one.
            listing = path[:-1] if isinstance(path[-1], int) else path
            self.entries[listing] = self.entries.get(listing, -1) + 1
            path = (*listing, self.entries[listing])
        self._note(path, line)
        return path

    def _into_last_entry(self, path: KeyPath) -> KeyPath:
        return (*path, self.entries[path]) if path in self.entries else path

    def _note(self, path: KeyPath, line: int) -> None:
        for length in range(1, len(path) + 1):
            self.found.setdefault(path[:length], line)

    def _pair(self, table: KeyPath) -> None:
        """Read `key = value`."""
        line = self.tokens[self.next].line
        path = (*table, *self._names())
        if not self._skip("mark", "="):
            self.next += 1  # Never reached in valid TOML; never loop for ever either.
            return
        self._note(path, line)
        self._value(path)

    def _names(self) -> list[str]:
        """The parts of a dotted key."""
        names = []
        while self.tokens[self.next].kind in ("word", "string"):
            token = self.tokens[self.next]
            names.append(_unquoted(token.text) if token.kind == "string" else token.text)
            self.next += 1
            self._skip("mark", ".")
        return names

    def _value(self, path: KeyPath) -> None:
        if self._skip("mark", "["):
            self._list(path)
        elif self._skip("mark", "{"):
            self._inline_table(path)
        else:
            while not self._at_end_of_value():
                self.next += 1

    def _at_end_of_value(self) -> bool:
        token = self.tokens[self.next]
        return token.kind in ("newline", "end") or token.text in (",", "]", "}")

    def _list(self, path: KeyPath) -> None:
        index = 0
        while not self._skip("mark", "]") and self.tokens[self.next].kind != "end":
            if self._skip("newline") or self._skip("mark", ","):
                continue
            self._note((*path, index), self.tokens[self.next].line)
            self._value((*path, index))
            index += 1

    def _inline_table(self, path: KeyPath) -> None:
        while not self._skip("mark", "}") and self.tokens[self.next].kind != "end":
            if not (self._skip("newline") or self._skip("mark", ",")):
                self._pair(path)


def _unquoted(text: str) -> str:
    """The key that a quoted key stands for, escapes read."""
    name: str = tomllib.loads(f"key = {text}")["key"]
    return name

"""The drawing's modules as one script, for a page that stands alone in a file.

A browser refuses to load modules from a file beside the page. So they are put
one after the other, each in a function of its own, and what one exports the
others take from it. Only the forms that our modules use are known:
`import { a, b } from "./x.js";` and `export` before const, class or function.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

__all__ = ["bundled", "canvas_folder"]

IMPORT = re.compile(r'^import \{ ([\w, ]+) \} from "\./(\w+)\.js";$', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:const|class|function) (\w+))", re.MULTILINE)


def canvas_folder() -> str:
    """The folder that holds `garden.js` and the modules it needs."""
    return str(files("trustgarden.app") / "canvas")


@cache
def bundled(entry: str = "garden") -> str:
    """Return a script that leaves what a module exports in the constant `$` + its name."""
    parts: dict[str, str] = {}
    _take_in(entry, parts)
    return "\n".join(parts.values())


def _take_in(name: str, parts: dict[str, str]) -> None:
    """Add a module behind all those it needs."""
    if name in parts:
        return
    source = (files("trustgarden.app") / "canvas" / f"{name}.js").read_text(encoding="utf-8")
    for _, needed in IMPORT.findall(source):
        _take_in(needed, parts)
    given = ", ".join(EXPORT.findall(source))
    body = EXPORT.sub("", IMPORT.sub(r"const { \1 } = $\2;", source))
    parts[name] = f"const ${name} = (() => {{\n{body}\nreturn {{ {given} }};\n}})();"

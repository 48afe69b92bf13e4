"""How rules and loops are compiled, and where the compiled code is kept.

`rule` marks a small pure function of numbers, readable like its formula; it is
compiled into whoever calls it. `routine` marks one that is too large for that.
`kernel` marks a loop that owns arrays; it is compiled once and kept on disk.

numba's own cache watches only the file of the cached function: a rule edited
in another file would leave the old kernel in force. So the folder of the cache
carries a digest of every source file of this room that a kernel is made of,
and of the versions that shape the machine code.

fastmath stays off and floats are rounded to float32 only when stored, so that
compiled and uncompiled runs (`NUMBA_DISABLE_JIT=1`) agree to the bit. State is
read as `float64(x)`: in numba `float(x)` of a float32 stays a float32, and so
would all that is computed from it.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numba
from numba import njit
from numba.core import cgutils
from numba.extending import intrinsic

__all__ = [
    "borrowed",
    "cache_folder",
    "kernel",
    "kernel_digest",
    "routine",
    "rule",
    "source_digest",
]

F = TypeVar("F", bound=Callable[..., Any])
A = TypeVar("A")

ROOM = Path(__file__).parent
IMPORTS = re.compile(r"^from \.(\w+) import", re.MULTILINE)


def source_digest(folder: Path | None = None) -> str:
    """SHA-256 over the names and bytes of all sources of the room, first 16 digits.

    It stands in the manifest of results: whatever is edited here may change them.
    """
    return _digest(sorted((folder or ROOM).glob("*.py")))


def kernel_digest(module: str, folder: Path | None = None) -> str:
    """The same over those sources only that the kernels of one module are made of.

    Those are the module itself and, in turn, what it imports from this room; so an edit
    elsewhere leaves its kernels in force.

    Args:
        module: Name of the module in the room, such as `week`.
        folder: The room; this one if not given.
    """
    room = folder or ROOM
    needed = {"compiling", module}
    waiting = [module]
    while waiting:
        text = (room / f"{waiting.pop()}.py").read_text(encoding="utf-8")
        imported = {name for name in IMPORTS.findall(text) if (room / f"{name}.py").exists()}
        waiting += imported - needed
        needed |= imported
    return _digest(sorted(room / f"{name}.py" for name in needed))


def _digest(sources: list[Path]) -> str:
    digest = hashlib.sha256()
    for source in sources:
        digest.update(source.name.encode() + b"\0" + source.read_bytes() + b"\0")
    digest.update(f"{numba.__version__} {sys.version_info[:2]}".encode())
    return digest.hexdigest()[:16]


def cache_folder(module: str) -> Path:
    """Folder of the compiled kernels of one module, as made of just these sources.

    Under `TRUSTGARDEN_CACHE`, or else the user's cache folder; a folder that
    cannot be written gives way to a temporary one, so that a read-only home
    costs time and no error.
    """
    stated = os.environ.get("TRUSTGARDEN_CACHE")
    base = Path(stated) if stated else _user_cache()
    folder = base / f"{module}-{kernel_digest(module)}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if os.access(folder, os.W_OK):
            return folder
    except OSError:
        pass
    return Path(tempfile.gettempdir()) / f"trustgarden-{os.getuid()}" / folder.name


def _user_cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "trustgarden"


def rule(function: F) -> F:
    """Compile a small pure function of numbers into its callers."""
    return _compiled(function, forceinline=True)


def routine(function: F) -> F:
    """Compile a function that is too large to stand in each of its callers.

    A call costs a few nanoseconds, or some hundred where it takes the whole state; it
    saves minutes of compiling where a rule has many callers.
    """
    return _compiled(function)


def _compiled(function: F, **options: Any) -> F:
    """Compile a function that compiled code calls.

    One that takes the whole state needs no way in from Python: making it (unpacking half a
    hundred arrays) took longer than compiling the function itself.
    """
    if "state" in function.__code__.co_varnames[: function.__code__.co_argcount]:
        options |= {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
    compiled: F = njit(error_model="python", **options)(function)
    return compiled


@intrinsic  # type: ignore[untyped-decorator]
def _without_owner(context: Any, arrays: Any) -> Any:
    """A tuple of arrays whose memory is owned elsewhere, so that nothing is counted."""

    def lower(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        (kinds,), (value,) = signature.args, args
        for index, kind in enumerate(kinds):
            array = context.make_array(kind)(context, builder, builder.extract_value(value, index))
            array.meminfo = cgutils.get_null_value(array.meminfo.type)
            value = builder.insert_value(value, array._getvalue(), index)
        return value

    return arrays(arrays), lower


if numba.config.DISABLE_JIT:

    def borrowed(arrays: A) -> A:
        """Uncompiled: the arrays themselves."""
        return arrays

else:

    @njit(inline="always")  # type: ignore[untyped-decorator]
    def borrowed(arrays: A) -> A:
        """The same arrays without their owner, for the length of a kernel.

        Whoever calls the kernel holds them. numba counts references to each
        array at each call that passes it, with an atomic operation: with two
        dozen arrays that cost more than a whole meeting. Without an owner there
        is nothing to count.
        """
        lent: A = _without_owner(arrays)
        return lent


def _module_of(function: Callable[..., Any]) -> str:
    return function.__module__.rpartition(".")[2]


def kernel(function: F) -> F:
    """Compile a loop over arrays; it releases the GIL and is kept on disk.

    numba chooses the place of a cache when the function is decorated, from a
    setting that holds for the whole process; it is put back at once, so that
    other people's functions are kept where they always were.
    """
    before = numba.config.CACHE_DIR
    numba.config.CACHE_DIR = str(cache_folder(_module_of(function)))
    try:
        compiled: F = njit(nogil=True, cache=True, error_model="python")(function)
    finally:
        numba.config.CACHE_DIR = before
    return compiled

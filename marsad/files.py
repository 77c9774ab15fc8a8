"""Writes a file that holds a secret: for its owner's eyes, and never over another file."""

from __future__ import annotations

import os
from pathlib import Path

import typer

from marsad.screen import err


def create_private(path: Path, text: str) -> None:
    """Writes a new file, and the folders it stands in.

    Raises:
        typer.Exit: there is such a file already, which was said and left as it is.
        OSError: it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        err.print(f"{path} exists already and was left as it is", style="yellow", soft_wrap=True)
        raise typer.Exit(1) from None
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)

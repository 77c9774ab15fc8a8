"""Reads the dates that publishers print, in any language it has the words of; never guesses.

    printed text ─ wording ─ layout ┬ calendar ┐
                                    ├ clock    ├ printed ─ Stamp | Refusal
                                    └ relative ┘
    … of a text with nothing to weigh ─ plain ─ Stamp
    attribute for machines ─ machine ─ Stamp | Refusal

A date that can be read in two ways is not read: no answer is better than a wrong stamp, and
a refusal says why. Neither the machine's clock nor its locale has a say: times relative to
the fetch are read when the caller tells when that was.
"""

from __future__ import annotations

from pipeline.dates.dating import Dating
from pipeline.dates.machine import parse_machine, read_machine
from pipeline.dates.printed import parse_stamp, read_stamp
from pipeline.dates.refusals import Reason, Refusal

__all__ = [
    "Dating",
    "Reason",
    "Refusal",
    "parse_machine",
    "parse_stamp",
    "read_machine",
    "read_stamp",
]

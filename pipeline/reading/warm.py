"""Has a worker load what readings need, so that it is quick and what is idle is known."""

from __future__ import annotations

from typing import Final

import py3langid

from pipeline.extract import read_article
from pipeline.records import ReadingRules

_PAGE: Final = (
    "<!DOCTYPE html><html><head><title>عودة القطار الليلي</title></head><body><article>"
    "<h1>عودة القطار الليلي</h1><time datetime='2026-01-05T08:00:00Z'></time>"
    + "<p>عاد القطار الليلي أمس إلى خط الجنوب بعد توقف طويل، وكان الركاب في انتظاره.</p>" * 5
    + "</article></body></html>"
).encode()


def warm_up() -> None:
    """Loads the languages' model, the largest of all, and whatever a first page asks for."""
    py3langid.classify("Le train de nuit est de retour.")
    read_article(_PAGE, "http://localhost/1", "text/html", ReadingRules())

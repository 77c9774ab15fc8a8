"""The saved pages under tests/pages are read exactly as the JSON beside each says."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from pathlib import Path
from typing import Any, get_args

import pytest

from config.rules import RulesSettings
from config.values import PresetName
from pipeline.extract import read_article
from pipeline.records import ArticleData, ReadingRules, Stamp

PAGES = Path(__file__).parents[1] / "pages"
SAVED = sorted(PAGES.rglob("*.html"))


def as_json(article: ArticleData) -> dict[str, Any]:
    """The fields that are set, but the address; stamps in ISO 8601, no digests of rules."""
    stamps = {"published": article.published, "modified": article.modified}
    fields = asdict(article) | {name: _stamp(stamp) for name, stamp in stamps.items()}
    del fields["url"]
    fields["extractor"] = re.sub(r"\+[0-9a-f]{8}", "", article.extractor)
    set_fields = {
        name: value for name, value in fields.items() if value not in (None, (), {}, False)
    }
    loaded: dict[str, Any] = json.loads(json.dumps(set_fields))
    return loaded


def _stamp(stamp: Stamp | None) -> dict[str, str] | None:
    return {"at": stamp.at.isoformat(), "precision": stamp.precision.value} if stamp else None


def test_there_are_saved_pages_of_every_kind() -> None:
    kinds = {path.parent.name for path in SAVED}

    assert kinds >= {"k2-stock", "k2-print", "k2-override", "k2-texts-only", "k2-no-article"}
    assert kinds >= {*get_args(PresetName), "own-rules"} - {"joomla-k2"}


@pytest.mark.parametrize("page", SAVED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_saved_page_is_read_as_expected(page: Path) -> None:
    expected = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    own = RulesSettings.model_validate(expected["rules"]) if "rules" in expected else None
    rules = ReadingRules(preset=expected["preset"], timezone=expected["timezone"], own=own)

    reading = read_article(page.read_bytes(), expected["url"], "text/html", rules)

    if isinstance(reading, ArticleData):
        assert as_json(reading) == expected.get("article")
    else:
        assert reading.reason == expected.get("not_article")

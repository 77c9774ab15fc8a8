"""What the desk does of a crawl that fails as nobody foresaw."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from crawler.plan import CrawlPlan
from crawler.runner import CrawlRunner
from marsad.app import started_engine
from pipeline.egress.policy import EgressPolicy
from pipeline.store.engine import Store
from tests.builders import settings
from tests.waiting import until


@pytest.mark.parametrize(("left_alone", "begun_again"), [(120, 0), (0, 1)])
async def test_a_source_whose_crawl_failed_unforeseen_is_left_alone_for_a_while(
    left_alone: float, begun_again: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(_: CrawlRunner, plan: CrawlPlan, __: object) -> None:
        raise RuntimeError(f"nobody foresaw this of {plan.source.name}")

    monkeypatch.setattr(CrawlRunner, "crawl", fail)
    monkeypatch.setattr("scheduler.dispatch._LEFT_ALONE", timedelta(seconds=left_alone))
    found = settings(tmp_path)
    with closing(Store(found.database.get_secret_value())) as store, capture_logs() as logs:
        async with started_engine(found, store, EgressPolicy([])) as engine:
            assert await engine.desk.start_due() == 1
            await until(lambda: engine.desk.running == 0)
            assert await engine.desk.start_due() == begun_again
            await until(lambda: engine.desk.running == 0)
    told = [one["event"] for one in logs if one["log_level"] == "error"]
    assert told == ["unexpected_error"] * (1 + begun_again)

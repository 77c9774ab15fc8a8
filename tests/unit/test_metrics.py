"""What is counted of what comes to pass, and that the document names just that."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families
from ruamel.yaml import YAML

from crawler.plan import CrawlReport
from pipeline.delivery.deliver import Sent
from pipeline.ingest import Outcome
from pipeline.reading import ReadingDone
from pipeline.records import ListingAnswer
from pipeline.store.upkeep import Owed
from scheduler.events import PageDone, SectionPolled
from scheduler.metrics import Metrics
from scheduler.upkeep import Facts
from tests.builders import NOW, settings

PAGE = (Path(__file__).parents[2] / "docs" / "metrics.md").read_text("utf-8")
FACTS = Facts(NOW, "0016", 12.5, 3, (Owed("desk", 4, NOW),), 1000, 2000, 3000)
URL = "https://news.example.org/index.php/culture/item/7"


class Told:
    """The metrics as Prometheus reads them."""

    def __init__(self, folder: Path, facts: Facts | None = FACTS) -> None:
        self.metrics = Metrics("0.1.0", lambda: True, lambda: facts)
        self.folder = folder
        self.adopt()

    def adopt(self, **changes: Any) -> None:
        self.metrics.adopt(settings(self.folder, **changes))

    def samples(self) -> dict[tuple[str, ...], float]:
        """By name and labels' values, the outcome last."""
        text = self.metrics.exposition()
        return {
            (sample.name, *(labels[one] for one in sorted(labels, key="outcome".__eq__))): value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
            for labels, value in [(sample.labels, sample.value)]
        }


@pytest.fixture
def told(tmp_path: Path) -> Told:
    return Told(tmp_path)


def _everything(told: Told) -> None:
    for event in (
        CrawlReport("outlet", NOW, NOW, requests=7, received=5000),
        CrawlReport("outlet", NOW, NOW, requests=1, received=0, completed=False),
        SectionPolled("outlet", "culture", "listed", 2.0),
        SectionPolled("outlet", "local", "failed", 31.0),
        PageDone("outlet", URL, Outcome("new", alerts=2)),
        PageDone("outlet", URL, Outcome("edited")),
        PageDone("outlet", URL, Outcome("unchanged")),
        ListingAnswer((), go_on=False),
        ReadingDone("outlet", 0.02, "read"),
        ReadingDone("outlet", 10.0, "cut"),
        Sent("msg_1", "desk", None),
        Sent("msg_2", "desk", "450 later"),
        Sent("msg_2", "desk", "550 never", dead=True),
    ):
        told.metrics.watch(event)
    told.metrics.loop_came(0.3)
    told.metrics.reloaded("refused")


def test_what_comes_to_pass_is_counted_where_it_belongs(told: Told) -> None:
    _everything(told)
    samples = told.samples()
    wanted = {
        ("marsad_requests_total", "outlet"): 8,
        ("marsad_received_bytes_total", "outlet"): 5000,
        ("marsad_crawls_total", "outlet", "completed"): 1,
        ("marsad_crawls_total", "outlet", "cut"): 1,
        ("marsad_polls_total", "outlet", "listed"): 1,
        ("marsad_polls_total", "outlet", "unchanged"): 0,
        ("marsad_polls_total", "outlet", "failed"): 1,
        ("marsad_polls_late_total", "outlet"): 1,
        ("marsad_poll_lateness_seconds_count",): 2,
        ("marsad_pages_total", "outlet", "new"): 1,
        ("marsad_pages_total", "outlet", "edited"): 1,
        ("marsad_rechecks_total", "outlet"): 2,
        ("marsad_alerts_total", "outlet"): 2,
        ("marsad_deliveries_total", "desk", "delivered"): 1,
        ("marsad_deliveries_total", "desk", "failed"): 1,
        ("marsad_deliveries_total", "desk", "dead"): 1,
        ("marsad_readings_total", "outlet", "cut"): 1,
        ("marsad_reading_seconds_sum",): 10.02,
        ("marsad_loop_lag_seconds_count",): 1,
        ("marsad_reloads_total", "refused"): 1,
        ("marsad_reloads_total", "taken-up"): 0,
        ("marsad_info", "0.1.0"): 1,
        ("marsad_ready",): 1,
        ("marsad_schedule_lag_seconds",): 12.5,
        ("marsad_crawls_running",): 3,
        ("marsad_deliveries_queued", "desk"): 4,
        ("marsad_store_bytes", "database"): 1000,
        ("marsad_store_bytes", "responses"): 2000,
        ("marsad_disk_free_bytes",): 3000,
    }
    assert {key: samples.get(key) for key in wanted} == wanted
    assert samples["marsad_deliveries_oldest_seconds", "desk"] > timedelta(days=1).total_seconds()


def test_nothing_is_labelled_by_what_a_site_chooses(told: Told) -> None:
    _everything(told)
    text = told.metrics.exposition()
    assert "http" not in text
    assert "450 later" not in text


def test_before_the_first_look_what_was_counted_is_told_all_the_same(tmp_path: Path) -> None:
    told = Told(tmp_path, None)
    assert ("marsad_polls_late_total", "outlet") in told.samples()
    assert ("marsad_disk_free_bytes",) not in told.samples()


def test_a_source_that_leaves_is_forgotten_and_the_others_count_on(told: Told) -> None:
    _everything(told)
    before = told.samples()
    another = settings(told.folder).sources[0].model_copy(update={"name": "other"})
    told.adopt(sources=[another], watchlists=[])
    samples = told.samples()
    assert {key for key in samples if "outlet" in key} == set()
    assert samples["marsad_polls_total", "other", "failed"] == 0
    key = ("marsad_deliveries_total", "desk", "dead")
    assert samples[key] == before[key] == 1


def test_a_budget_is_told_beside_what_it_is_spent_on(told: Told) -> None:
    source = settings(told.folder).sources[0].model_copy(update={"budget": 500})
    told.adopt(sources=[source])
    assert told.samples()["marsad_recheck_budget", "outlet"] == 500


def test_every_metric_and_label_is_described_and_nothing_else_is(told: Told) -> None:
    source = settings(told.folder).sources[0].model_copy(update={"budget": 500})
    told.adopt(sources=[source])
    _everything(told)
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in PAGE.splitlines()
        if line.startswith("| `marsad_")
    ]
    described = {
        name.strip("`"): (kind, frozenset(re.findall(r"`(\w+)`", re.sub(r"\(.*\)", "", labels))))
        for name, kind, labels, _ in rows
    }
    real = {}
    for family in text_string_to_metric_families(told.metrics.exposition()):
        if family.name.startswith("marsad_"):
            labels = {label for one in family.samples for label in one.labels} - {"le"}
            name = family.name + ("_total" if family.type == "counter" else "")
            real[name] = (family.type, frozenset(labels))
    assert described == real


def test_the_example_rules_are_rules_on_metrics_that_there_are(told: Told) -> None:
    _everything(told)
    block = re.search(r"^    groups:\n(?:    .*\n)+", PAGE, re.MULTILINE)
    assert block is not None
    (group,) = YAML(typ="safe").load(dedent(block[0]))["groups"]
    assert all(rule["alert"] and rule["expr"] for rule in group["rules"])
    named = {name for rule in group["rules"] for name in re.findall(r"marsad_\w+", rule["expr"])}
    assert named
    assert named <= {key[0] for key in told.samples()}

"""`marsad plan`: what would be fetched in the next hour, and why."""

from __future__ import annotations

from datetime import UTC, datetime

from marsad import planning
from marsad.commands.listing import tell
from marsad.opening import opened_store
from marsad.options import ConfigOption, JsonOption, SetOption, load
from scheduler.learning import adopt_stored
from scheduler.policy import LearnedTiming


def plan(
    as_json: JsonOption = False, config: ConfigOption = None, settings: SetOption = None
) -> None:
    """Show what would be fetched in the next hour, and why."""
    found = load(config, settings).settings
    timing = LearnedTiming()
    with opened_store(found) as store:
        adopt_stored(store, timing)
        with store.read() as session:
            rows = planning.planned(session, found, timing, datetime.now(UTC))
    tell(rows, as_json, planning.plan_object, lambda: planning.plan_table(rows, found.timezone))

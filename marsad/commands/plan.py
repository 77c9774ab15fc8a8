"""`marsad plan`: what would be fetched in the next hour, why, and what waits for its host.

What plans is loaded only by it: `marsad --help` loads every command.
"""

from __future__ import annotations

from datetime import UTC, datetime

from marsad.commands.listing import tell
from marsad.opening import opened_store
from marsad.options import ConfigOption, JsonOption, SetOption, load
from marsad.screen import err
from marsad.waiting import waiting, waiting_lines
from pipeline.hosts import DailyLimits
from pipeline.store import hosts


def plan(
    as_json: JsonOption = False, config: ConfigOption = None, settings: SetOption = None
) -> None:
    """Show what would be fetched in the next hour, and why; and what waits for its host."""
    found = load(config, settings).settings
    from marsad import planning
    from scheduler.learning import adopt_stored
    from scheduler.policy import LearnedTiming

    timing, now, limits = LearnedTiming(), datetime.now(UTC), DailyLimits.of(found.daily)
    with opened_store(found) as store:
        adopt_stored(store, timing)
        with store.read() as session:
            known = hosts.records(session)
            rests = {one.host: rest for one in known if (rest := one.rest(limits, now))}
            rows = planning.planned(session, found, timing, now, rests)
    tell(
        rows,
        as_json,
        planning.plan_object,
        lambda: planning.plan_table(rows, found.timezone),
        "nothing is due within the hour",
    )
    if not as_json:
        for line in waiting_lines(waiting(found.sources, rests.get), found.timezone):
            err.print(line, soft_wrap=True)

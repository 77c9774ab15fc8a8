"""`marsad sources`: how sources and sections are doing, and what following them costs.

What counts the costs is loaded only by it: `marsad --help` loads every command.
"""

from __future__ import annotations

from datetime import UTC, datetime

from marsad import jsonlines, screen
from marsad.commands.listing import tell
from marsad.opening import opened_store
from marsad.options import ConfigOption, JsonOption, SetOption, load
from marsad.screen import err
from pipeline.hosts import hosts_of
from pipeline.store import queries
from scheduler.room import Room


def sources(
    as_json: JsonOption = False, config: ConfigOption = None, settings: SetOption = None
) -> None:
    """Show how every source and section is doing, and what following them costs."""
    found = load(config, settings).settings
    from marsad.costs import cost, cost_line, cost_object
    from scheduler.learning import adopt_stored
    from scheduler.policy import LearnedTiming

    timing, now = LearnedTiming(), datetime.now(UTC)
    with opened_store(found) as store:
        adopt_stored(store, timing)
        with store.read() as session:
            rows = [
                (one, queries.source(session, one.name, hosts_of(one))) for one in found.sources
            ]
            costs = {one.name: cost(session, one, timing, now) for one in found.sources}
    tell(
        rows,
        as_json,
        lambda row: jsonlines.source(*row, found.daily) | cost_object(costs[row[0].name]),
        lambda: screen.source_table(
            rows,
            found.timezone,
            found.daily,
            {name: cost_line(one) for name, one in costs.items()},
        ),
    )
    if lacking := Room.of(found).lack():
        err.print(f"crawling pauses, there is no room: {lacking}", style="yellow", soft_wrap=True)

"""Stories as people see them in the terminal, and as `--json` prints them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from marsad.jsonlines import Object, time
from marsad.screen import foreign, when
from marsad.wording import counted, listed
from pipeline.store.told_stories import CarrierView, FollowedEdit, StoryView, UntoldView
from pipeline.stories.divergence import Divergence, Followed

#: runs of words shown of each sort, and characters of each
_MOST_RUNS = 5
_LONGEST_RUN = 200
_FOLLOWED_STYLES = {
    Followed.CORRECTED: "green",
    Followed.UNCORRECTED: "bold red",
    Followed.ABSENT: "dim",
}


def listed_object(view: StoryView) -> Object:
    """A story in a list, with the field names of docs/commands.md."""
    return {
        "id": view.id,
        "articles": [one.carrier.article for one in view.carriers],
        "origin": view.origin.article,
        "first_seen_at": time(view.first_seen_at),
    }


def story_object(
    view: StoryView, differences: Mapping[int, Divergence], edits: Iterable[FollowedEdit]
) -> Object:
    """One story whole."""
    return {
        **listed_object(view),
        "found_at": time(view.found_at),
        "why": view.origin.why,
        "credited": view.origin.credited,
        "carriers": [
            _carrier_object(one, differences.get(one.carrier.article)) for one in view.carriers
        ],
        "edits": [
            {
                "edit": one.edit.id,
                "detected_at": time(one.edit.detected_at),
                "kinds": list(one.edit.edit.kinds),
                "severity": one.edit.edit.severity,
                "copies": [
                    {"article": article, "followed": what.value}
                    for article, what in one.copies.items()
                ],
            }
            for one in edits
        ],
    }


def _carrier_object(view: CarrierView, difference: Divergence | None) -> Object:
    carrier = view.carrier
    return {
        "article": carrier.article,
        "source": carrier.source,
        "url": carrier.data.url,
        "title": carrier.data.title,
        "state": view.state,
        "appeared_at": time(carrier.appeared_at),
        "first_seen_at": time(carrier.first_seen_at),
        "joined_at": time(view.joined_at),
        "credits": list(carrier.credits),
        "like": view.like,
        "similarity": round(view.similarity, 4),
        "diverged_at": time(view.diverged_at),
        "divergence": None if difference is None else _difference_object(difference),
    }


def _difference_object(difference: Divergence) -> Object:
    return {
        "of_origin": round(difference.of_origin, 4),
        "of_copy": round(difference.of_copy, 4),
        "same_title": difference.same_title,
        "added": list(difference.added),
        "cut": list(difference.cut),
        "reworded": [{"origin": ours, "copy": theirs} for ours, theirs in difference.reworded],
    }


def untold_object(view: UntoldView) -> Object:
    return {
        "topic": view.topic,
        "article": view.article,
        "story": view.story,
        "alert": view.alert,
        "at": time(view.at),
    }


def story_table(views: Iterable[StoryView], zone: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", expand=False)
    for column in ("id", "carriers", "first seen", "sources", "origin's title"):
        right = column in ("id", "carriers")
        table.add_column(column, justify="right" if right else "left", overflow="fold")
    for view in views:
        sources = dict.fromkeys(one.carrier.source for one in view.carriers)
        table.add_row(
            str(view.id),
            str(len(view.carriers)),
            when(view.first_seen_at, zone),
            ", ".join(sources),
            foreign(view.origin_view.carrier.data.title),
        )
    return table


def story_page(
    view: StoryView,
    differences: Mapping[int, Divergence],
    edits: Iterable[FollowedEdit],
    zone: str,
) -> RenderableType:
    """One story: its origin and why, each carrier, and what copies did not follow."""
    origin = view.origin_view.carrier
    lines: list[RenderableType] = [
        Text(f"story {view.id}, {counted(len(view.carriers), 'carrier')}", style="bold"),
        Text(f"  likely origin: article {origin.article} of {origin.source} (")
        + foreign(view.origin.why)
        + Text(")"),
    ]
    for one in view.carriers:
        lines.append(Text())
        lines += _carrier_lines(one, differences.get(one.carrier.article), zone)
    told = list(edits)
    if told:
        lines += [Text(), Text("what the origin changed, and who followed", style="bold")]
    for edit in told:
        kinds = f" ({', '.join(edit.edit.edit.kinds)})" if edit.edit.edit.kinds else ""
        lines.append(Text(f"  edit {edit.edit.id}, {when(edit.edit.detected_at, zone)}{kinds}"))
        lines += [
            Text(f"    article {article}: ") + Text(what.value, style=_FOLLOWED_STYLES[what])
            for article, what in edit.copies.items()
        ]
    return Group(*lines)


def _carrier_lines(
    view: CarrierView, difference: Divergence | None, zone: str
) -> Iterable[RenderableType]:
    carrier = view.carrier
    yield Text(
        f"{when(carrier.appeared_at, zone)}  article {carrier.article}, {carrier.source}  "
    ) + foreign(carrier.data.title)
    yield Text(f"  {carrier.data.url}", style="dim")
    if carrier.credits:
        yield Text("  credits ") + foreign(listed(carrier.credits))
    if view.diverged_at:
        yield Text(f"  another text since {when(view.diverged_at, zone)}", style="yellow")
    if difference is None:
        yield Text("  the likely origin", style="green")
        return
    title = "the same title" if difference.same_title else "another title"
    yield Text(
        f"  has {difference.of_origin:.0%} of the origin's text, which is "
        f"{difference.of_copy:.0%} of its own; {title}"
    )
    yield from _runs("added", difference.added)
    yield from _runs("cut", difference.cut)
    yield from _runs("reworded", (f"{ours} → {theirs}" for ours, theirs in difference.reworded))


def _runs(name: str, runs: Iterable[str]) -> Iterable[RenderableType]:
    every = list(runs)
    for run in every[:_MOST_RUNS]:
        shown = run if len(run) <= _LONGEST_RUN else run[: _LONGEST_RUN - 1] + "…"
        yield Text(f"    {name}: ", style="dim") + foreign(shown)
    if len(every) > _MOST_RUNS:
        yield Text(f"    … and {len(every) - _MOST_RUNS} more {name}", style="dim")

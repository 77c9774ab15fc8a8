"""What people see in the terminal: tables and pages by rich, every foreign text isolated."""

from marsad.screen.alerts import (
    alert_table,
    delivery_table,
    destination_table,
    reasons,
    topic_table,
    verdict_table,
)
from marsad.screen.articles import article_page, article_table, link_lines, removal_lines, timeline
from marsad.screen.base import assembled, err, foreign, out, printed, when
from marsad.screen.edits import (
    diff_page,
    edit_table,
    evidence_table,
    incident_table,
    kinds_line,
    noise_lines,
    severity,
)
from marsad.screen.sources import source_table

__all__ = [
    "alert_table",
    "article_page",
    "article_table",
    "assembled",
    "delivery_table",
    "destination_table",
    "diff_page",
    "edit_table",
    "err",
    "evidence_table",
    "foreign",
    "incident_table",
    "kinds_line",
    "link_lines",
    "noise_lines",
    "out",
    "printed",
    "reasons",
    "removal_lines",
    "severity",
    "source_table",
    "timeline",
    "topic_table",
    "verdict_table",
    "when",
]

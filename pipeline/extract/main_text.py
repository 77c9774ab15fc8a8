"""Finds the text of the article on any page.

Title, byline, dates and the like are for the readers to take off it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from pipeline.extract.body.blocks import Block, blocks_of
from pipeline.extract.body.boxes import Boxes, with_paragraphs
from pipeline.extract.body.claimed import as_claimed, claimed_blocks, is_whole
from pipeline.extract.body.edges import (
    Titles,
    below_title,
    is_signature,
    standfirst,
    without_description,
    without_foot,
)
from pipeline.extract.body.flow import Flow
from pipeline.extract.body.lines import (
    is_beside,
    without_empty_headings,
    without_ends,
    without_repeats,
)
from pipeline.extract.body.region import SMALLEST_TITLE, Region, named_texts
from pipeline.extract.body.trust import beside
from pipeline.extract.body.weigh import weight
from pipeline.extract.dom import FlatPage
from pipeline.extract.page import Page
from pipeline.loading import loading
from pipeline.press.credits import credited_source, is_byline
from pipeline.records import ParagraphKind
from pipeline.text import clean

#: share of the page's prose in an element named as the text's that is believed to be
_LANDMARK: Final = 0.2
#: how much more a block weighs that the page claims to be of the text
_CLAIMED: Final = 3.0
#: how much longer another text must be to be taken instead
_FAR_MORE: Final = 2
#: characters of a text that is hardly an article's
_NEXT_TO_NONE: Final = 250
#: share of a block in links that makes it no end of a text
_LINKED: Final = 0.3


@dataclass(frozen=True, slots=True)
class MainText:
    """The text of an article as it was found; both empty where there is none."""

    paragraphs: tuple[str, ...]
    #: what each of them is
    structure: tuple[ParagraphKind, ...]


@dataclass(slots=True)
class _Part:
    """Blocks that go through the steps together with what is known of each."""

    blocks: list[Block]
    weights: list[float]
    #: by JSON-LD, to be of the text; None where that cannot be told
    claimed: list[bool | None]

    @property
    def certain(self) -> list[bool]:
        return [known is True for known in self.claimed]

    def only(self, places: Sequence[int]) -> _Part:
        return _Part(
            [self.blocks[at] for at in places],
            [self.weights[at] for at in places],
            [self.claimed[at] for at in places],
        )

    def where(self, kept: Sequence[bool]) -> _Part:
        return self.only([at for at, is_kept in enumerate(kept) if is_kept])


def main_text(page: Page, title: str | None = None) -> MainText:
    """The text as the page shows it; as it claims it, or as another reader has it, where far more.

    The other reader is asked only about a page that shows next to no text, but has more.

    Args:
        page: the page.
        title: what its piece is called, where that is decided; else its claims tell.
    """
    best = _shown(page, title)
    claimed = [text for line in (page.claims.body or "").split("\n") if (text := clean(line))]
    if _letters(claimed) > _FAR_MORE * _letters(best.paragraphs):
        best = MainText(tuple(claimed), tuple("text" for _ in claimed))
    found = _letters(best.paragraphs)
    if found < _NEXT_TO_NONE and page.flat.entries and page.flat.element(0).letters > 2 * found:
        other = _other_reader()(page)
        if _letters([paragraph for paragraph, _ in other]) > _FAR_MORE * found:
            return MainText(tuple(text for text, _ in other), tuple(kind for _, kind in other))
    return best


@cache
def _other_reader() -> Callable[[Page], list[tuple[str, ParagraphKind]]]:
    with loading():
        from pipeline.extract.body.second import second_opinion

    return second_opinion


def _letters(paragraphs: Sequence[str]) -> int:
    return sum(map(len, paragraphs))


def _shown(page: Page, title: str | None) -> MainText:
    """Reads the shown text in steps; each narrows down what the one before left.

    1. blocks of text, weighed by themselves and set beside the claimed text
    2. without boxes, by what they are made of, and zones, by their names, beside the text
    3. those of the element that is the text's, without boxes that interrupt them
    4. those below the title, with the standfirst that may lie above the element
    5. without lines that are none of the text, at its ends and between its paragraphs
    """
    flat, claims = page.flat, page.claims
    named = named_texts(flat)
    laid = blocks_of(flat)
    titles = Titles((*claims.headlines, claims.document_title or ""))
    headings = titles.among(laid)
    own = Titles((title or "",)).among(laid)
    printed = headings or own
    is_line_beside = cache(is_beside)  # asked twice of most: once among boxes, once in the text
    part = _without_boxes(flat, _weighed(laid, claims.body), printed, is_line_beside)
    part = _without_zones(flat, part, named)
    region = Region(flat, part.blocks, part.weights, named)
    titled = [one for one in headings if one.level <= SMALLEST_TITLE] or own
    first = next((block for block in laid if block.level == 1), None)
    if others := region.other_pieces(titled, first):
        is_own = [not any(flat.holds(at, one.start) for at in others) for one in part.blocks]
        part = part.where(is_own)
        region = Region(flat, part.blocks, part.weights, named)
    place = region.of_text(headings, in_entries=claims.is_live)
    if place is None:
        return MainText((), ())
    end = flat.element(place).end
    above = [block for block in part.blocks if block.start < place]
    inside = [place <= block.start < end for block in part.blocks]
    part = part.where([one or known for one, known in zip(inside, part.certain, strict=True)])
    part = part.where(Flow(flat, place, part.blocks, part.weights, laid).belonging(part.certain))
    part = _below_title(above, part, titles)
    part = part.where([not is_line_beside(block) for block in part.blocks])
    if is_whole(part.blocks, part.weights, part.claimed):
        part = part.where(as_claimed(part.blocks, part.claimed))
    part = part.only(without_ends(flat, part.blocks, part.weights))
    left = without_empty_headings(
        without_foot(_trimmed(part), [one.text for one in claims.of("authors")])
    )
    left = without_repeats(without_description(left, claims.description))
    return MainText(tuple(block.text for block in left), tuple(block.kind for block in left))


def _weighed(blocks: list[Block], claim: str | None) -> _Part:
    claimed = claimed_blocks(blocks, claim)
    weights = [
        _CLAIMED * block.size if is_claimed else weight(block)
        for block, is_claimed in zip(blocks, claimed, strict=True)
    ]
    return _Part(blocks, weights, claimed)


def _without_boxes(
    flat: FlatPage,
    part: _Part,
    titles: Sequence[Block],
    is_line_beside: Callable[[Block], bool],
) -> _Part:
    """Without boxes, and lines among paragraphs that are none: all that comes and goes.

    What is taken off before anything is weighed cannot tip a scale. Links elsewhere are left to
    weigh against what is no text.
    """
    titled = {block.start for block in titles}
    own = [
        known or block.level == 1 or block.start in titled
        for block, known in zip(part.blocks, part.certain, strict=True)
    ]
    around = with_paragraphs(flat, part.blocks, part.weights)
    boxed = Boxes(flat, part.blocks, part.weights, own, around).holding()
    beside = [
        not block.level
        and (block.parent in around or block.share_linked < _LINKED)
        and is_line_beside(block)
        for block in part.blocks
    ]
    return part.where([not (one or other) for one, other in zip(boxed, beside, strict=True)])


def _without_zones(flat: FlatPage, part: _Part, named: Sequence[int]) -> _Part:
    region = Region(flat, part.blocks, part.weights, named)
    around: set[int] = set()
    landmark = region.named()
    if landmark is not None and region.prose(landmark) >= _LANDMARK * region.prose(0):
        around = set(flat.around(landmark))
        # Parts of one text lie in elements named alike.
        alike = {(flat.element(at).tag, flat.element(at).names) for at in around}
        zones = {zone.place for block in part.blocks for zone in block.zones}
        around |= {at for at in zones if (flat.element(at).tag, flat.element(at).names) in alike}
    apart = beside(part.blocks, part.weights, around)
    return part.where([known or not one for one, known in zip(apart, part.certain, strict=True)])


def _below_title(above: Sequence[Block], part: _Part, titles: Titles) -> _Part:
    if top := below_title(part.blocks, part.weights, titles):
        return part.only(range(top, len(part.blocks)))
    leading = standfirst(above, titles)
    return _Part(
        [*leading, *part.blocks],
        [*(float(block.size) for block in leading), *part.weights],
        [*(None for _ in leading), *part.claimed],
    )


def _trimmed(part: _Part) -> list[Block]:
    """Without bits above the first prose and below the last; a byline and a credit stay.

    So do items of a list, and what lies beside the last paragraph in one element.
    """
    blocks = part.blocks
    prose = [at for at, one in enumerate(part.weights) if one > 0]
    first = next((at for at in prose if not is_signature(blocks[at])), None)
    if first is None:
        return blocks
    levels = {block.level for block in blocks[first:]} - {0}
    if first and (
        _heads(blocks[first - 1], blocks[first], levels) or is_byline(blocks[first - 1].text)
    ):
        first -= 1
    end = prose[-1] + 1
    while end < len(blocks) and _goes_on(blocks[end - 1], blocks[end]):
        end += 1
    if credited_source(" ".join(block.text for block in blocks[end : end + 1])):
        end += 1
    return blocks[first:end]


def _heads(above: Block, first: Block, levels: set[int]) -> bool:
    """Whether a block is the subhead of the first paragraph."""
    if is_signature(above):
        return False
    return above.level in levels or (above.level > 1 and above.parent == first.parent)


def _goes_on(last: Block, following: Block) -> bool:
    is_next = following.kind == "item" or following.parent == last.parent
    return is_next and not following.level and following.share_linked < _LINKED

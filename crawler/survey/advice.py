"""What to tell people when no source can be made of an address: why, and what to do."""

from __future__ import annotations

from urllib.parse import urlsplit

from pipeline.records import FailureReason, FetchFailure


def on_failure(failure: FetchFailure) -> str:
    """What a failed first request means for the user."""
    host = urlsplit(failure.url).netloc
    said = f"{failure.url}: {failure.detail}"
    match failure.reason:
        case FailureReason.REFUSED:
            return (
                f"{said}\nMarsad connects to public addresses only. If {host} is a server of your "
                "own, open it in the configuration under network: allow: as HOST:PORT"
            )
        case FailureReason.ROBOTS if failure.retry_after:  # it could not be had
            return f"{said}\nSee whether the address is right and opens in a browser"
        case FailureReason.ROBOTS:
            return (
                f"{said}\nThe site does not want robots there, and Marsad obeys. Name another "
                "page of it, or ask its publisher to let Marsad in"
            )
        case FailureReason.UNREACHABLE | FailureReason.TIMEOUT:
            return f"{said}\nSee whether the address is right and opens in a browser"
        case FailureReason.OFF_SITE:
            return f"{said}\nIf that is the site you mean, name its address instead"
        case FailureReason.NOT_FOUND | FailureReason.GONE:
            return f"{said}\nThere is no such page: name the site's home page instead"
        case FailureReason.HTTP if failure.status in (401, 403, 429):
            return (
                f"{said}\nThe site turns robots away. Ask its publisher to let Marsad in, or try "
                "again later"
            )
    return f"{said}\nTry again later, or name another page of the site"


def not_a_site(url: str, reason: str) -> str:
    return f"{url} is {reason}, not a page or feed: name the site's home page, or a feed of it"


def no_page(home: str) -> str:
    return f"no page of {home} could be read: name one of its sections, or a feed of it"


def no_articles(home: str, has_listings: bool) -> str:
    """What to say of a site without anything to read."""
    if has_listings:
        return (
            f"{home} lists articles, but none of those tried could be read: name a section whose "
            "articles open without signing in"
        )
    return (
        f"no articles were found on {home}: name a section page with headlines, or a feed. A "
        "site that shows nothing without scripts needs render: browser, see docs/configuration.md"
    )

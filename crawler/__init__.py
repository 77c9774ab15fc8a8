"""From a schedule to a fetched page: polls sections, discovers links, fetches pages.

Hands over `FetchedPage | NotModified | FetchFailure`; what follows from a page is the
pipeline's. This package alone knows Scrapy and Twisted.
"""

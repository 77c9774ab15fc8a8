"""From a fetched page to an alert: extract, decide, store, watch, deliver.

Owns the database and the one egress policy. It never touches Scrapy or Twisted,
and it never decides *when* anything happens: that is the scheduler's.
"""

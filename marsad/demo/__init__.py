"""The demo newsroom: a small local news site that publishes, edits and misbehaves on a script.

`marsad demo` and the tests stand on it: the site, a mail sink and a webhook receiver, all on
loopback. Nothing here knows the service that watches it.
"""

"""Settings, sources and topics read from YAML; logging and Sentry.

Knows nothing of crawling, reading or storing: it turns files and the environment
into frozen settings, or into a list of mistakes that a person can act on.
"""

"""The database: tables, migrations, and the functions that read and write them.

`engine` opens it, `tables` says what it holds; `frontier` (what to fetch), `archive`
(articles, versions, edits), `outbox` (alerts, deliveries) write inside a transaction
that their caller opened; `messages` reads what deliveries say, `queries` for people.
"""

"""From an alert to its destination: calm, claims, attempts, retries, digests and feeds."""

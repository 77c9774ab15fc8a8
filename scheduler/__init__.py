"""When things happen: the service, the recheck policy, dispatch of crawls, the lock.

Owns the event loop. What a crawl finds is the crawler's and the pipeline's.
"""

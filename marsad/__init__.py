"""Marsad: tells people when the news changes. The composition root and its commands."""

from importlib.metadata import version

VERSION = version("marsad")

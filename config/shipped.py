"""The configuration that comes with Marsad: a complete example to begin from."""

from __future__ import annotations

from base64 import b64encode
from importlib.resources import files
from secrets import token_bytes

#: stands where each installation needs a secret of its own; well-formed, and known to all
PLACEHOLDER_SECRET = "whsec_" + b64encode(b"replace-this-secret-by-running-init").decode()


def shipped_configuration() -> str:
    """The text of the example, as it is shipped."""
    return files("config").joinpath("marsad.yaml").read_text("utf-8")


def new_configuration() -> str:
    """The example with a fresh random secret for its webhook."""
    fresh = "whsec_" + b64encode(token_bytes(32)).decode()
    return shipped_configuration().replace(PLACEHOLDER_SECRET, fresh)

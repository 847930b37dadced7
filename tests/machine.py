"""What a test needs from the machine: a skip where it is missing, a failure where promised."""

import os

import pytest


def missing(what: str, switch: str) -> None:
    """Skip for want of a program; CI sets the switch, and then it is a failure."""
    if os.environ.get(switch) == "1":
        pytest.fail(f"{what} is missing, and {switch}=1 says it must not be")
    pytest.skip(f"{what} is missing")

"""What probes are answered as loop, store and upkeep let on."""

from __future__ import annotations

import asyncio
from pathlib import Path

from marsad.probes import Probes
from scheduler.health import LATE_AFTER, REFUSED_FOR, Health
from tests.builders import settings
from tests.waiting import PATIENCE


class _Clock:
    """A clock that stands until it is moved."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


class _Upkeep:
    """Upkeep with these reasons not to be ready."""

    facts = None

    def __init__(self, *reasons: str) -> None:
        self.reasons = reasons

    def unready(self) -> tuple[str, ...]:
        return self.reasons


async def _asked(probes: Probes, path: str) -> tuple[int, str]:
    reader, writer = await asyncio.open_connection("127.0.0.1", probes.server.port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    head, _, body = (await reader.read()).decode().partition("\r\n\r\n")
    writer.close()
    return int(head.split()[1]), body


async def test_reasons_are_told_to_those_whom_they_concern(
    tmp_path: Path, unused_port: int
) -> None:
    clock = _Clock()
    health = Health(clock)
    listening = settings(tmp_path, health={"listen": f"127.0.0.1:{unused_port}"})
    async with Probes(health) as probes:
        await probes.follow(listening, _Upkeep())  # type: ignore[arg-type]
        assert await _asked(probes, "/healthz") == await _asked(probes, "/readyz") == (200, "ok\n")

        health.store_answered("disk\nfull \u202e")
        assert await _asked(probes, "/healthz") == (200, "ok\n")
        assert await _asked(probes, "/readyz") == (503, "the store refuses: disk\\nfull \\u202e\n")
        _, metrics = await _asked(probes, "/metrics")
        assert "marsad_ready 0.0" in metrics.splitlines()

        clock.now = REFUSED_FOR + 1
        health.loop_turned()
        health.store_answered("disk full")
        assert await _asked(probes, "/healthz") == (503, "the store has refused for 601 s\n")

        health.store_answered()
        await probes.follow(listening, _Upkeep("crawls lag by 400 s"))  # type: ignore[arg-type]
        assert await _asked(probes, "/healthz") == (200, "ok\n")
        assert await _asked(probes, "/readyz") == (503, "crawls lag by 400 s\n")


async def test_a_store_that_hangs_is_not_taken_for_a_loop_that_stands(
    tmp_path: Path, unused_port: int
) -> None:
    clock = _Clock()
    health = Health(clock)
    listening = settings(tmp_path, health={"listen": f"127.0.0.1:{unused_port}"})
    async with Probes(health) as probes:
        await probes.follow(listening, _Upkeep())  # type: ignore[arg-type]
        clock.now = LATE_AFTER + 1
        # they beat by themselves every second: the service's own pulse would wait for the store
        told = (503, "the store has not answered for 31 s\n")
        async with asyncio.timeout(PATIENCE):
            while await _asked(probes, "/readyz") != told:  # noqa: ASYNC110 - it is asked
                await asyncio.sleep(0.1)

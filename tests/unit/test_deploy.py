"""What `deploy/` holds, as far as it can be tried without root: see docs/running.md."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from config.environment import unknown_variables
from config.load import load_settings
from config.settings import HealthSettings
from scheduler.probe_server import Page, ProbeServer
from scheduler.service import STOP_BOUND

ROOT = Path(__file__).parents[2]
UNIT = ROOT / "deploy" / "marsad.service"
GUIDE = ROOT / "docs" / "running.md"


@pytest.fixture(scope="module")
def unit() -> dict[str, list[str]]:
    """The unit's settings by name, in order; a name may come more than once."""
    found: dict[str, list[str]] = {}
    for line in UNIT.read_text(encoding="utf-8").splitlines():
        if line and line[0] not in "#[":
            name, _, value = line.partition("=")
            found.setdefault(name, []).append(value)
    return found


@pytest.fixture(scope="module")
def compose() -> Any:
    return YAML(typ="safe").load((ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8"))


def _assignments(name: str) -> list[str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return re.findall(r"\bMARSAD_[A-Z]\w*=\S+", text)


def test_the_unit_leaves_little_exposed() -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not here: the unit's hardening was not rated")
    rated = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", str(UNIT)],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    level = re.search(r"Overall exposure level for marsad\.service: ([\d.]+)", rated.stdout)
    assert level is not None
    assert float(level[1]) <= 1.5


def test_the_unit_has_no_setting_that_systemd_does_not_know(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not here: the unit was not verified")
    # with a program that is there: where the real one is depends on the machine
    there = tmp_path / "marsad.service"
    text = UNIT.read_text(encoding="utf-8").replace("/opt/marsad/bin/marsad", "/bin/true")
    there.write_text(text, encoding="utf-8")
    told = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(there)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert [line for line in told.stderr.splitlines() if "marsad.service" in line] == []


#: prctl(PR_SET_MDWE) is what MemoryDenyWriteExecute asks the kernel for
_TLS = """
import ctypes, sys
from OpenSSL import SSL
if ctypes.CDLL(None).prctl(65, 1, 0, 0, 0) != 0:
    sys.exit(3)
try:
    SSL.Context(SSL.TLS_METHOD).set_info_callback(lambda *_: None)
except MemoryError:
    sys.exit(4)
"""


def test_the_unit_forbids_nothing_that_tls_needs(unit: dict[str, list[str]]) -> None:
    tried = subprocess.run([sys.executable, "-c", _TLS], check=False).returncode
    if tried == 3:
        pytest.skip("this kernel cannot forbid memory that is written and executed")
    assert tried in (0, 4)
    assert unit["MemoryDenyWriteExecute"] == ["no"] or tried == 0


def test_the_manager_waits_longer_for_the_end_than_the_end_takes(
    unit: dict[str, list[str]], compose: Any
) -> None:
    for told in (unit["TimeoutStopSec"][0], compose["services"]["marsad"]["stop_grace_period"]):
        assert float(told.removesuffix("s")) > STOP_BOUND + 3


def test_every_variable_that_is_set_means_something(unit: dict[str, list[str]]) -> None:
    settings = load_settings(ROOT / "config" / "marsad.yaml", {})
    written = [
        *unit["Environment"],
        *_assignments("deploy/Dockerfile"),
        *_assignments("deploy/compose.yaml"),
    ]
    variables = dict(one.split("=", 1) for one in written)
    assert "MARSAD_DATA" in variables
    assert unknown_variables(variables, settings) == ()


def test_the_image_holds_every_package_and_is_nobodys_root() -> None:
    dockerfile = (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8")
    copied = set(re.findall(r"^COPY (?!--from)(.+) \S+$", dockerfile, re.MULTILINE))
    sources = {name for line in copied for name in line.split()}
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "benchmarks"}
    assert packages <= sources
    assert all((ROOT / name).exists() for name in sources)
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert {f"!{name}" for name in sources} <= set(ignored)
    last = dockerfile.rpartition("FROM ")[2]
    assert "\nUSER marsad\n" in last


@pytest.mark.parametrize(("status", "code"), [(200, 0), (503, 1)])
async def test_the_container_is_as_healthy_as_its_service_says(status: int, code: int) -> None:
    dockerfile = (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8")
    check = re.search(r"^HEALTHCHECK [^[]*CMD (\[.*\])$", dockerfile, re.MULTILINE)
    assert check is not None
    interpreter, *arguments = json.loads(check[1])
    assert interpreter == "/opt/marsad/bin/python"
    asked = f"http://{HealthSettings().listen}/healthz"
    assert asked in arguments[-1]

    async def healthz() -> Page:
        return Page("", status)

    server = ProbeServer({"/healthz": healthz})
    await server.listen(("127.0.0.1", 0))
    arguments[-1] = arguments[-1].replace(asked, f"http://127.0.0.1:{server.port}/healthz")
    done = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, stderr=asyncio.subprocess.DEVNULL
    )
    assert await done.wait() == code
    await server.close()


def test_what_is_put_in_place_of_the_configuration_is_what_the_container_sees(compose: Any) -> None:
    # a file that is mounted by itself stays the old one when another takes its name
    (read,) = re.findall(r"MARSAD_CONFIG=(\S+)", (ROOT / "deploy" / "Dockerfile").read_text())
    mounted = dict(one.split(":")[:2][::-1] for one in compose["services"]["marsad"]["volumes"])
    assert mounted[str(Path(read).parent)] == "./configuration"
    assert f"deploy/configuration/{Path(read).name}" in GUIDE.read_text(encoding="utf-8")


def test_the_guide_lets_the_service_s_user_read_the_configuration_and_nobody_else(
    tmp_path: Path,
) -> None:
    there = {
        "sudo ": "",
        "/opt/marsad/bin/marsad": f"{sys.executable} -m marsad",
        "-o root -g marsad": "",  # whose they are is not tried, for who tries it may not be root
        "chgrp marsad": f"chgrp {os.getgid()}",
        "/etc/marsad": str(tmp_path / "marsad"),
    }
    steps = re.findall(r"^    (sudo .* /etc/marsad\S*).*$", GUIDE.read_text("utf-8"), re.MULTILINE)
    for step in steps:
        for told, here in there.items():
            step = step.replace(told, here)
        subprocess.run(step, shell=True, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    modes = {one.name: one.stat().st_mode & 0o777 for one in tmp_path.rglob("*")}
    assert modes == {"marsad": 0o750, "marsad.yaml": 0o640}


def test_the_manager_reloads_by_the_command_that_waits_for_the_answer(
    unit: dict[str, list[str]],
) -> None:
    # a mere signal would always have gone well; what the command answers, acceptance tests tell
    (start,), (again,) = unit["ExecStart"], unit["ExecReload"]
    assert again == start.replace(" run ", " reload ")


def test_the_container_can_write_its_archive_and_nothing_else(compose: Any) -> None:
    service = compose["services"]["marsad"]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    writable = [one for one in service["volumes"] if not one.endswith(":ro")]
    assert writable == ["archive:/data"]

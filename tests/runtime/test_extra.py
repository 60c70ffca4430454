"""Installing the extra beside any supported SGLang leaves its torch and triton as they are."""

from __future__ import annotations

import configparser
import email
import functools
import zipfile

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from lab import checkout, fetch
from nsa_runtime.compat.ports import RELEASES

ENVIRONMENT = {"platform_system": "Linux", "platform_machine": "x86_64", "sys_platform": "linux", "extra": ""}
TRITON = {"2.9.1": "3.5.1", "2.11.0": "3.6.0", "2.13.0": "3.7.1", "2.14.1": "3.8.0"}
"""The triton that each torch requires, on Linux x86_64: what ``pip install --dry-run --no-deps --ignore-installed
--report - torch==VERSION`` shows under ``requires_dist``."""


@functools.cache
def _extra() -> dict[str, Requirement]:
    config = configparser.ConfigParser()
    config.read(checkout.ROOT / "setup.cfg", encoding="utf-8")
    lines = config["options.extras_require"]["runtime"].strip().splitlines()
    return {each.name: each for each in map(Requirement, lines)}


def _pins(release: str) -> dict[str, Requirement]:
    """What a release requires, by name, from its wheel's metadata."""
    with zipfile.ZipFile(fetch.archive("sglang", release)) as wheel:
        [name] = [name for name in wheel.namelist() if name.endswith(".dist-info/METADATA")]
        lines = email.message_from_bytes(wheel.read(name)).get_all("Requires-Dist", [])
    required = [Requirement(line) for line in lines]
    return {each.name: each for each in required if each.marker is None or each.marker.evaluate(ENVIRONMENT)}


@pytest.mark.parametrize("release", RELEASES)
def test_the_extra_admits_the_torch_and_the_triton_of_every_supported_sglang(release: str) -> None:
    pins = _pins(release)
    [pin] = pins["torch"].specifier
    assert pin.operator == "=="
    assert _extra()["torch"].specifier.contains(Version(pin.version))
    triton = Version(TRITON[pin.version])
    assert "triton" not in pins or pins["triton"].specifier.contains(triton)
    assert _extra()["triton"].specifier.contains(triton)


def test_the_extra_is_no_wider_than_what_is_supported() -> None:
    assert not _extra()["torch"].specifier.contains(Version("2.8.0"))
    assert not _extra()["triton"].specifier.contains(Version("3.4.0"))
    assert set(_extra()) == {"torch", "triton"}

"""Audit the environment that this runs in, without the network: nothing but what is pinned.

Everything installed must stand in requirements-dev.txt at that version, have a licence that
goes with ours, and lie on the disk as its wheel had it; the pins must be what pyproject.toml
allows. Known vulnerabilities are asked for by `make audit`, which needs the network.
"""

import base64
import hashlib
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import Distribution, PackagePath, distributions
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PINS = ROOT / "requirements-dev.txt"
OURS = ("mss-cli", "pip", "setuptools")  # the last two come with Python itself
# Names and SPDX identifiers of licences under which anyone may use and pass on the whole.
LICENCES = re.compile(r"\b(MIT|BSD|0BSD|Apache|ISC|PSF|Python Software Foundation|MPL|Mozilla)\b")


def pins(text: str) -> dict[str, Requirement]:
    """Return the pinned requirements of a file, by name; digests are left out."""
    lines = re.findall(r"^([A-Za-z0-9][^\\\n]*)", text, re.MULTILINE)
    found = (Requirement(line.strip()) for line in lines)
    return {canonicalize_name(pin.name): pin for pin in found}


def asked(project: dict[str, Any]) -> list[Requirement]:
    """Return what pyproject.toml asks for: to run, to test, and to build."""
    table = project["project"]
    lists = (table["dependencies"], table["optional-dependencies"]["dev"])
    return [Requirement(r) for r in (*lists[0], *lists[1], *project["build-system"]["requires"])]


def unmet(requirements: list[Requirement], pinned: dict[str, Requirement]) -> Iterator[str]:
    """Yield each requirement that no pin meets."""
    for requirement in requirements:
        pin = pinned.get(canonicalize_name(requirement.name))
        if pin is None or not requirement.specifier.contains(_version(pin)):
            yield f"requirements-dev.txt does not pin {requirement}; 'make lock' makes it anew"


def _version(pin: Requirement) -> str:
    return str(pin.specifier).removeprefix("==")


def strays(installed: dict[str, Distribution], pinned: dict[str, Requirement]) -> Iterator[str]:
    """Yield what is installed without being pinned, and what is pinned otherwise or missing."""
    for name, one in installed.items():
        if name not in pinned and name not in OURS:
            yield f"{name} {one.version} is installed, but not pinned"
    for name, pin in pinned.items():
        there = installed[name].version if name in installed else None
        if there != _version(pin) and (pin.marker is None or pin.marker.evaluate()):
            yield f"{pin.name} {_version(pin)} is pinned, but {there or 'nothing'} is installed"


def licence(one: Distribution) -> str:
    """Return what a package says of its licence."""
    said = {key: one.metadata.get_all(key) or [] for key in ("License-Expression", "License")}
    classifiers = one.metadata.get_all("Classifier") or []
    named = [c.rpartition(" :: ")[2] for c in classifiers if c.startswith("License ::")]
    return "; ".join(said["License-Expression"] or named or said["License"]) or "none named"


def changed(one: Distribution) -> Iterator[str]:
    """Yield each file of a package whose digest is not the one that its wheel gave."""
    for file in one.files or []:
        if file.hash is not None and _digest(file) != file.hash.value:
            yield f"{file} is not as {one.name} {one.version} had it"


def _digest(file: PackagePath) -> str:
    assert file.hash is not None
    try:
        content = Path(file.locate()).read_bytes()
    except OSError:
        return "missing"
    digest = hashlib.new(file.hash.mode, content).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def main() -> int:
    """Print what is wrong, or how much was looked at."""
    pinned = pins(PINS.read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    installed: dict[str, Distribution] = {canonicalize_name(d.name): d for d in distributions()}
    found = [*unmet(asked(project), pinned), *strays(installed, pinned)]
    for name, one in installed.items():
        if name not in OURS and not LICENCES.search(licence(one)):
            found.append(f"{name} has a licence to be looked at: {licence(one)}")
        found.extend(changed(one) if name != "mss-cli" else [])
    for line in found:
        print(f"audit: {line}", file=sys.stderr)
    if not found:
        print(f"{len(installed)} packages: pinned, unchanged, freely licensed")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

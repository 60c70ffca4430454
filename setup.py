"""The three things of a build that setup.cfg cannot say; everything else is there.

The pages of the rules live in docs/rules and are installed inside the package, where `nsa-lint explain` finds them
however it was installed. The README's links are relative, for a checkout; on a package index they need an address. What
an earlier build has left in build/ does not get into a wheel.
"""

import re
import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

HERE = Path(__file__).parent
REPOSITORY = "https://github.com/OWNER/nsa-guard"


class BuildWithPages(build_py):
    """Builds anew, and copies docs/rules/*.md to nsa_lint/pages."""

    def run(self) -> None:
        for package in ("nsa_lint", "nsa_runtime"):
            shutil.rmtree(Path(self.build_lib) / package, ignore_errors=True)
        super().run()
        if self.editable_mode:
            return  # the checkout has them
        target = Path(self.build_lib) / "nsa_lint" / "pages"
        target.mkdir(parents=True, exist_ok=True)
        for page in sorted((HERE / "docs" / "rules").glob("*.md")):
            (target / page.name).write_bytes(page.read_bytes())


def readme() -> str:
    """The README with links that lead somewhere from anywhere: pages to the repository, pictures to their raw file."""
    text = (HERE / "README.md").read_text(encoding="utf-8")
    raw = REPOSITORY.replace("github.com", "raw.githubusercontent.com")
    text = re.sub(r"(!\[[^\]]*\]\()(?!https?:|#)", rf"\1{raw}/main/", text)
    return re.sub(r"(?<=\]\()(?!https?:|#)", f"{REPOSITORY}/blob/main/", text)


setup(cmdclass={"build_py": BuildWithPages}, long_description=readme(), long_description_content_type="text/markdown")

"""A certificate authority that this machine trusts for as long as a test lasts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import trustme


@pytest.fixture(scope="session")
def trusted_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the authority's certificate lies."""
    return tmp_path_factory.mktemp("authority")


@pytest.fixture(scope="session")
def made_authority(trusted_folder: Path) -> trustme.CA:
    """The authority itself."""
    # Imported late: most tests have nothing to do with mail.
    from tests.circulation.mail_server import authority

    return authority(trusted_folder)


@pytest.fixture
def trusted(made_authority: trustme.CA, trusted_folder: Path, monkeypatch: pytest.MonkeyPatch) -> trustme.CA:
    """The authority, trusted."""
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted_folder / "ca.pem"))
    return made_authority

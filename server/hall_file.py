"""Which file a hall is read from."""

from pathlib import Path

import server
from server.config import read_text
from server.hall import Hall
from server.hall.kept import read_hall

SAMPLE_HALL = Path(server.__file__).parent / "sample" / "hall.toml"


def load_hall(path: Path | str | None = None) -> Hall:
    """Read a hall file, TOML or JSON; None: the sample's. Raises ConfigError."""
    file = Path(path or SAMPLE_HALL)
    return read_hall(file.name, read_text(file))

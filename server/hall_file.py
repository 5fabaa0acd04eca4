"""Which file a hall is read from."""

from pathlib import Path

import server
from server.config import read_text
from server.hall import Hall
from server.hall_json import read_hall_json
from server.hall_toml import read_hall_toml

SAMPLE_HALL = Path(server.__file__).parent / "sample" / "hall.toml"


def load_hall(path: Path | str | None = None) -> Hall:
    """Read a hall file, TOML, or JSON by its ending; None: the sample's. Raises ConfigError."""
    file = Path(path or SAMPLE_HALL)
    read = read_hall_json if file.suffix.lower() == ".json" else read_hall_toml
    return read(file.name, read_text(file))

"""The environment, read once; every variable is described in `.env.example`."""

from pathlib import Path

import environ

env = environ.Env()

ROOT = Path(__file__).resolve().parents[3]
DATA_DIR = Path(env.str("BECODE_DATA_DIR", default=str(ROOT / "var"))).resolve()
PORT = env.int("PORT", default=8000)
BASE_URL = env.str("BASE_URL", default=f"http://localhost:{PORT}").rstrip("/")
IS_HTTPS = BASE_URL.startswith("https://")

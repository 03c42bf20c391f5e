"""`cogov app` in a process that says, when asked by a file, how many live models it holds.

With COGOV_TEST_UNGUARDED=1 solara's server is served as it is, without the app's gate: what attacks are tried on to see that
they are attacks.
"""

import gc
import json
import os
import sys
import threading
import time
import weakref
from pathlib import Path


def answer(folder, lives):
    while True:
        time.sleep(0.05)
        if (folder / "ask").exists():
            (folder / "ask").unlink()
            before = len(lives)
            gc.collect()
            part = folder / "answer.part"
            part.write_text(
                json.dumps({"lives": len(lives), "before": before, "collector": gc.isenabled()}), encoding="utf-8"
            )
            part.rename(folder / "answer")


def unguarded(host, port, started=None, *_, **__):
    import uvicorn

    config = uvicorn.Config("solara.server.starlette:app", host=host, port=port, log_level="error", loop="asyncio")
    uvicorn.Server(config).run()


def main():
    from cogov.app.live import district
    from cogov.cli.main import main as cogov

    if os.environ.get("COGOV_TEST_UNGUARDED"):
        from cogov.app.serving import server

        server.serve = unguarded
    lives = weakref.WeakSet()
    made = district.Live.__init__

    def counted(self, *args, **kwargs):
        made(self, *args, **kwargs)
        lives.add(self)

    district.Live.__init__ = counted
    threading.Thread(target=answer, args=(Path(sys.argv[1]), lives), daemon=True).start()
    cogov(["app", "--port", os.environ["COGOV_TEST_PORT"], *sys.argv[2:]])


if __name__ == "__main__":
    main()

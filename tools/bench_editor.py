"""How long an editor waits: from an edit of the real backend file to the diagnostics of the new text.

    python -m tools.bench_editor [--edits N]

Starts `nsa-lint server`, opens the broken file (1,900 lines), then adds and removes a line at its top, and prints the
median and the worst of the times between sending the edit and getting what is shown. The server's own pause, in which
further keys may come, is part of each.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import time

from lsprotocol import types
from pytest_lsp import LanguageClient, client_capabilities, make_test_lsp_client

from lab import fetch, surgery

URI = "file:///nowhere/nsa_backend.py"


async def measure(edits: int) -> list[float]:
    """The seconds of each edit, the first few left out."""
    text = surgery.broken(fetch.text("sglang", "0.5.8", "sglang/srt/layers/attention/nsa_backend.py"))
    client: LanguageClient = make_test_lsp_client()
    await client.start_io(sys.executable, "-m", "nsa_lint", "server")
    settings = {"scope": "dispatch"}
    given = types.InitializeParams(client_capabilities("neovim"), initialization_options=settings)
    await client.initialize_session(given)
    item = types.TextDocumentItem(URI, types.LanguageKind.Python, 0, text)
    client.text_document_did_open(types.DidOpenTextDocumentParams(item))
    await client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    times = []
    for number in range(1, edits + 4):
        change = types.TextDocumentContentChangeWholeDocument("\n" * (number % 2) + text)
        which = types.VersionedTextDocumentIdentifier(number, URI)
        start = time.perf_counter()
        client.text_document_did_change(types.DidChangeTextDocumentParams(which, [change]))
        got = await client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        times.append(time.perf_counter() - start)
        if got.version != number or len(got.diagnostics) != 2:
            sys.exit(f"expected the two findings of version {number}, got {got.version}: {len(got.diagnostics)}")
    await client.shutdown_session()
    await client.stop()
    return times[3:]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--edits", type=int, default=40)
    seconds = asyncio.run(measure(parser.parse_args().edits))
    middle, worst = (statistic(seconds) * 1000 for statistic in (statistics.median, max))
    print(f"{len(seconds)} edits: median {middle:.0f} ms, worst {worst:.0f} ms")

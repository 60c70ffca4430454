"""How long an editor waits: from an edit of the real backend file to the diagnostics of the new text.

    python -m tools.bench_editor [--edits N]

Starts `nsa-lint server`, opens the broken file (1,900 lines), then adds and removes a line, at its top and in the
function that the bug is in. Prints the median and the worst of the times between sending the edit and getting what is
shown, and the server's CPU time, which says more on a busy machine. The server's own pause of 20 ms, in which further
keys may come, is part of each time.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import sys
import time
from pathlib import Path

from lsprotocol import types
from pytest_lsp import LanguageClient, client_capabilities, make_test_lsp_client

from lab import fetch, surgery

URI = "file:///nowhere/nsa_backend.py"


async def measure(edits: int) -> dict[str, list[tuple[float, float]]]:
    """The seconds of each edit, and those of the server's CPU, by where the edit is; the first few left out."""
    text = surgery.broken(fetch.text("sglang", "0.5.8", "sglang/srt/layers/attention/nsa_backend.py"))
    client: LanguageClient = make_test_lsp_client()
    await client.start_io(sys.executable, "-m", "nsa_lint", "server")
    settings = {"scope": "dispatch"}
    given = types.InitializeParams(client_capabilities("neovim"), initialization_options=settings)
    await client.initialize_session(given)
    item = types.TextDocumentItem(URI, types.LanguageKind.Python, 0, text)
    client.text_document_did_open(types.DidOpenTextDocumentParams(item))
    found = await client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    lines = text.splitlines(keepends=True)
    places = {"at the top": 0, "before the first finding": found.diagnostics[0].range.start.line}
    times: dict[str, list[tuple[float, float]]] = {place: [] for place in places}
    for number in range(1, 2 * edits + 5):
        place = list(places)[number // 2 % 2]
        line = places[place]
        edited = [*lines[:line], "\n" * (number % 2), *lines[line:]]
        change = types.TextDocumentContentChangeWholeDocument("".join(edited))
        which = types.VersionedTextDocumentIdentifier(number, URI)
        start, used = time.perf_counter(), cpu(client)
        client.text_document_did_change(types.DidChangeTextDocumentParams(which, [change]))
        got = await client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        if number > 4:
            times[place].append((time.perf_counter() - start, cpu(client) - used))
        if got.version != number or len(got.diagnostics) != len(found.diagnostics):
            sys.exit(f"expected version {number} with the findings of the first, got {got}")
    await client.shutdown_session()
    await client.stop()  # type: ignore[no-untyped-call]
    return times


def cpu(client: LanguageClient) -> float:
    """The CPU time that the server has used; 0 where the system does not say."""
    assert client._server is not None
    try:
        fields = Path(f"/proc/{client._server.pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--edits", type=int, default=40)
    for place, times in asyncio.run(measure(parser.parse_args().edits)).items():
        seconds, busy = ([each * 1000 for each in column] for column in zip(*times, strict=True))
        middle, mean = statistics.median(seconds), statistics.mean(busy)
        print(f"{len(times)} edits {place}: median {middle:.0f} ms, worst {max(seconds):.0f} ms, CPU {mean:.0f} ms")

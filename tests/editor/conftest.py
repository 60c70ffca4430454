"""A real client on a real server process."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
import pytest_asyncio
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

COMMAND = [sys.executable, "-m", "nsa_lint", "server"]


class Editor:
    """What an editor does, in the words of its user; documents lie in one folder."""

    def __init__(self, client: LanguageClient, folder: Path, encoding: str) -> None:
        self.client = client
        self.folder = folder
        self.encoding = encoding
        self._versions: dict[str, int] = {}
        self._published: asyncio.Queue[types.PublishDiagnosticsParams] = asyncio.Queue()
        self._listen()

    def _listen(self) -> None:
        """To every message: two may come at once, and of these a client that waits for one has the first alone."""
        self.client.protocol.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS, self._received)

    def _received(self, published: types.PublishDiagnosticsParams) -> None:
        self._published.put_nowait(published)
        self._listen()

    def uri(self, name: str) -> str:
        return (self.folder / name).as_uri()

    def folders(self, added: Sequence[Path] = (), removed: Sequence[Path] = ()) -> None:
        new, old = ([types.WorkspaceFolder(each.as_uri(), each.name) for each in them] for them in (added, removed))
        params = types.DidChangeWorkspaceFoldersParams(types.WorkspaceFoldersChangeEvent(new, old))
        self.client.workspace_did_change_workspace_folders(params)

    def configure(self, settings: object) -> None:
        """Change the editor's settings of the server."""
        params = types.DidChangeConfigurationParams({"nsa-lint": settings})
        self.client.workspace_did_change_configuration(params)

    def close_all(self) -> None:
        for name in self._versions:
            which = types.TextDocumentIdentifier(self.uri(name))
            self.client.text_document_did_close(types.DidCloseTextDocumentParams(which))
        self._versions.clear()

    async def open(self, name: str, text: str) -> list[types.Diagnostic]:
        """Open a document that nobody has saved; what is shown of it."""
        self._versions[name] = 1
        item = types.TextDocumentItem(self.uri(name), types.LanguageKind.Python, 1, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return await self.shown(name)

    async def type(self, name: str, text: str) -> list[types.Diagnostic]:
        """Make the document this text; what is shown of it then."""
        self.edit(name, text)
        return await self.shown(name)

    def edit(self, name: str, text: str) -> None:
        """Make the document this text, and do not wait."""
        self._versions[name] += 1
        which = types.VersionedTextDocumentIdentifier(self._versions[name], self.uri(name))
        change = types.TextDocumentContentChangeWholeDocument(text)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(which, [change]))

    async def shown(self, name: str) -> list[types.Diagnostic]:
        """The next diagnostics that come of the present version."""
        got = await self.published()
        while got.uri != self.uri(name) or got.version != self._versions[name]:
            got = await self._next()
        return list(got.diagnostics)

    async def published(self) -> types.PublishDiagnosticsParams:
        """The next diagnostics that come, of whichever document."""
        while not self._published.empty():
            self._published.get_nowait()
        return await self._next()

    async def _next(self) -> types.PublishDiagnosticsParams:
        return await asyncio.wait_for(self._published.get(), timeout=30)

    async def actions(self, name: str, line: int, only: list[str] | None = None) -> list[types.CodeAction]:
        """What is offered at a line (from 1), each with its edit."""
        where = types.Range(types.Position(line - 1, 0), types.Position(line - 1, 1000))
        context = types.CodeActionContext([], only=only)  # type: ignore[arg-type]
        which = types.TextDocumentIdentifier(self.uri(name))
        found = await self.client.text_document_code_action_async(types.CodeActionParams(which, where, context))
        offered = [each for each in found or [] if isinstance(each, types.CodeAction)]
        return [each if each.edit else await self.client.code_action_resolve_async(each) for each in offered]

    async def hover(self, name: str, line: int, character: int) -> str | None:
        """What is shown with the pointer there: line from 1, character from 0 in the editor's units."""
        which = types.TextDocumentIdentifier(self.uri(name))
        params = types.HoverParams(which, types.Position(line - 1, character))
        found = await self.client.text_document_hover_async(params)
        assert found is None or isinstance(found.contents, types.MarkupContent)
        return found.contents.value if found else None


@pytest_lsp.fixture(
    config=ClientServerConfig(server_command=COMMAND), params=["visual-studio-code", "neovim"], scope="module"
)
async def connected(lsp_client: LanguageClient, request: pytest.FixtureRequest) -> AsyncIterator[None]:
    """A session with the capabilities of an editor; folders come to its workspace later."""

    @lsp_client.feature(types.CLIENT_REGISTER_CAPABILITY)
    def register(params: types.RegistrationParams) -> None:
        """pytest-lsp answers no such request."""

    given = types.InitializeParams(client_capabilities(request.param), workspace_folders=[])
    result = await lsp_client.initialize_session(given)
    encoding = result.capabilities.position_encoding or types.PositionEncodingKind.Utf16
    _ENCODINGS[id(lsp_client)] = str(getattr(encoding, "value", encoding))
    yield
    await lsp_client.shutdown_session()


_ENCODINGS: dict[int, str] = {}


@pytest_asyncio.fixture(loop_scope="module")
async def editor(connected: LanguageClient, tmp_path: Path) -> AsyncIterator[Editor]:
    """An editor with one folder, as it was made; nothing is left of it for the next test."""
    made = Editor(connected, tmp_path, _ENCODINGS[id(connected)])
    made.folders(added=[tmp_path])
    yield made
    made.close_all()
    made.configure(None)
    made.folders(removed=[tmp_path])
    connected.messages.clear()


def applied(text: str, action: types.CodeAction) -> str:
    """The text after the action's edit, whose edits start and end between lines."""
    assert action.edit is not None
    if action.edit.document_changes:
        [change] = action.edit.document_changes
        assert isinstance(change, types.TextDocumentEdit)
        edits = [each for each in change.edits if isinstance(each, types.TextEdit)]
    else:
        [edits] = [list(each) for each in (action.edit.changes or {}).values()]
    lines = re.findall("[^\r\n]*(?:\r\n|\r|\n)", text)
    for edit in sorted(edits, key=lambda each: each.range.start.line, reverse=True):
        assert (edit.range.start.character, edit.range.end.character) == (0, 0)
        lines[edit.range.start.line : edit.range.end.line] = [edit.new_text]
    return "".join(lines)

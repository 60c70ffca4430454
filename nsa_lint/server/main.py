"""The server's conversation with the editor: documents come in, diagnostics, quick fixes and hovers go out."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from typing import Any

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from nsa_lint import __version__
from nsa_lint.analysis.memory import Memory
from nsa_lint.fixes import Fix
from nsa_lint.package import mentions
from nsa_lint.run.settings import Misuse
from nsa_lint.server.configuration import CONFIGURATION_FILES, SECTION, Configuration
from nsa_lint.server.convert import Converter, safety
from nsa_lint.server.document import Checked, check_document, not_checked

FIX_ALL = f"{types.CodeActionKind.SourceFixAll.value}.{SECTION}"
# Keys pressed within this many seconds are one edit; a first check of a file of 1,900 lines takes four times as long.
_PAUSE = 0.02


class Server(LanguageServer):
    """The documents that are open, as they were last checked.

    Documents are synchronised as a whole: pygls takes a form feed, or a Unicode line separator, for the end of a line,
    and would put a change that comes as a range in the wrong place.
    """

    def __init__(self) -> None:
        super().__init__("nsa-lint", __version__, types.TextDocumentSyncKind.Full)
        self.configuration = Configuration()
        self._checked: dict[str, Checked] = {}
        self._memories: dict[str, Memory] = {}
        self._waiting: dict[str, asyncio.TimerHandle] = {}
        self._complaint = ""

    def soon(self, uri: str) -> None:
        """Check a document after a pause without edits."""
        self._stop_waiting(uri)
        self._waiting[uri] = asyncio.get_running_loop().call_later(_PAUSE, self.check, uri)

    def check(self, uri: str) -> Checked:
        """Check a document as it is now, and show what is found."""
        self._stop_waiting(uri)
        document = self.workspace.get_text_document(uri)
        path = to_fs_path(uri) or document.path or uri
        folder = self._folder(path)
        try:
            if uri.startswith("file:") and self.configuration.excludes(path, folder):
                checked = not_checked(path, document.source, document.version)
            else:
                settings = self.configuration.of(folder)
                memory = self._memories.setdefault(uri, Memory())
                checked = check_document(path, document.source, document.version, settings, memory)
            self._complaint = ""
        except Misuse as error:
            self.complain(str(error))
            checked = not_checked(path, document.source, document.version)
        self._checked[uri] = checked
        self._show(uri, checked.version, self.converter(uri, checked).diagnostics())
        return checked

    def up_to_date(self, uri: str) -> Checked:
        """The document's findings; checked now if an edit still waits for it."""
        checked = self._checked.get(uri)
        if checked is None or checked.version != self.workspace.get_text_document(uri).version:
            return self.check(uri)
        return checked

    def check_all(self) -> None:
        """Check every open document anew, and look for changes in their packages."""
        mentions.forget()
        for uri in list(self._checked):
            self.check(uri)

    def close(self, uri: str) -> None:
        """Forget a document, and clear what is shown of it."""
        self._stop_waiting(uri)
        self._checked.pop(uri, None)
        self._memories.pop(uri, None)
        self._show(uri, None, [])

    def complain(self, text: str) -> None:
        """Show an error of the configuration, once."""
        if text != self._complaint:
            self._complaint = text
            self.window_show_message(types.ShowMessageParams(types.MessageType.Error, f"nsa-lint: {text}"))

    def converter(self, uri: str, checked: Checked) -> Converter:
        """What turns the findings of a document into the protocol's types."""
        return Converter(uri, checked, self.workspace.position_codec)

    def edit(self, uri: str, checked: Checked, edits: list[types.TextEdit]) -> types.WorkspaceEdit:
        """An edit of one document; in the form that carries a version, which an editor refuses where it is old."""
        abilities = self.client_capabilities.workspace and self.client_capabilities.workspace.workspace_edit
        if abilities and abilities.document_changes:
            which = types.OptionalVersionedTextDocumentIdentifier(uri, checked.version)
            return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(which, list(edits))])
        return types.WorkspaceEdit(changes={uri: edits})

    def _show(self, uri: str, version: int | None, diagnostics: list[types.Diagnostic]) -> None:
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, diagnostics, version))

    def _stop_waiting(self, uri: str) -> None:
        waiting = self._waiting.pop(uri, None)
        if waiting is not None:
            waiting.cancel()

    def _folder(self, path: str) -> str:
        """The innermost folder of the workspace that holds the file; without one, the file's own."""
        roots = [to_fs_path(uri) for uri in self.workspace.folders] or [self.workspace.root_path]
        around = [root for root in roots if root and _is_below(path, root)]
        return max(around, key=len) if around else os.path.dirname(path) or "."


def serve() -> None:
    """Serve one editor over standard input and output, until it says goodbye."""
    server().start_io()


def server() -> Server:
    """A server with its features."""
    made = Server()
    _documents(made)
    _configuration(made)
    _answers(made)
    return made


def _documents(server: Server) -> None:
    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def did_open(params: types.DidOpenTextDocumentParams) -> None:
        server.check(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def did_change(params: types.DidChangeTextDocumentParams) -> None:
        server.soon(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def did_save(params: types.DidSaveTextDocumentParams) -> None:
        # Not every editor watches files for a server; one that saves has also saved its configuration here.
        server.configuration.forget()
        server.check_all()

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def did_close(params: types.DidCloseTextDocumentParams) -> None:
        server.close(params.text_document.uri)


def _configuration(server: Server) -> None:
    def take(settings: object) -> None:
        try:
            server.configuration.take(settings)
        except Misuse as error:
            server.complain(str(error))

    @server.feature(types.INITIALIZED)
    def initialized(params: types.InitializedParams) -> None:
        workspace = server.client_capabilities.workspace
        watching = workspace.did_change_watched_files if workspace else None
        if watching and watching.dynamic_registration:
            watchers = [types.FileSystemWatcher(f"**/{name}") for name in CONFIGURATION_FILES]
            options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
            what = types.Registration("configuration-files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
            server.client_register_capability(types.RegistrationParams([what]))

    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        take(params.initialization_options)

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def did_change_watched_files(params: types.DidChangeWatchedFilesParams) -> None:
        server.configuration.forget()
        server.check_all()

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    def did_change_configuration(params: types.DidChangeConfigurationParams) -> None:
        given: Any = params.settings
        if isinstance(given, dict) and SECTION in given:
            take(given[SECTION])
        server.configuration.forget()
        server.check_all()


def _answers(server: Server) -> None:
    offered = types.CodeActionOptions([types.CodeActionKind.QuickFix, FIX_ALL], resolve_provider=True)

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, offered)
    def code_action(params: types.CodeActionParams) -> list[types.CodeAction]:
        return list(_actions(server, params))

    @server.feature(types.CODE_ACTION_RESOLVE)
    def resolve(action: types.CodeAction) -> types.CodeAction:
        data: Any = action.data  # as `_with_edit` made it
        uri, version, indices = data
        checked = server.up_to_date(uri)
        if checked.version == version:
            action.edit = _edit_of(server, uri, checked, indices)
        return action

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def hover(params: types.HoverParams) -> types.Hover | None:
        uri = params.text_document.uri
        return server.converter(uri, server.up_to_date(uri)).hover(params.position)


def _actions(server: Server, params: types.CodeActionParams) -> Iterator[types.CodeAction]:
    uri = params.text_document.uri
    checked = server.up_to_date(uri)
    shown = server.converter(uri, checked).diagnostics()
    if _is_wanted(types.CodeActionKind.QuickFix.value, params.context):
        for index, (found, diagnostic) in enumerate(zip(checked.found, shown, strict=True)):
            if found.fix is not None and _touch(diagnostic.range, params.range):
                yield from _with_edit(server, uri, checked, _quick_fix(found.fix, diagnostic), [index])
    safe = [index for index, each in enumerate(checked.found) if each.fix is not None and each.fix.safety == "safe"]
    if safe and _is_wanted(FIX_ALL, params.context):
        yield from _with_edit(server, uri, checked, types.CodeAction("nsa-lint: apply all safe fixes", FIX_ALL), safe)


def _quick_fix(fix: Fix, diagnostic: types.Diagnostic) -> types.CodeAction:
    title = f"{fix.summary} ({safety(fix)})"
    kind = types.CodeActionKind.QuickFix
    return types.CodeAction(title, kind, [diagnostic], is_preferred=fix.safety == "safe")


def _with_edit(
    server: Server, uri: str, checked: Checked, action: types.CodeAction, indices: list[int]
) -> Iterator[types.CodeAction]:
    """The action with its edit, or where the editor can ask for it later, with what it is made from then.

    libcst takes 0.2 s to be imported and to read a long class; an editor asks for actions at every move of the cursor.
    """
    text = server.client_capabilities.text_document
    abilities = text.code_action if text else None
    later = abilities.resolve_support if abilities else None
    if later and "edit" in later.properties and abilities and abilities.data_support:
        action.data = [uri, checked.version, indices]
    else:
        action.edit = _edit_of(server, uri, checked, indices)
    if action.data or action.edit:
        yield action


def _edit_of(server: Server, uri: str, checked: Checked, indices: list[int]) -> types.WorkspaceEdit | None:
    """What the fixes do; None where the outcome would not be certain."""
    fixes = [fix for index in indices if (fix := checked.found[index].fix) is not None]
    changes = checked.changes(fixes)
    return server.edit(uri, checked, server.converter(uri, checked).edits(changes)) if changes else None


def _is_wanted(kind: str, context: types.CodeActionContext) -> bool:
    only = context.only
    return only is None or any(kind == each or kind.startswith(f"{each}.") for each in map(_kind, only))


def _kind(kind: types.CodeActionKind | str) -> str:
    return kind.value if isinstance(kind, types.CodeActionKind) else kind


def _touch(one: types.Range, other: types.Range) -> bool:
    return _key(one)[:2] <= _key(other)[2:] and _key(other)[:2] <= _key(one)[2:]


def _key(where: types.Range) -> tuple[int, int, int, int]:
    return where.start.line, where.start.character, where.end.line, where.end.character


def _is_below(path: str, folder: str) -> bool:
    try:
        return os.path.commonpath([path, folder]) == os.path.normpath(folder)
    except ValueError:  # on different drives
        return False

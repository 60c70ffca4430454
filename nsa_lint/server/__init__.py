"""The language server, `nsa-lint server`: findings, fixes and explanations in an editor. Needs the extra `lsp`."""

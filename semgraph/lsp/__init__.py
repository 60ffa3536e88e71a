"""The language server for ``.sg`` files: the workbench's editing help over stdio."""

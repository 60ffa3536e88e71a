"""The workbench of those who write grammars: why rules match, win, lose, or find nothing."""

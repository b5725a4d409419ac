"""The command line: words, options and exit codes; what it does lies elsewhere."""

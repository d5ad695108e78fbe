"""The office's list of members: read from a file, laid against the books, taken in, handed back."""

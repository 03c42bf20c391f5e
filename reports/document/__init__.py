"""Documents: blocks of text, tables and figures, written as HTML, Word and Markdown, with the source of each number."""

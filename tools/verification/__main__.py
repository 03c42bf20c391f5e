"""`make verification`: write docs/verification.md and docs/verification.zh.md from the tests and from what `make mutants` recorded."""

from cogov.tools.verification.page import DOCS, document

if __name__ == "__main__":
    for language, suffix in (("en", ""), ("zh", ".zh")):
        (DOCS / f"verification{suffix}.md").write_text(document(language), encoding="utf-8", newline="\n")

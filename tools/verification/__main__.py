"""`make verification`: write docs/results/verification.md and docs/results/verification.zh.md from the tests and from what `make mutants` recorded."""

from cogov.tools.verification.page import RESULTS, document

if __name__ == "__main__":
    for language, suffix in (("en", ""), ("zh", ".zh")):
        (RESULTS / f"verification{suffix}.md").write_text(document(language), encoding="utf-8", newline="\n")

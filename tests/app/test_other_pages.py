"""Learn, the scenario editor and Studies in a real browser."""

import pytest
import yaml
from cogov.scenarios.reading import read

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_lesson_asks_before_it_reveals(visitor):
    one = visitor("zh")
    page = one.go("learn")
    card = page.locator("[data-lesson=tipping]")
    assert page.locator("[data-test=reveal]").count() == 0
    assert card.locator("[data-test=bet]").is_disabled()
    card.locator("input[value=half]").check()
    card.locator("[data-test=bet]").click()
    page.wait_for_selector("[data-lesson=tipping][data-stage=answered]")
    assert "100 人" in card.inner_text()
    challenge = page.locator("[data-test=challenge]").first
    slider = challenge.locator("input[type=range]")
    for value, solved in ((8, "no"), (12.5, "yes")):
        slider.evaluate("(e, v) => { e.value = v; e.dispatchEvent(new Event('input')); }", value)
        challenge.locator("[data-test=try]").click()
        page.wait_for_selector(f"[data-test=challenge][data-solved={solved}] [data-test=said]")
    link = challenge.locator("a")
    assert link.get_attribute("href").startswith("https://doi.org/")
    assert link.get_attribute("rel") == "noopener noreferrer"
    one.turn_to("explore")
    one.turn_to("learn")
    assert page.get_attribute("[data-lesson=tipping]", "data-stage") == "answered"  # what was bet stays bet


def test_editor_checks_as_one_types_and_saves_what_reads_back(visitor, tmp_path):
    one = visitor()
    page = one.go("scenario")
    one.slide("pooling", 0.6)
    page.wait_for_selector("[data-test=diff]")
    page.select_option("[data-test=change-lever]", "organization_grants")
    page.fill("[data-test=change-value]", "0")
    page.click("[data-test=add-change]")
    page.wait_for_function("document.querySelectorAll('[data-test=diff] tbody tr').length === 2")
    page.fill("[data-test=title-en]", "Grids that share")
    page.press("[data-test=title-en]", "Tab")
    page.wait_for_function("document.querySelector('[data-test=yaml]').value.includes('Grids that share')")
    text = page.input_value("[data-test=yaml]")
    page.fill("[data-test=yaml]", text.replace("pooling: 0.6", "poling: 0.6"))
    page.wait_for_selector("[data-test=faults] li")
    assert "did you mean 'pooling'" in page.inner_text("[data-test=faults]")
    assert page.locator("[data-test=save]").is_disabled()
    page.fill("[data-test=yaml]", text)
    page.wait_for_selector("[data-test=faults] p.cg-good")
    with page.expect_download() as info:
        page.click("[data-test=save]")
    assert info.value.suggested_filename == "grids_that_share.yaml"
    (tmp_path / "own.yaml").write_bytes(info.value.path().read_bytes())
    assert read(tmp_path / "own.yaml").levers["pooling"] == 0.6
    page.click("[data-test=keep]")
    page.wait_for_function("document.querySelector('[data-test=kept]').textContent !== ''")
    one.turn_to("compare")
    page.select_option("[data-test=scenario-1]", "grids_that_share")
    page.click("[data-test=make]")
    page.wait_for_function("document.querySelector('.cg-maps h3').textContent === 'Grids that share'")


def test_editor_opens_files_as_data_only(visitor, tmp_path):
    one = visitor()
    page = one.go("scenario")
    good = {"title": {"en": "Mine", "zh": "我的"}, "extends": "top_down", "levers": {"linkage": 0.9}}
    for name, text in (
        ("good.yaml", yaml.safe_dump(good, allow_unicode=True)),
        ("../../etc/passwd.yaml", "x: !!python/object/apply:os.system [ls]\n"),
    ):
        page.set_input_files("[data-test=open]", {"name": name, "mimeType": "text/yaml", "buffer": text.encode()})
        page.wait_for_function("t => document.querySelector('[data-test=yaml]').value === t", arg=text)
    page.wait_for_selector("[data-test=faults] li")
    large = tmp_path / "large.yaml"
    large.write_text("# " + "x" * 40_000, encoding="utf-8")
    page.set_input_files("[data-test=open]", str(large))
    page.wait_for_function("document.querySelector('[data-test=faults]').textContent.includes('16')")
    assert page.input_value("[data-test=base]") == "top_down"  # the last valid one


def test_a_scenario_is_put_together_from_parts(visitor):
    one = visitor()
    page = one.go("scenario")
    for kind, name in (("who", "above"), ("control", "high_control")):
        page.select_option(f"[data-test=part-{kind}]", name)
        page.wait_for_function("n => document.querySelector('[data-test=base]').value.endsWith(n)", arg=name)
    page.wait_for_function("document.querySelector('[data-test=yaml]').value.includes('extends: above+high_control')")
    page.click("[data-test=keep]")
    page.wait_for_function("document.querySelector('[data-test=kept]').textContent !== ''")
    page.select_option("[data-test=part-who]", "")
    page.wait_for_function("document.querySelector('[data-test=base]').value === 'high_control'")
    page.select_option("[data-test=base]", "top_down")
    page.wait_for_function("document.querySelector('[data-test=part-control]').value === ''")


def test_a_study_is_shown_and_a_run_of_it_replayed(visitor, studies):
    """Progress, what matters, regions; a replayed run is the run of the table."""
    page = visitor().go("studies")
    assert page.locator("[data-test=no-studies]").count() == 1
    from cogov.app.sessions.study_view import opened, replayed
    from cogov.studies import Study

    factors = {"similarity": {"low": 0.1, "high": 0.9}, "cross_tier": {"low": 0.0, "high": 0.4}}
    asked = {"scenarios": ["top_down", "local_exploration"], "factors": factors, "replicates": 1, "weeks": 30}
    study = Study(
        studies / "small",
        design={"method": "latin_hypercube", "points": 6},
        **asked,
        set={"residents": 120, "communities": 2},
    )
    study.run(workers=0)
    row = study.runs.iloc[3]
    live = replayed(opened(str(studies), "small"), row["scenario"], int(row["point"]), int(row["replicate"]))
    live.run(30)
    assert live.model.summary(30)["satisfaction"] == row["satisfaction"]

    one = visitor("zh")
    page = one.go("studies")
    page.select_option("[data-test=study]", "small")
    page.wait_for_selector("[data-test=runs]")
    assert "12/12" in page.inner_text("[data-test=study-state]")
    for chart in ("importance", "similarity", "cross_tier", "regions"):
        page.wait_for_selector(f"[data-chart={chart}] canvas")
    page.locator("[data-test=replay]").nth(3).click()
    page.wait_for_selector("[data-test=said]")
    one.turn_to("explore")
    assert page.input_value("[data-test=residents]") == "120"
    page.fill("[data-test=until]", "30")
    page.click("[data-test=run-until]")
    assert one.wait_week(30) == 30

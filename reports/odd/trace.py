"""The TRACE page: what is claimed of the model's quality, each claim with the tests that hold it, and what it is not for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...core.text import Text
from ..document.markdown import table


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim of quality, and where it is shown: tests as file::name below tests/, or a document."""

    said: Text
    tests: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Element:
    """One element of TRACE with its claims."""

    title: Text
    about: Text
    claims: tuple[Claim, ...]


MECHANISMS = "model/mechanisms"

# fmt: off
TITLE = Text("TRACE: what is claimed of the model, and what shows it", "TRACE：关于模型质量的主张及其依据")
PREFACE = Text(
    "This page follows the elements of TRACE (Grimm et al. 2014, *Ecological Modelling* 280, 129-139: transparent and comprehensive model evaluation). Each claim names the tests that would fail if it were false, as `file::test` below `tests/`; a test checks that these exist. It is made by `cogov odd`.",
    "本页按 TRACE 的各要素编写（Grimm 等 2014，*Ecological Modelling* 280，129-139：透明而全面的模型评估）。每条主张都列出一旦不成立便会失败的测试，写作 `tests/` 之下的 `文件::测试名`，并有测试检查它们存在。由 `cogov odd` 生成。",
)
ELEMENTS: tuple[Element, ...] = (
    Element(
        Text("1. Problem formulation", "1. 问题表述"),
        Text("For researchers, planners and students who ask when top-down design, local exploration or their mixture serves residents, and at what cost. The questions are the claims C1-C26 and hypotheses H1-H10; each can turn out false.",
             "面向研究者、规划者与学生：顶层设计、社区探索及其组合何时有益于居民、代价几何。所问即主张 C1-C26 与假设 H1-H10，每一条都可能被否定。"),
        (
            Claim(Text("Every claim is declared beforehand as contrasts that differ in what they name and nothing else", "每条主张事先声明为只在所述之处不同的对照"), ("evidence/test_evidence.py::test_every_claim_is_declared_and_can_be_run", "evidence/test_evidence.py::test_the_two_settings_of_a_contrast_differ_only_in_what_it_names"), ("evidence",)),
            Claim(Text("All scenarios of the library spend the same", "方案库中所有方案花费相同"), ("scenarios/test_library.py::test_all_spend_the_same_and_nothing_is_scaled", "model/test_budget.py::test_all_is_spent_always", "experiments/test_compare.py::test_spending_is_equal")),
            Claim(Text("Scenarios compute nothing: a bare one is the status quo, and their own levers do something", "方案不作计算：空白方案即现状，而其政策杠杆确有作用"), ("scenarios/test_scenario.py::test_a_bare_scenario_is_the_status_quo", "scenarios/test_library.py::test_own_levers_do_something")),
        )),
    Element(
        Text("2. Model description", "2. 模型描述"),
        Text("The ODD description is made from the declarations, the schedule and the docstrings that the model runs on.", "ODD 描述由模型运行所用的声明、日程与文档字符串生成。"),
        (
            Claim(Text("The ODD description and this page are those of the present code, in both languages", "ODD 描述与本页对应当前代码，中英文皆然"), ("reports/test_odd.py::test_documents_are_current", "reports/test_odd.py::test_every_declaration_is_shown"), ("odd",)),
            Claim(Text("The week that runs is the schedule that is described", "实际运行的一周即所描述的日程"), ("model/test_schedule.py::test_the_compiled_week_is_the_schedule", "model/test_schedule.py::test_every_mechanism_is_in_the_week")),
            Claim(Text("Each mechanism can be called by itself; the examples in the docstrings run", "每个机制可单独调用，文档字符串中的示例可运行"), ("model/test_examples.py::test_examples_run", "model/test_examples.py::test_every_mechanism_has_an_example")),
        )),
    Element(
        Text("3. Data evaluation", "3. 数据评估"),
        Text("Few numbers are measured; most are assumptions and are marked as such. Official rates of resolution and mediation are reported outcomes under targets and are compared with reported indicators only.",
             "实测的数字很少，大多是假定并如实标明。官方的解决率与调解率是考核之下的上报结果，只与上报指标比较。"),
        (
            Claim(Text("Every assumption in use is listed with its value in reports", "报告列出所用的每一项假定及其取值"), ("model/test_model.py::test_assumptions_are_listed_with_the_values_in_use",), ("odd",)),
            Claim(Text("User data stay what they are; what is missing is drawn and said so", "用户数据保持原样，缺失部分抽取补足并予以说明"), ("model/test_data_population.py::test_what_is_given_stays_and_what_is_missing_is_drawn", "data/test_errors.py::test_bad_input_is_named")),
            Claim(Text("Survey records used for checks are loaded as published", "用于检验的调查记录按发表原样载入"), ("data/test_make.py::test_social_insure_is_the_survey", "data/test_make.py::test_social_insure_says_what_it_is")),
        )),
    Element(
        Text("4. Conceptual model evaluation", "4. 概念模型评估"),
        Text("Rules are published rules where there are any; each says in which limit it is the published one. Other forms are assumptions.", "凡有已发表的规则便采用之，并说明在何种极限下即为该规则；其余形式为假定。"),
        (
            Claim(Text("Nineteen published results and limits come out of the model's own rules, within stated tolerances", "十九项已发表结果与极限情形由模型自身规则重现，容差明示"), ("evidence/test_reproduce.py::test_published_results", "evidence/test_reproduce.py::test_on_other_seeds"), ("reproduce",)),
            Claim(Text("The same rules agree with theory in settings that no paper names", "同样的规则在论文未涉及的设定下也与理论一致"), (
                "evidence/test_reproduce.py::test_other_thresholds_rest_where_brute_force_rests", "evidence/test_reproduce.py::test_other_loads_of_a_queue", "evidence/test_reproduce.py::test_other_weights_of_influence", "evidence/test_reproduce.py::test_other_standards_and_costs_of_disputes",
                "evidence/test_reproduce_regimes.py::test_other_tastes_and_spillovers", "evidence/test_reproduce_regimes.py::test_other_rings", "evidence/test_reproduce_regimes.py::test_other_weights_of_capture", "evidence/test_reproduce_regimes.py::test_other_lifts_noises_and_discounts", "evidence/test_reproduce_regimes.py::test_other_landscapes_of_one_place")),
            Claim(Text("Signs are not decided in advance: clarity raises claims and eases settling; taking part in vain unteaches", "效应的方向不预设：法律清晰既增加主张也便于和解，徒劳的参与会使人退却"), (f"{MECHANISMS}/test_settlement.py::test_clarity_raises_claims", f"{MECHANISMS}/test_learning.py::test_success_teaches_and_failure_unteaches_those_who_take_part")),
        )),
    Element(
        Text("5. Implementation verification", "5. 实现验证"),
        Text("Whether the program does what the description says.", "程序是否如描述所说运行。"),
        (
            Claim(Text("Nothing appears or vanishes: people, ties, hours, cases, money", "人、联系、工时、案件、资金不会凭空出现或消失"), ("model/test_conservation.py::test_conservation", "model/test_conservation.py::test_conservation_in_the_library", "model/rules/test_design.py::test_hours_add_up", f"{MECHANISMS}/test_handling.py::test_nothing_appears_or_vanishes", f"{MECHANISMS}/test_money.py::test_three_accounts_agree")),
            Claim(Text("All states stay within their bounds in every week, and what a user wrote into a column is held against them before a run", "所有状态每周都在界内，用户写入列的数值在运行前按界限核对"), ("model/test_conservation.py::test_bounds_in_every_week", "model/test_column_checks.py::test_values_out_of_bounds_are_refused_in_every_column")),
            Claim(Text("A mechanism that is off has no effect, bit for bit; so has a lever that cannot matter", "关闭的机制逐位没有影响，不可能起作用的杠杆亦然"), ("model/test_neutrality.py::test_off_by_parameters_is_off_by_switch", "model/test_neutrality.py::test_switched_off_it_matters_to_nobody_how_it_was_set", "model/test_neutrality.py::test_idle_levers_change_no_indicator", "model/test_neutrality.py::test_all_off_is_standstill", "model/rules/test_neutral_partners.py::test_without_its_partner_it_changes_nothing")),
            Claim(Text("The same seed gives the same bytes: interrupted, copied, compiled or interpreted, on any number of threads and workers", "同一种子得到同样的字节：中断、复制、编译或解释、任意线程与进程数"), ("model/test_determinism.py::test_same_bytes_elsewhere", "model/test_determinism.py::test_interrupted", "experiments/test_compare.py::test_bytes_do_not_depend_on_workers", "core/test_draws.py::test_interpreted_and_compiled_agree_bit_for_bit")),
            Claim(Text("Scenarios use common random numbers: a scenario against itself is exactly zero", "各方案使用公共随机数：方案与自身之差恰为零"), ("experiments/test_compare.py::test_a_scenario_against_itself_is_exactly_zero", "model/test_determinism.py::test_the_same_problems_arise")),
            Claim(Text("Results change only by a declared decision", "结果只在有人声明时改变"), ("model/test_golden.py::test_golden",)),
            Claim(Text("However many ties a week makes, all find room", "无论一周新增多少联系，均有空位"), ("model/test_tie_capacity.py::test_no_tie_is_refused", "model/test_tie_capacity.py::test_room_is_made_within_a_week")),
            Claim(Text("Tests notice faults that are put into the rules one at a time; what they do not notice is listed", "测试能发现逐个植入规则的错误，未能发现的一一列出"), ("repo/test_mutants.py::test_a_planted_fault_is_caught_and_a_survivor_is_reported",), ("verification",)),
            Claim(Text("Random draws have the distributions they claim", "随机抽取具有所声明的分布"), ("core/test_draws.py::test_continuous_distributions", "core/test_draws.py::test_neighbours_are_independent", "core/test_draws.py::test_poisson")),
        )),
    Element(
        Text("6. Model output verification", "6. 模型输出验证"),
        Text("How well output matches what it was set to, and that is all that calibration means here.", "输出与其被调整到的数值相符的程度；这里的校准仅此而已。"),
        (
            Claim(Text("Ties, their distribution and the share of isolated are those asked for, and stationary", "联系数、其分布与孤立者比例符合要求且平稳"), ("model/test_network.py::test_statistics_are_what_was_asked_for", "model/test_network.py::test_a_quarter_has_no_tie_in_the_building", f"{MECHANISMS}/test_ties.py::test_six_ties_in_the_building_are_stationary"), ("evidence",)),
            Claim(Text("Numbers that were set are declared as calibrated, and kept apart from patterns that were not", "被调整的数字标为校准，与未经调整的模式区分"), ("evidence/test_evidence.py::test_checks",), ("evidence", "odd")),
        )),
    Element(
        Text("7. Model analysis", "7. 模型分析"),
        Text("How output answers to input, and how sure a difference is.", "输出如何随输入变化，差异有多可靠。"),
        (
            Claim(Text("Levers and parameters move what they should move, in the direction stated", "杠杆与参数按所述方向改变应当改变的量"), ("model/test_levers.py::test_direction", f"{MECHANISMS}/test_handling.py::test_levers_move_what_they_should", f"{MECHANISMS}/test_participation.py::test_directions", f"{MECHANISMS}/test_satisfaction.py::test_directions")),
            Claim(Text("Differences are paired, with intervals that share their confidence; runs go on until they are narrow enough", "差异为配对比较，区间共享置信度，运行至足够窄为止"), ("evidence/test_evidence.py::test_a_claim_is_judged_by_its_paired_differences", "runs/test_stopping.py::test_a_lucky_narrow_spell_does_not_stop", "runs/test_intervals.py::test_bonferroni_widens")),
            Claim(Text("Extremes run: tiny districts, no money, one community, all mechanisms off", "极端情形可运行：极小的区、没有资金、单一社区、机制全关"), ("model/test_model.py::test_extremes_run", "model/test_model.py::test_small_districts_run", "model/test_extremes.py::test_extreme", "model/test_neutrality.py::test_all_off_is_standstill"), ("verification",)),
        )),
    Element(
        Text("8. Model output corroboration", "8. 模型输出佐证"),
        Text("Comparison with what was not used to build it. It is thin: patterns of other settings and cross-sections, no panel of districts under different regimes.", "与未用于构建模型的资料比较。这方面尚薄弱：只有其他情境的模式与横截面数据，没有不同治理方式下各区的面板数据。"),
        (
            Claim(Text("Patterns stated beforehand are measured with intervals, and said to be undecided where they are", "事先陈述的模式以区间度量，未定者如实说明"), ("evidence/test_evidence.py::test_all_parts_are_there",), ("evidence",)),
            Claim(Text("Every published run can be made again from its manifest and is checked against it", "每次发布的运行都可由清单重做并核对"), ("experiments/test_replay.py::test_same_bytes", "experiments/test_replay.py::test_changed_code_and_libraries_are_named")),
        )),
)
NOT_FOR_TITLE = Text("What the model must not be used for", "模型不可用于")
NOT_FOR = (
    Text("To forecast what will happen in a named community, street or district: most numbers are assumptions, and nothing was fitted to a particular place.", "预测某一具体社区、街道或城区将会发生什么：多数数字是假定，没有针对任何具体地方拟合。"),
    Text("To judge real organisations, offices or persons, or to rank communities: agents are drawn, not observed.", "评判真实的组织、部门或个人，或给社区排名：主体是抽取的，不是观察到的。"),
    Text("To cut services or funding on the ground of a single comparison: a conclusion counts as far as it holds over the environments and assumptions that were varied.", "仅凭一次比较就削减服务或经费：结论只在所变动的环境与假定范围内成立。"),
    Text("To take reported rates for true ones, or cross-sectional patterns for causal effects.", "把上报的比率当作真实的比率，或把横截面的模式当作因果效应。"),
    Text("To set staff levels or queue lengths: queues are scaled, and one class of case stands for many.", "据以确定人员编制或排队时长：队列按比例缩小，一类案件代表多类。"),
    Text("To monitor or target individuals, with one's own data or otherwise: results on residents are for studying distributions, and small cells are suppressed.", "监控或针对个人，无论是否使用自有数据：居民层面的结果只用于研究分布，小样本单元不予显示。"),
    Text("Beyond its range: rural villages, emergencies, single weeks, horizons much beyond ten years.", "超出其范围的用途：农村、突发事件、单周的波动、远超十年的时间跨度。"),
)
DOCUMENTS = {"evidence": Text("What the model shows", "模型显示了什么"), "odd": Text("ODD description", "ODD 描述"), "reproduce": Text("Published results", "已发表结果的重现"), "verification": Text("Verification", "验证")}
SHOWN = Text("Shown by", "依据")
CLAIMED = Text("Claim", "主张")
# fmt: on


def page_of(name: str) -> str:
    """Return the page of a document, from the folder of this one: that of the ODD description is next to it."""
    return name if name == "odd" else f"results/{name}"


def document(language: str) -> str:
    """Return the page in one language, as Markdown."""
    return "\n".join(_lines(language)) + "\n"


def _lines(language: str) -> Iterator[str]:
    yield from (f"# {TITLE[language]}", "", PREFACE[language], "")
    for element in ELEMENTS:
        yield from (f"## {element.title[language]}", "", element.about[language], "")
        rows = ((claim.said[language], "<br>".join(_shown(claim, language))) for claim in element.claims)
        yield from table((CLAIMED[language], SHOWN[language]), rows, right=())
    yield from (f"## {NOT_FOR_TITLE[language]}", "")
    yield from (f"- {said[language]}" for said in NOT_FOR)


def _shown(claim: Claim, language: str) -> Iterator[str]:
    suffix = "" if language == "en" else f".{language}"
    for name in claim.documents:
        yield f"[{DOCUMENTS[name][language]}]({page_of(name)}{suffix}.md)"
    for test in claim.tests:
        file, _, function = test.partition("::")
        yield f"[`{file}::{function}`](../tests/{file})"

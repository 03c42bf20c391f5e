"""What is verified, and how: each way with what it shows, what it cannot show, and the tests, as file::name below tests/."""

from dataclasses import dataclass

from cogov.core.text import Text

M, K = "model", "model/mechanisms"


@dataclass(frozen=True)
class Way:
    """One way of checking that the program does what its description says."""

    name: Text
    how: Text
    tests: tuple[str, ...]


# fmt: off
WAYS = (
    Way(Text("Conservation", "守恒"),
        Text("People, ties, hours, cases and money are counted in and counted out, over runs whose levers, environment and constants are drawn by Hypothesis from all that is permitted, in every scenario of the library, and after agents came and went by hand.",
             "对居民、联系、工时、案件与资金逐一核对收支；运行的杠杆、环境与常数由 Hypothesis 在全部允许范围内抽取，另含方案库中的每个方案，以及手动增减主体之后的情形。"),
        (f"{M}/test_conservation.py::test_conservation", f"{M}/test_conservation.py::test_conservation_where_much_happens", f"{M}/test_conservation.py::test_conservation_in_the_library", f"{M}/test_conservation.py::test_balances_survive_agents_who_come_and_go_by_hand", f"{M}/test_conservation.py::test_ties_formed_less_ties_lost", f"{M}/test_tie_capacity.py::test_no_tie_is_refused", f"{M}/test_tie_lists.py::test_any_operations_keep_ties_clean")),
    Way(Text("Bounds", "界限"),
        Text("All states stay within what they are declared to be, in every week; what a user wrote into a column is held against the same declarations before a run, so that no compiled rule reads past the end of an array.",
             "所有状态每周都在声明的界内；用户写入列的数值在运行前按同样的声明核对，因此编译后的规则不会越界读取数组。"),
        (f"{M}/test_conservation.py::test_bounds_in_every_week", f"{M}/test_column_checks.py::test_values_out_of_bounds_are_refused_in_every_column", f"{M}/test_column_checks.py::test_every_bounded_column_of_agents_is_looked_at", f"{M}/test_column_checks.py::test_own_mechanisms_are_looked_at_in_the_same_week")),
    Way(Text("Neutrality", "中性"),
        Text("At its off setting a mechanism changes not a bit of the state compared with a run from which it is switched off; switched off, its own settings matter to no other mechanism; a lever that cannot matter changes no indicator. Each comparison is shown to be able to fail.",
             "机制取关闭参数时，与将其关闭的运行相比，状态逐位相同；关闭之后，它自身的设置不影响任何其他机制；不可能起作用的杠杆不改变任何指标。每项比较均证明其可能失败。"),
        (f"{M}/test_neutrality.py::test_off_by_parameters_is_off_by_switch", f"{M}/test_neutrality.py::test_off_settings_matter", f"{M}/test_neutrality.py::test_switched_off_it_matters_to_nobody_how_it_was_set", f"{M}/test_neutrality.py::test_what_only_it_writes_stays", f"{M}/test_neutrality.py::test_idle_levers_change_no_indicator", f"{M}/test_neutrality.py::test_the_same_levers_matter_where_they_can", f"{M}/test_neutrality.py::test_all_off_is_standstill")),
    Way(Text("Directions", "方向"),
        Text("Each lever must move what the rules leave no choice about, in that direction, in 11 of 12 pairs of runs on the same seeds; or it may move something either way, for a stated reason, and then has to do something. See the table below.",
             "对规则别无选择之处，每个杠杆必须在 12 对同种子运行中的 11 对里按所述方向变动；可能双向变动的则说明理由，且必须确有作用。见下表。"),
        (f"{M}/test_levers.py::test_direction", f"{M}/test_levers.py::test_every_lever_has_a_row_and_all_that_is_expected_a_reason", f"{M}/test_levers.py::test_the_test_can_fail", f"{K}/test_participation.py::test_directions", f"{K}/test_satisfaction.py::test_directions")),
    Way(Text("Order, threads, interpreter", "次序、线程与解释器"),
        Text("The same seed gives the same bytes: for other orders of a user's rows and edges, for any number of threads and worker processes, week by week or in one call, interrupted, copied or pickled on the way, compiled or as plain Python, and wherever arrays were made longer.",
             "同一种子得到同样的字节：无论用户数据的行与边如何排列、使用多少线程与进程、逐周还是一次运行、中途中断、复制或序列化、编译还是纯 Python 执行，也无论数组何时加长。"),
        (f"{M}/test_order.py::test_other_orders_give_the_same_bytes", f"{M}/test_order.py::test_edges_of_a_graph_in_any_order", f"{M}/test_threads.py::test_threads_give_the_same_bytes", f"{K}/test_all_parts.py::test_parts_are_the_whole", f"{M}/test_determinism.py::test_same_bytes_elsewhere", f"{M}/test_determinism.py::test_interrupted", f"{M}/test_determinism.py::test_week_by_week", f"{M}/test_determinism.py::test_growth_changes_nothing", f"{M}/test_tie_capacity.py::test_room_is_made_within_a_week", f"{M}/test_population.py::test_interpreted_and_compiled_runs_agree", f"{M}/test_neighbourhood.py::test_interpreted_and_compiled_sums_agree", "core/test_draws.py::test_interpreted_and_compiled_agree_bit_for_bit", "experiments/test_compare.py::test_bytes_do_not_depend_on_workers")),
    Way(Text("Golden runs", "基准运行"),
        Text("A digest of all state after runs of several kinds is kept; a change of results has to be wanted, and said in the changelog.", "保存几类运行后全部状态的摘要；结果的改变必须是有意为之，并写入更新日志。"),
        (f"{M}/test_golden.py::test_golden", f"{M}/test_golden.py::test_golden_runs_differ")),
    Way(Text("Replicates", "重复次数"),
        Text("The standard error of indicators falls as one over the root of the number of runs, twenty runs are enough for those that are compared, and seeds in a row are as good as any.", "指标的标准误按运行次数平方根的倒数下降，用于比较的指标二十次运行已足够，连续的种子与任意种子同样好。"),
        (f"{M}/test_replicates.py::test_the_standard_error_falls_like_one_over_root_n", f"{M}/test_replicates.py::test_twenty_runs_are_enough", f"{M}/test_replicates.py::test_seeds_in_a_row_are_as_good_as_any")),
    Way(Text("Extremes", "极端情形"),
        Text("Thirty weeks at each of the extreme settings listed below: all laws of conservation hold, all states are in bounds and finite, and the extreme shows.", "在下列每种极端设定下运行三十周：守恒律全部成立，状态在界内且有限，极端情形确有体现。"),
        (f"{M}/test_extremes.py::test_extreme", f"{M}/test_extremes.py::test_what_is_looked_for_is_not_seen_everywhere", f"{M}/test_model.py::test_extremes_run", f"{M}/test_model.py::test_small_districts_run")),
    Way(Text("Published results", "已发表结果"),
        Text("The rules, in the limit in which they are published models, give the published numbers, and agree with theory where no paper did the sum.", "规则在其作为已发表模型的极限下给出论文中的数字，在论文未涉及处与理论一致。"),
        ("evidence/test_reproduce.py::test_published_results", "evidence/test_reproduce.py::test_on_other_seeds", "evidence/test_reproduce_regimes.py::test_on_other_seeds")),
    Way(Text("Planted faults", "植入错误"),
        Text("Do all these tests notice anything? Small faults are put into a copy, one at a time, and the tests are run. See the table below.", "以上测试真能发现错误吗？在副本中逐个植入小错误，再运行测试。见下表。"),
        ("repo/test_mutants.py::test_a_planted_fault_is_caught_and_a_survivor_is_reported", "repo/test_mutants.py::test_equivalent_faults_exist_and_have_a_reason")),
)
# fmt: on

#!/usr/bin/python3
"""Tests the plots and flame graphs of the benchmarks and the arithmetic of their figures. With --write it renews golden.svg."""

import contextlib
import io
import pathlib
import re
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree

HERE = pathlib.Path(__file__).resolve().parent
GOLDEN = HERE / "golden.svg"
PLOTS = HERE.parents[1] / "Docs" / "plots"
sys.path.insert(0, str(HERE.parents[1] / "Scripts"))

from bench import disk, figures, flame_graph, plots, svg_plot  # noqa: E402
from bench.svg_plot import Axis, NothingToPlot, Plot, Series  # noqa: E402

SVG = "{http://www.w3.org/2000/svg}"
EXAMPLE = Plot("Fast & small < large", "members", "milliseconds", [
    Series("near the next", [(10, 1), (100, 3), (1000, 10)]), Series("with a hole", [(10, 0.2), (100, None), (1000, 9.9)]),
    Series("without any", [(10, None)]), Series("\"quoted\"", [(1000, 9.8)])])


def server_document(nchan):
    """As `bench-server` prints it, with figures of nchan or without."""
    def pair(value):
        return {"verbatim": value, "nchan": value / 2 if nchan else None}
    return {
        "rooms": [
            {"members": 10, "senders": 10, "window": 4, "deliveries_per_s": pair(5)},
            {"members": 10, "senders": 1, "window": 4, "deliveries_per_s": pair(1000)},
            {"members": 100, "senders": 1, "window": 64, "deliveries_per_s": pair(2000)}],
        "reach": [{"members": 10, "p50_ms": pair(1), "p99_ms": pair(3)}]}


class PlotTests(unittest.TestCase):
    def test_the_same_figures_give_the_golden_file(self):
        self.assertEqual(EXAMPLE.svg(), GOLDEN.read_text(encoding="utf-8"))

    def test_a_plot_is_well_formed_and_has_the_names_of_what_it_shows(self):
        root = ElementTree.fromstring(EXAMPLE.svg())
        self.assertEqual(root.find(f"{SVG}title").text, EXAMPLE.title)
        texts = {text.text for text in root.iter(f"{SVG}text")}
        self.assertLessEqual({EXAMPLE.title, "members", "milliseconds", "near the next", '"quoted"'}, texts)
        self.assertNotIn("without any", texts)

    def test_lines_differ_in_more_than_their_colour(self):
        self.assertEqual(len(svg_plot.SHAPES), len(svg_plot.STYLES))
        self.assertEqual(len({dash for _, _, dash in svg_plot.STYLES}), len(svg_plot.STYLES))

    def test_dark_colours_are_used_only_where_the_reader_prefers_them(self):
        before, after = EXAMPLE.svg().split("@media (prefers-color-scheme: dark)")
        for light, dark, _ in svg_plot.STYLES:
            self.assertIn(light, before)
            self.assertNotIn(dark, before)
            self.assertIn(dark, after)

    def test_a_plot_without_a_point_is_refused(self):
        with self.assertRaises(NothingToPlot):
            Plot("", "", "", [Series("none", [(1, None), (10, 0)])]).svg()

    def test_more_lines_than_can_be_told_apart_are_refused(self):
        with self.assertRaises(ValueError):
            Plot("", "", "", [Series(str(number), [(1, 1)]) for number in range(6)]).svg()


class AxisTests(unittest.TestCase):
    def test_ticks_are_round_and_include_all_values(self):
        for least, greatest, expected in (
                (6.8, 103, [5, 10, 20, 50, 100, 200]), (10, 1000, [10, 20, 50, 100, 200, 500, 1000]),
                (10, 10_000, [10, 100, 1000, 10_000]), (0.15, 60, [0.1, 1, 10, 100]), (3, 3, [2, 5]), (10, 10, [5, 10, 20])):
            for tick, value in zip(svg_plot.ticks(least, greatest), expected, strict=True):
                self.assertAlmostEqual(tick, value)

    def test_each_tenfold_has_the_same_length(self):
        axis = Axis([10, 100_000], 0, 400)
        self.assertEqual([round(axis.place(value)) for value in (10, 100, 1000, 10_000, 100_000)], [0, 100, 200, 300, 400])

    def test_ticks_are_written_for_readers(self):
        for tick, expected in ((0.05, "0.05"), (1, "1"), (200, "200"), (10_000, "10,000"), (2_000_000.0, "2 million")):
            self.assertEqual(svg_plot.written(tick), expected)

    def test_names_of_lines_do_not_cover_each_other(self):
        floor = svg_plot.HEIGHT - svg_plot.BOTTOM
        for places in ([100, 101, 102], [300, 100, 299, 301], [floor, floor - 1, floor], [50, 200]):
            spread = svg_plot.spread(places)
            in_order = sorted(spread)
            self.assertTrue(all(b - a >= svg_plot.LINE_HEIGHT - 1e-9 for a, b in zip(in_order, in_order[1:])), spread)
            self.assertLessEqual(in_order[-1], floor)
        self.assertEqual(svg_plot.spread([50, 200]), [50, 200])


class DocumentTests(unittest.TestCase):
    def test_a_document_of_the_server_has_two_plots(self):
        drawn = plots.of(server_document(nchan=True))
        deliveries = {one.name: one.known for one in drawn["deliveries.svg"].series}
        self.assertEqual(deliveries["verbatim, window 4"], [(10, 1000)], "the row with the fewest senders")
        self.assertEqual(deliveries["nchan, window 64"], [(100, 1000)])
        self.assertEqual({one.name: one.known for one in drawn["reach.svg"].series}["nchan, p99"], [(10, 1.5)])

    def test_a_server_that_is_not_there_has_no_line(self):
        for plot in plots.of(server_document(nchan=False)).values():
            self.assertNotIn("nchan", plot.svg())

    def test_a_document_of_growth_has_two_plots_and_may_have_other_figures(self):
        drawn = plots.of({"measurements": [
            {"name": "growth/rooms/join/100", "value": 7}, {"name": "growth/rooms/join/10", "value": 6},
            {"name": "engine/room_chat", "value": 1}]})
        self.assertEqual(drawn["growth-rooms.svg"].series[0].points, [(10, 6), (100, 7)])
        with tempfile.TemporaryDirectory() as folder:
            with contextlib.redirect_stderr(io.StringIO()) as told:
                plots.write(drawn, folder)
            self.assertIn("growth-messages.svg: there are no figures for it", told.getvalue())
            self.assertEqual([path.name for path in pathlib.Path(folder).iterdir()], ["growth-rooms.svg"])

    def test_what_the_documents_show_is_there_and_whole(self):
        text = (PLOTS.parent / "performance.md").read_text(encoding="utf-8")
        shown = set(re.findall(r"\(plots/([\w-]+\.svg)\)", text))
        self.assertEqual(shown, {path.name for path in PLOTS.glob("*.svg")})
        for name in shown:
            ElementTree.parse(PLOTS / name)


class FigureTests(unittest.TestCase):
    def test_the_possible_is_the_window_over_the_disk_and_the_cycle(self):
        found = figures.possible_of(
            {"verbatim": {"messages_per_s": 5682}, "nchan": None}, under_way=4, disk_ms=0.12, given_ms=0.056)
        self.assertEqual(found, {"cycle_ms": 0.056, "cycle_of": "given", "messages_per_s": 22_727, "share": 0.25})

    def test_without_a_given_cycle_nchans_counts(self):
        of = {"verbatim": {"messages_per_s": 10_000}, "nchan": {"messages_per_s": 20_000}}
        found = figures.possible_of(of, under_way=10, disk_ms=0.5)
        self.assertEqual(found, {"cycle_ms": 0.5, "cycle_of": "nchan", "messages_per_s": 10_000, "share": 1.0})

    def test_without_both_there_is_no_possible(self):
        self.assertIsNone(figures.possible_of({"verbatim": {"messages_per_s": 1}, "nchan": None}, 4, 0.1))

    def test_medians_are_by_figure_and_a_ratio_needs_both_servers(self):
        of = {"verbatim": figures.medians([{"a": 1, "b": 9}, {"a": 3, "b": 1}, {"a": 2, "b": 5}]), "nchan": figures.medians([])}
        self.assertEqual(of["verbatim"], {"a": 2, "b": 5})
        self.assertEqual(figures.compared(of, "b"), {"verbatim": 5, "nchan": None, "ratio": None})
        of["nchan"] = {"b": 2}
        self.assertEqual(figures.compared(of, "b")["ratio"], 2.5)

    def test_a_cycle_is_a_row_and_milliseconds(self):
        self.assertEqual(figures.cycle("10/1/4=0.056"), ("10/1/4", 0.056))
        for text in ("10/1/4", "=1", "alone=0", "alone=-1", "alone=x"):
            with self.assertRaises(ValueError):
                figures.cycle(text)

    def test_the_disk_is_measured_and_its_file_is_removed(self):
        with tempfile.TemporaryDirectory() as folder:
            times = disk.write_and_sync_ms(folder, 3)
            self.assertEqual(list(pathlib.Path(folder).iterdir()), [])
        self.assertEqual(len(times), 3)
        self.assertGreater(disk.summary(times)["p50_ms"], 0)


STACKS = """NIO-ELT-0 
\tffffffff81fee861 tcp_sendmsg ([kernel.kallsyms])
\t          e1a1e6 Socket.write(pointer:) (/opt/verbatim/bin/verbatim)
\t          d8e3b7 Turn.run<A>(_:) (/opt/verbatim/bin/verbatim)

NIO-ELT-0 
\t          4706ed swift_release (/opt/swift/usr/lib/swift/linux/libswiftCore.so)
\t          d8e3b7 Turn.run<A>(_:) (/opt/verbatim/bin/verbatim)

turns 
\t           f838f write (/usr/lib/x86_64-linux-gnu/libc.so.6)
\t          d8e3b7 Turn.run<A>(_:) (/opt/verbatim/bin/verbatim)
\tffffffff8200e18f [unknown] ([nf_tables])
""".splitlines(keepends=True)


class FlameGraphTests(unittest.TestCase):
    def setUp(self):
        self.stacks = list(flame_graph.samples(STACKS))

    def test_stacks_are_read_callers_first(self):
        self.assertEqual(self.stacks[0], [
            ("Turn.run<A>(_:)", "verbatim"), ("Socket.write(pointer:)", "verbatim"), ("tcp_sendmsg", "kernel")])
        self.assertEqual(self.stacks[2][0], ("[unknown]", "kernel"))

    def test_shares_are_of_the_function_that_ran(self):
        self.assertEqual(flame_graph.shares(self.stacks), [("kernel", 1 / 3), ("libswiftCore", 1 / 3), ("libc", 1 / 3)])

    def test_the_same_callers_are_one_frame(self):
        root = flame_graph.tree(self.stacks)
        self.assertEqual((root.samples, root.depth), (3, 4))
        self.assertEqual(root.callees[("Turn.run<A>(_:)", "verbatim")].samples, 2)
        root = ElementTree.fromstring(flame_graph.svg(root, "3 samples"))
        self.assertIn("Turn.run<A>(_:) (verbatim), 66.7 %", {title.text for title in root.iter(f"{SVG}title")})


if __name__ == "__main__":
    if "--write" in sys.argv:
        GOLDEN.write_text(EXAMPLE.svg(), encoding="utf-8")
        sys.exit()
    unittest.main()

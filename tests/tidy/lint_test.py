"""tests/tidy/lint_test.py: which sources are judged together, and what a verdict depends on."""

import unittest

from lint import LARGEST_BATCH, batches_of, below, meaning_of, unnamed_names

SOURCE = """#include "node/day/book.hpp"

namespace wayside::day {
namespace {

using nlohmann::json;
constexpr auto longest = 3;

struct BookBody {
    int inner = 0;
};

Result<BookBody> decode(std::string_view body) {
    const auto local = parse(body);
    return BookBody{local};
}

}  // namespace

Result<int> book(Clinic& clinic) { return decode(clinic.body()); }

}  // namespace wayside::day
"""


class Batches(unittest.TestCase):
    def test_names_of_an_unnamed_namespace_are_those_of_its_first_column(self):
        self.assertEqual(unnamed_names(SOURCE), {"longest", "BookBody", "decode"})

    def test_sources_that_declare_one_name_go_to_different_batches(self):
        names = {"a.cpp": {"decode"}, "b.cpp": {"decode", "x"}, "c.cpp": {"y"}, "d.cpp": {"x"}}

        batches = batches_of(sorted(names), names)

        self.assertEqual(batches, [["a.cpp", "c.cpp", "d.cpp"], ["b.cpp"]])

    def test_no_batch_is_larger_than_its_limit_and_no_source_is_lost(self):
        sources = [f"{number:03}.cpp" for number in range(LARGEST_BATCH * 2 + 1)]

        batches = batches_of(sources, {source: set() for source in sources})

        self.assertEqual([len(batch) for batch in batches], [LARGEST_BATCH, LARGEST_BATCH, 1])
        self.assertEqual(sorted(sum(batches, [])), sources)


class Verdict(unittest.TestCase):
    def test_it_depends_on_the_headers_below_the_headers(self):
        tree = {
            "a.cpp": '#include "a.hpp"\n', "a.hpp": '#  include "b.hpp"\n#include <string>\n',
            "b.hpp": '#include "a.hpp"\n', "c.hpp": "",
        }

        self.assertEqual(below(["a.cpp"], tree.get), ["a.cpp", "a.hpp", "b.hpp"])

    def test_a_header_that_the_build_makes_is_passed_over(self):
        self.assertEqual(below(["a.cpp"], {"a.cpp": '#include "made.hpp"\n'}.get), ["a.cpp"])

    def test_only_flags_with_a_meaning_are_taken(self):
        line = "ccache c++ -DA=1 -I/top -isystem /usr/x -O2 -Wall -std=c++20 -o a.o -c a.cpp"
        self.assertEqual(
            meaning_of(line), ("-DA=1", "-I/top", "-isystem", "/usr/x", "-std=c++20")
        )

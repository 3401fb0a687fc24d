"""tests/tidy/tidy_test.py: small bad trees; each rule fires where it should and nowhere else."""

import os
import tempfile
import unittest

import tidy
from rules_functions import functions
from source import File, read_tree

HEADER = "// {path}: a purpose.\n#pragma once\n\nnamespace {space} {{}}\n"


def header(path, space, *lines):
    once = "#pragma once\n"
    text = HEADER.format(path=path, space=space)
    return {path: text.replace(once, once + "".join(line + "\n" for line in lines))}


def rules_fired(files):
    """(rule, line) of everything that tidy finds in a tree of these files."""
    with tempfile.TemporaryDirectory() as root:
        for path, text in files.items():
            full = os.path.join(root, path)
            os.makedirs(os.path.dirname(full), exist_ok=True)
            with open(full, "w", encoding="utf-8") as file:
                file.write(text)
        return [(found.rule, found.line) for found in tidy.findings(read_tree(root))]


class Includes(unittest.TestCase):
    def fires(self, path, space, line):
        return rules_fired(header(path, space, line))

    def test_a_lower_floor_may_be_included(self):
        line = '#include "storage/base/result.hpp"'
        self.assertEqual(self.fires("node/queue/a.hpp", "wayside::queue", line), [])

    def test_an_upward_include_is_refused_at_its_line(self):
        line = '#include "node/day/act.hpp"'
        self.assertEqual(self.fires("node/queue/a.hpp", "wayside::queue", line), [("floor", 3)])

    def test_a_neighbour_is_refused(self):
        line = '#include "node/booking/rules.hpp"'
        self.assertEqual(self.fires("node/queue/a.hpp", "wayside::queue", line), [("floor", 3)])

    def test_on_floor_two_the_left_may_use_the_right_and_not_the_other_way(self):
        right = '#include "storage/trust/register.hpp"'
        left = '#include "storage/shelf/shelf.hpp"'
        self.assertEqual(self.fires("storage/shelf/a.hpp", "wayside::shelf", right), [])
        self.assertEqual(self.fires("storage/ledger/a.hpp", "wayside::ledger", right), [])
        self.assertEqual(
            self.fires("storage/ledger/a.hpp", "wayside::ledger", left), [("floor", 3)]
        )

    def test_an_include_in_a_comment_is_no_include(self):
        line = '// #include "node/day/act.hpp"'
        self.assertEqual(self.fires("node/queue/a.hpp", "wayside::queue", line), [])

    def test_ours_are_named_from_the_root(self):
        self.assertEqual(
            self.fires("node/queue/a.hpp", "wayside::queue", '#include "b.hpp"'),
            [("include-path", 3)],
        )

    def test_the_product_never_includes_a_test(self):
        line = '#include "tests/world.hpp"'
        self.assertEqual(self.fires("node/queue/a.hpp", "wayside::queue", line), [("floor", 3)])

    def test_each_heavy_library_has_one_includer(self):
        owners = {
            "sqlite3.h": "storage/sqlite",
            "sodium.h": "storage/crypto",
            "openssl/evp.h": "storage/crypto",
            "zstd.h": "storage/zip",
            "wayside_automerge.h": "storage/document",
            "boost/asio/io_context.hpp": "node/net",
            "date/tz.h": "node/care",
        }
        for name, owner in owners.items():
            with self.subTest(name):
                space = "wayside::" + owner.split("/")[1]
                self.assertEqual(self.fires(owner + "/a.hpp", space, f"#include <{name}>"), [])
                self.assertEqual(
                    self.fires("node/http/a.hpp", "wayside::http", f"#include <{name}>"),
                    [("library", 3)],
                )

    def test_a_test_may_look_behind_a_library(self):
        files = {"tests/node/http/a_test.cpp": "#include <sqlite3.h>\n"}
        self.assertEqual(rules_fired(files), [])

    def test_icu_has_one_place_wherever_it_is(self):
        one = header("node/http/a.hpp", "wayside::http", "#include <unicode/msgfmt.h>")
        two = header("node/notify/a.hpp", "wayside::notify", "#include <unicode/msgfmt.h>")
        self.assertEqual(rules_fired(one), [])
        self.assertEqual(rules_fired(one | two), [("library", 3)])

    def test_one_source_file_includes_each_part_of_beast(self):
        body = "#include <boost/beast/http.hpp>\nnamespace wayside::net {}\n"
        one = {"node/net/server.cpp": body}
        self.assertEqual(rules_fired(one), [])
        self.assertEqual(rules_fired(one | {"node/net/socket.cpp": body}), [("beast", 1)])
        other = "#include <boost/beast/websocket.hpp>\nnamespace wayside::net {}\n"
        self.assertEqual(rules_fired(one | {"node/net/socket.cpp": other}), [])
        shown = header("node/net/a.hpp", "wayside::net", "#include <boost/beast.hpp>")
        self.assertEqual(rules_fired(shown), [("beast", 3)])

    def test_in_the_solver_whoever_searches_may_use_what_a_search_needs_and_nobody_else(self):
        def fires(user, used):
            line = f'#include "solver/{used}/b.hpp"'
            return self.fires(f"solver/{user}/a.hpp", f"wayside::solver::{user}", line)

        self.assertEqual(fires("find", "search"), [])
        self.assertEqual(fires("plan", "problem"), [])
        self.assertEqual(fires("queue", "search"), [])
        for user, used in (("search", "find"), ("plan", "find"), ("queue", "problem")):
            with self.subTest(user=user, used=used):
                self.assertEqual(fires(user, used), [("floor", 3)])

    def test_the_ground_floor_stands_on_the_standard_library(self):
        for line in ("#include <nlohmann/json.hpp>", '#include "storage/base/id.hpp"'):
            fired = self.fires("solver/find/a.hpp", "wayside::solver::find", line)
            self.assertIn(("ground", 3), fired)
        fine = self.fires("storage/base/a.hpp", "wayside", "#include <sys/random.h>")
        self.assertEqual(fine, [])


class Text(unittest.TestCase):
    def queue(self, body):
        return rules_fired({"node/queue/a.cpp": "namespace wayside::queue {\n" + body + "}\n"})

    def test_a_line_has_a_hundred_columns(self):
        self.assertEqual(self.queue("// " + "é" * 97 + "\n"), [])
        self.assertEqual(self.queue("// " + "x" * 98 + "\n"), [("columns", 2)])

    def test_a_long_line_of_a_screen_is_named_but_not_refused(self):
        self.assertEqual(rules_fired({"node/web/src/a.tsx": "x" * 101 + "\n"}), [])
        with tempfile.TemporaryDirectory() as root:
            with open(os.path.join(root, "a.ts"), "w", encoding="utf-8") as file:
                file.write("x" * 101 + "\n")
            warned = tidy.findings(read_tree(root), tidy.WARNINGS)
        self.assertEqual([found.rule for found in warned], ["columns"])

    def test_what_is_left_for_later_is_an_issue(self):
        for word in ("TO" "DO", "FIX" "ME"):
            self.assertEqual(self.queue(f"// {word}: later\n"), [("later", 2)])

    def test_a_header_names_itself_and_guards_itself(self):
        good = header("node/queue/a.hpp", "wayside::queue")["node/queue/a.hpp"]
        self.assertEqual(rules_fired({"node/queue/b.hpp": good}), [("header", 1)])
        bad = good.replace("#pragma once\n", "")
        self.assertEqual(rules_fired({"node/queue/a.hpp": bad}), [("header", 1)])

    def test_a_namespace_is_its_folder(self):
        self.assertEqual(
            rules_fired({"node/queue/a.cpp": "namespace wayside::booking {}\n"}),
            [("namespace", 1)],
        )
        self.assertEqual(rules_fired({"cli/main.cpp": "int main() { return 0; }\n"}), [])
        self.assertEqual(rules_fired({"node/net/all.cpp": "#include <boost/asio/src.hpp>\n"}), [])
        self.assertEqual(rules_fired({"cli/demo/a.cpp": "namespace wayside::demo {}\n"}), [])

    def test_the_role_of_a_process_is_known_in_app_only(self):
        for line in ("if (role == Role::hub) return;", 'if (name == "hub") return;',
                     "if (node.role() == kind::clinic) return;"):
            with self.subTest(line):
                self.assertEqual(self.queue(line + "\n"), [("role", 2)])
        self.assertEqual(self.queue('auto id = json["clinic"]; // the "hub" hears it\n'), [])
        self.assertEqual(self.queue("if (person.role == Role::clinician) return;\n"), [])
        app = {"node/app/a.cpp": 'namespace wayside::app { auto r = "hub"; }\n'}
        self.assertEqual(rules_fired(app), [])

    def test_the_top_level_is_closed(self):
        self.assertEqual(rules_fired({"scripts/a.md": ""}), [("top-level", 1)])

    def test_a_folder_that_nobody_knows_has_no_floor(self):
        fired = rules_fired({"node/misc/a.cpp": "namespace wayside::misc {}\n"})
        self.assertEqual(fired, [("folder", 1)])

    def test_a_long_file_is_named_but_not_refused(self):
        with tempfile.TemporaryDirectory() as root:
            os.makedirs(os.path.join(root, "cli"))
            with open(os.path.join(root, "cli/a.cpp"), "w", encoding="utf-8") as file:
                file.write("namespace wayside::cli {}\n" + "// line\n" * 400)
            tree = read_tree(root)

            self.assertEqual([f.rule for f in tidy.findings(tree, tidy.WARNINGS)], ["long-file"])
            self.assertEqual(tidy.findings(tree), [])


class Functions(unittest.TestCase):
    def lengths(self, text):
        return [last - first + 1 for first, last, _ in functions(File("a.cpp", text))]

    def test_a_function_longer_than_a_screen_is_refused(self):
        for lines, fired in ((68, []), (69, [("function", 2)])):
            body = "namespace wayside::queue {\nvoid f() {\n" + "g();\n" * lines + "}\n}\n"
            self.assertEqual(rules_fired({"node/queue/a.cpp": body}), fired)

    def test_members_templates_and_tests_are_functions(self):
        self.assertEqual(self.lengths("struct A {\n  int f() const {\n return 1;\n }\n};\n"), [3])
        self.assertEqual(self.lengths("template <class T>\nT f(T t) {\n return t;\n}\n"), [4])
        self.assertEqual(self.lengths('TEST_CASE("a {") {\n CHECK(1);\n}\n'), [3])

    def test_tables_and_types_are_none(self):
        self.assertEqual(self.lengths("enum class A { b, c };\nconst int t[] = {\n1,\n2};\n"), [])

    def test_a_brace_in_a_literal_a_comment_or_a_macro_is_none(self):
        text = "#define A {\nvoid f() {\n g('{', \"}\", R\"({)\"); // {\n}\nvoid h() {}\n"
        self.assertEqual(self.lengths(text), [3, 1])

    def test_a_constructor_that_initialises_with_braces_is_measured_whole(self):
        text = "A::A(int x)\n    : x_{x},\n      y_{2} {\n  go();\n}\n"
        self.assertEqual(max(self.lengths(text)), 5)


class Build(unittest.TestCase):
    def fires(self, folder, text):
        return rules_fired({folder + "/CMakeLists.txt": text})

    def test_target_is_folder_and_floor_is_the_tables(self):
        good = "wayside_library(node_queue FLOOR 5 SOURCES a.cpp)\n"
        self.assertEqual(self.fires("node/queue", good), [])
        self.assertEqual(self.fires("node/queue", good.replace("5", "6")), [("target", 1)])
        self.assertEqual(self.fires("node/queue", good.replace("_queue", "_q")), [("target", 1)])
        self.assertEqual(self.fires("node/queue", good.replace("FLOOR 5", "")), [("target", 1)])

    def test_a_part_of_a_folder_has_its_floor(self):
        text = "wayside_library(cli_demo FLOOR 10 SOURCES a.cpp)\n"
        self.assertEqual(self.fires("cli/demo", text), [])


if __name__ == "__main__":
    unittest.main()

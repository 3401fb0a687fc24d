"""tests/firmware/firmware_test.py: a clinic box's files, judged by systemd's own tools."""

import os
import shutil
import stat
import subprocess
import sys
import tempfile
import unittest

CONFIG = os.path.abspath(os.path.join(os.path.dirname(__file__), "../../firmware-config"))
UNIT = "usr/lib/systemd/system/wayside.service"
# Tenths; what README.md says. A line that opens the unit further fails here.
MOST_EXPOSURE = 11


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=50)


def settings(path):
    """[(key, value)] of a file of systemd's kind."""
    with open(os.path.join(CONFIG, path), encoding="utf-8") as file:
        pairs = (line.split("=", 1) for line in file if "=" in line and not line.startswith("#"))
        return [(key.strip(), value.strip()) for key, value in pairs]


class Box(unittest.TestCase):
    """Each test has a root of its own with the files installed."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = os.path.join(folder.name, "a root")
        os.mkdir(self.root)
        installed = run(os.path.join(CONFIG, "install"), "--root", self.root)
        self.assertEqual((installed.returncode, installed.stderr), (0, ""))

    def path(self, name):
        return os.path.join(self.root, name)

    def need(self, tool):
        if not shutil.which(tool):
            self.skipTest(f"{tool} is not on this machine")

    def with_an_executable_and_targets(self):
        """What `verify` wants to find: the command, and the units of a system to start among."""
        os.makedirs(self.path("usr/bin"))
        with open(self.path("usr/bin/wayside"), "w", encoding="utf-8") as file:
            file.write("#!/bin/sh\n")
        os.chmod(self.path("usr/bin/wayside"), 0o755)
        units = "/usr/lib/systemd/system"
        for name in os.listdir(units):
            if name.endswith((".target", ".slice", ".socket")):
                shutil.copy(os.path.join(units, name), self.path(units.lstrip("/")))

    def test_install_puts_every_file_in_place_readable_by_all(self):
        for folder, _, names in os.walk(CONFIG):
            for name in names:
                relative = os.path.relpath(os.path.join(folder, name), CONFIG)
                if not relative.startswith(("etc/", "usr/")):
                    continue
                placed = os.lstat(self.path(relative))
                if not stat.S_ISLNK(placed.st_mode):
                    self.assertEqual(stat.S_IMODE(placed.st_mode), 0o644, relative)

    def test_install_twice_is_install_once(self):
        again = run(os.path.join(CONFIG, "install"), "--root", self.root)
        self.assertEqual((again.returncode, again.stderr), (0, ""))

    def test_install_refuses_what_it_does_not_know(self):
        self.assertEqual(run(os.path.join(CONFIG, "install"), "--rot", self.root).returncode, 2)

    def test_systemd_finds_nothing_to_say_about_the_unit(self):
        self.need("systemd-analyze")
        self.with_an_executable_and_targets()

        said = run("systemd-analyze", "verify", "--root", self.root, "wayside.service")

        self.assertEqual((said.returncode, said.stdout, said.stderr), (0, "", ""))

    def test_a_mistyped_line_would_have_been_seen(self):
        self.need("systemd-analyze")
        self.with_an_executable_and_targets()
        with open(self.path(UNIT), "a", encoding="utf-8") as file:
            file.write("[Service]\nProtectSistem=strict\n")

        said = run("systemd-analyze", "verify", "--root", self.root, "wayside.service")

        self.assertIn("ProtectSistem", said.stderr)

    def exposure(self, threshold):
        return run(
            "systemd-analyze", "security", "--offline=true", "--root", self.root,
            f"--threshold={threshold}", "wayside.service",
        )

    def test_the_unit_is_exposed_no_further_than_recorded(self):
        self.need("systemd-analyze")

        said = self.exposure(MOST_EXPOSURE)

        self.assertEqual(said.returncode, 0, said.stdout + said.stderr)
        self.assertNotEqual(self.exposure(MOST_EXPOSURE - 1).returncode, 0, "record the better one")

    def test_the_account_is_made_and_nobody_signs_in_with_it(self):
        self.need("systemd-sysusers")

        said = run("systemd-sysusers", "--root", self.root)

        self.assertEqual(said.returncode, 0, said.stderr)
        with open(self.path("etc/passwd"), encoding="utf-8") as file:
            account = next(line for line in file if line.startswith("wayside:"))
        self.assertTrue(account.strip().endswith(":/usr/sbin/nologin"))

    def test_folders_of_data_and_key_are_closed_to_others_and_old_cores_go(self):
        self.need("systemd-sysusers")
        self.need("systemd-tmpfiles")
        if os.getuid() != 0:
            self.skipTest("only root gives folders to another account")
        os.makedirs(self.path("var/lib/systemd/coredump/old"))
        run("systemd-sysusers", "--root", self.root)

        said = run(
            "systemd-tmpfiles", "--root", self.root, "--create", "--remove", "--boot",
            "wayside.conf",
        )

        self.assertEqual(said.returncode, 0, said.stderr)
        for folder in ("var/lib/wayside", "etc/wayside"):
            self.assertEqual(stat.S_IMODE(os.stat(self.path(folder)).st_mode), 0o700, folder)
        self.assertEqual(os.stat(self.path("etc/wayside")).st_uid, 0)
        self.assertNotEqual(os.stat(self.path("var/lib/wayside")).st_uid, 0)
        self.assertFalse(os.path.exists(self.path("var/lib/systemd/coredump")))

    def test_drop_ins_are_read_by_the_part_of_systemd_they_are_for(self):
        self.need("systemd-analyze")
        wanted = {
            "systemd/coredump.conf": "Storage=none",
            "systemd/journald.conf": "SystemMaxUse=200M",
            "systemd/sleep.conf": "AllowHibernation=no",
            "systemd/system.conf": "DefaultLimitCORE=0",
        }
        for name, line in wanted.items():
            with self.subTest(name):
                shown = run("systemd-analyze", "cat-config", "--root", self.root, name)
                self.assertIn("\n" + line + "\n", shown.stdout)

    def test_memory_reaches_no_disk(self):
        unit = settings(UNIT)
        self.assertIn(("LimitCORE", "0"), unit)
        self.assertIn(("MemorySwapMax", "0"), unit)
        self.assertEqual(os.readlink(self.path("etc/systemd/system/swap.target")), "/dev/null")
        kernel = dict(settings("usr/lib/sysctl.d/60-wayside.conf"))
        self.assertEqual(kernel["kernel.core_pattern"], "|/bin/false")

    def test_the_key_comes_from_outside_the_data(self):
        unit = settings(UNIT)
        self.assertIn(("LoadCredential", "device.key:/etc/wayside/device.key"), unit)
        self.assertIn(("Environment", "WAYSIDE_KEY_FILE=%d/device.key"), unit)


if __name__ == "__main__":
    sys.exit(unittest.main())

"""tests/acceptance/hub_test.py: the clinic's day on the other side of a socket: a hub and its
clinics, whichever is killed and whenever."""

import os
import random
import subprocess
import sys
import tempfile
import threading
import time
import unittest

from days import clinic as clinic_days
from days import found_in, patient_words
from fault_proxy import FaultProxy
from hub import Clinic, Hub, Tap
from meeting import DAYS, Meeting, play, space_lines
from node import WAYSIDE, run, wait_until


class Enrolment(Meeting):
    def test_an_invitation_works_once(self):
        invitation = self.hub.invite("mlima")
        first = Clinic(self, invitation).serve(hub=self.hub)
        first.wait_green()
        self.hub.wait_for("mlima", lambda row: row["connected"])

        second = Clinic(self, invitation).serve(hub=self.hub)

        wait_until(lambda: second.error_rule() == "invitation_used", "the second hears why")
        self.assertEqual([row["clinic"] for row in self.hub.sync()["clinics"]], ["mlima"])

    def test_a_clinic_that_is_enrolled_gets_no_other_invitation(self):
        self.clinic.serve(hub=self.hub).wait_green()

        again = run("invite", "--data", self.hub.data, "--clinic", "kilima")

        self.assertEqual((again.returncode, again.stdout), (1, ""))
        self.assertIn("kilima", again.stderr)

    def test_a_changed_invitation_is_refused_and_leaves_nothing(self):
        lines = self.hub.invite("mlima").splitlines()
        lines[2] = ("b" if lines[2][0] != "b" else "c") + lines[2][1:]
        with tempfile.TemporaryDirectory() as folder:
            file, data = os.path.join(folder, "invitation"), os.path.join(folder, "clinic")
            with open(file, "w", encoding="ascii") as out:
                out.write("\n".join(lines))

            refused = run("init", "--data", data, "--role", "clinic",
                          "--setup", clinic_days()[0], "--invite", file)

            self.assertNotEqual(refused.returncode, 0)
            self.assertIn("invitation", refused.stderr)
            self.assertFalse(os.path.exists(data))

    def test_a_clinic_works_before_it_ever_met_its_hub(self):
        self.clinic.serve()
        play(self, self.clinic, DAYS[0])
        self.assertEqual(self.clinic.sync()["light"], "waiting")
        self.clinic.stop()

        self.clinic.serve(hub=self.hub).wait_green()

        self.assert_same()
        self.assert_totals(DAYS[0])


class TheSameDay(Meeting):
    def test_what_the_desk_does_is_at_the_hub_within_a_second(self):
        self.clinic.serve(hub=self.hub).wait_green()
        known = self.hub.row("kilima")["entries"]
        body = {"patient": {"name": "Amina Juma"}, "service": DAYS[0].lines[0].body["service"]}
        now = DAYS[0].lines[0].at
        best = 60.0
        for number in range(3):
            done = self.clinic.post("/api/walk-ins", body, f"k{number}", now=now)
            self.assertEqual(done.status, 201, done)
            begun = time.monotonic()
            wait_until(lambda: self.hub.row("kilima")["entries"] > known + number, "it is there")
            best = min(best, time.monotonic() - begun)
        self.assertLess(best, 1.0)

    def test_days_played_with_the_link_up(self):
        self.clinic.serve(hub=self.hub)
        play(self, self.clinic, *DAYS)

        self.clinic.wait_green()

        self.assert_same()
        self.assert_totals(*DAYS)
        self.assertEqual(self.hub.verify(), (0, []))

    def test_days_played_while_the_link_flaps(self):
        with FaultProxy(("127.0.0.1", self.hub.sync_port), seed=5, delay=20,
                        cut_every=0.4) as proxy:
            self.clinic.serve(hub=proxy.port)
            play(self, self.clinic, *DAYS[:2])
            self.clinic.wait_green(patience_s=120)
            self.assertGreaterEqual(proxy.counts()["cuts"], 2)

        self.assert_same()
        self.assert_totals(*DAYS[:2])

    def test_the_light_says_what_waits_and_the_screens_do_not_wait_for_a_hub_that_is_gone(self):
        self.clinic.serve(hub=self.hub).wait_green()
        self.hub.kill()
        begun = time.monotonic()
        report = play(self, self.clinic, DAYS[0])
        apart_s = time.monotonic() - begun

        told = self.clinic.sync()

        self.assertEqual(told["light"], "waiting")
        self.assertGreaterEqual(told["waiting"]["entries"], report["accepted"])
        self.assertLess(apart_s, 60)
        self.hub.again()
        self.clinic.wait_green()
        self.assert_same()


class ReferenceLink(Meeting):
    def test_a_day_crosses_a_thin_link_that_is_cut_again_and_again(self):
        self.clinic.serve()
        play(self, self.clinic, DAYS[0])
        self.clinic.stop()
        with FaultProxy(("127.0.0.1", self.hub.sync_port), seed=9, rate=9600, delay=300,
                        cut_every=20) as proxy:
            begun = time.monotonic()
            self.clinic.serve(hub=proxy.port)
            self.clinic.wait_green(patience_s=300)
            took_s = time.monotonic() - begun
            counts = proxy.counts()
        print(f"reference link: {took_s:.0f} s, {counts['up']} bytes up, {counts['down']} down, "
              f"{counts['cuts']} cuts", file=sys.stderr)

        self.assert_same()
        self.assert_totals(DAYS[0])


class Killed(Meeting):
    def kill_while_playing(self, member, come_back, seed):
        """Kills it at moments that the seed says while a day is played at the other's."""
        dice = random.Random(seed)
        end = threading.Event()
        kills = []

        def killer():
            while not end.wait(dice.uniform(0.3, 1.2)):
                member.kill()
                come_back()
                kills.append(1)

        thread = threading.Thread(target=killer)
        thread.start()
        return thread, end, kills

    def test_the_hub_killed_at_any_instant(self):
        self.clinic.serve(hub=self.hub)
        thread, end, kills = self.kill_while_playing(self.hub, self.hub.again, 11)
        try:
            play(self, self.clinic, *DAYS[:2])
        finally:
            end.set()
            thread.join()

        self.clinic.wait_green()

        self.assertGreater(len(kills), 0)
        self.assert_same()
        self.assert_totals(*DAYS[:2])
        self.assertEqual(self.hub.verify(), (0, []))

    def test_the_clinic_killed_at_any_instant_and_its_day_played_on(self):
        self.clinic.serve(hub=self.hub)
        port = self.clinic.port
        for part in range(4):
            player = subprocess.Popen(
                [WAYSIDE, "replay", DAYS[0].file, "--node", self.clinic.url, "--speed", "max"],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(0.4 + part * 0.3)
            self.clinic.kill()
            player.kill()
            player.wait()
            self.clinic.serve(port, hub=self.hub)
        play(self, self.clinic, DAYS[0])

        self.clinic.wait_green()

        self.assert_same()
        self.assert_totals(DAYS[0])
        self.assertEqual(self.clinic.verify(), (0, []))


class Restored(Meeting):
    def test_a_clinic_restored_from_a_copy_says_so_and_gets_back_what_it_lost(self):
        self.clinic.serve(hub=self.hub)
        play(self, self.clinic, DAYS[0])
        self.clinic.wait_green()
        self.clinic.stop()
        copy = self.copy_of(self.clinic)
        self.clinic.serve(hub=self.hub)
        play(self, self.clinic, DAYS[1])
        self.clinic.wait_green()
        self.clinic.kill()
        self.put_back(self.clinic, copy)

        self.clinic.serve()
        play(self, self.clinic, DAYS[2])  # answered after the restore, before it meets the hub
        self.clinic.stop()
        self.clinic.serve(hub=self.hub)
        self.clinic.wait_green()
        wait_until(lambda: "restored" in self.clinic.sync(), "it says that it was restored")

        wait_until(self.same, "both hold the same")
        self.assert_totals(*DAYS[:3])
        self.assertEqual(self.clinic.verify(), (0, []))
        self.assert_everybody_has_a_name(*DAYS[:3])

    def assert_everybody_has_a_name(self, *days):
        """Nobody's key was lost: whoever has a visit on these days is still known by name."""
        for day in days:
            visits = self.clinic.get(f"/api/days/{day.date}").json()["visits"]
            nameless = [each["id"] for each in visits if not each["patient"].get("name")]
            self.assertEqual((nameless, len(visits) > 0), ([], True))

    def test_a_hub_restored_from_a_copy_gets_again_what_it_lost(self):
        self.clinic.serve(hub=self.hub)
        play(self, self.clinic, DAYS[0])
        self.clinic.wait_green()
        self.hub.stop()
        copy = self.copy_of(self.hub)
        self.hub.again()
        play(self, self.clinic, DAYS[1])
        self.clinic.wait_green()
        self.hub.kill()
        self.put_back(self.hub, copy)

        self.hub.again()

        wait_until(self.same, "the hub has it again")
        self.clinic.wait_green()
        self.assert_totals(*DAYS[:2])
        self.assertEqual(self.hub.verify(), (0, []))


class TwoClinics(Meeting):
    def test_two_clinics_and_one_hub(self):
        other = Clinic(self, self.hub.invite("mlima")).serve(hub=self.hub)
        self.clinic.serve(hub=self.hub)
        play(self, self.clinic, DAYS[0])
        play(self, other, DAYS[1])
        self.clinic.wait_green()
        other.wait_green()

        there = space_lines(self.hub.digest())
        for clinic in (self.clinic, other):
            for space, line in space_lines(clinic.digest()).items():
                self.assertEqual(there[space], line)
        self.assertEqual(self.hub.totals(DAYS[1].date, "mlima"), other.totals(DAYS[1].date))


class Secrecy(Meeting):
    def test_who_listens_on_the_wire_reads_no_word_and_no_change(self):
        tap = Tap(self.hub.sync_port)
        self.addCleanup(tap.close)
        self.clinic.serve(hub=tap.port)
        play(self, self.clinic, DAYS[0])
        self.clinic.wait_green()

        wire = tap.kept()

        self.assertGreater(len(wire), 10_000)
        lower = wire.lower()
        heard = [word for word in patient_words(DAYS[:1]) if word.encode() in lower]
        self.assertEqual(heard, [])
        self.assertNotIn(bytes.fromhex("856f4a83"), wire)  # how each of Automerge's changes begins
        for known in (b"kilima", b"wayside entry", b"visits", b"check-in"):
            self.assertNotIn(known, lower)

    def test_no_patients_word_is_on_the_hubs_disk_or_in_what_it_answers(self):
        self.clinic.serve(hub=self.hub)
        play(self, self.clinic, DAYS[0])
        self.clinic.wait_green()
        words = patient_words(DAYS[:1])

        day = self.hub.get(f"/api/days/{DAYS[0].date}?clinic=kilima")
        as_desk = self.hub.get(f"/api/days/{DAYS[0].date}?clinic=kilima", device="desk")

        self.assertEqual(day.status, 200)
        for answer in (day, as_desk):
            text = answer.body.decode().lower()
            self.assertEqual([word for word in words if word in text], [])
        self.assertEqual(found_in(self.hub.top, words), set())
        self.hub.stop()
        self.assertEqual(found_in(self.hub.top, words), set())


if __name__ == "__main__":
    unittest.main()

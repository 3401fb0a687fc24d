"""tests/acceptance/last_place_test.py: fifty screens want the last place of a slot at once."""

import threading
import unittest
import urllib.parse

from days import clinic, read_setup
from node import Node

CLIENTS = 50


class LastPlace(unittest.TestCase):
    def setUp(self):
        setup, days = clinic()
        self.date = days[0].date
        self.now = days[0].lines[0].at
        self.service = read_setup()["services"][0]["id"]
        self.node = Node(self, setup).serve()

    def slot(self):
        offset = self.now[19:]
        asked = urllib.parse.urlencode({
            "service": self.service, "from": f"{self.date}T00:00:00{offset}",
            "to": f"{self.date}T23:59:00{offset}",
        })
        answer = self.node.get("/api/slots?" + asked, now=self.now)
        self.assertEqual(answer.status, 200, answer)
        return answer.json()["slots"][0]

    def book_at_once(self, slot):
        answers = [None] * CLIENTS
        ready = threading.Barrier(CLIENTS)

        def book(number):
            client = self.node.client()
            client.get("/api/health")
            ready.wait()
            body = {"patient": {"id": f"p-{number}", "name": f"Person {number}"},
                    "service": self.service, "start": slot["start"],
                    "practitioner": slot["practitioner"], "identifier": f"race-{number}"}
            answers[number] = client.post("/api/bookings", body, f"race-{number}", now=self.now)
            client.close()

        threads = [threading.Thread(target=book, args=(number,)) for number in range(CLIENTS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return answers

    def test_exactly_one_gets_it_and_the_others_hear_the_rule_and_other_times(self):
        slot = self.slot()

        answers = self.book_at_once(slot)

        self.assertEqual(sorted(answer.status for answer in answers), [201] + [409] * (CLIENTS - 1))
        for answer in answers:
            if answer.status == 201:
                continue
            body = answer.json()
            self.assertEqual(answer.fields["content-type"], "application/problem+json")
            self.assertEqual((body["status"], body["rule"]), (409, "practitioner_taken"))
            self.assertIn(len(body["alternatives"]), (1, 2, 3))
            for other in body["alternatives"]:
                self.assertNotEqual((other["start"], other["practitioner"]),
                                    (slot["start"], slot["practitioner"]))
        totals = self.node.get(f"/api/days/{self.date}/totals").json()
        self.assertEqual((totals["visits"], totals["booked"]), (1, 1))

    def test_a_time_that_was_offered_can_be_booked(self):
        slot = self.slot()
        answers = self.book_at_once(slot)
        refused = next(answer for answer in answers if answer.status == 409)

        for number, other in enumerate(refused.json()["alternatives"][:1]):
            body = {"patient": {"id": f"q-{number}"}, "service": self.service,
                    "start": other["start"], "practitioner": other["practitioner"]}
            again = self.node.post("/api/bookings", body, f"again-{number}", now=self.now)
            self.assertEqual(again.status, 201, again)

#include "node/net/events.hpp"

#include <doctest/doctest.h>

#include "node/net/responder.hpp"

using namespace wayside;
using namespace wayside::net;

namespace {

void publish(EventBuffer& events, std::string data) {
    const Event event{.name = "visit", .data = std::move(data)};
    events.publish({&event, 1});
}

class Bell final : public EventListener {
  public:
    void events_published() override { ++rung; }
    int rung = 0;
};

}  // namespace

TEST_CASE("the worked example of events.md stands") {
    EventBuffer events("mfzq");
    const std::vector<Event> group{{.name = "visit", .data = "{\"id\":1}"},
                                   {.name = "board", .data = "two\nlines"}};

    events.publish(group);

    CHECK(events.enter("").text == "id: mfzq-2\n\n");
    CHECK(events.after(0, 1000).text ==
          "id: mfzq-1\nevent: visit\ndata: {\"id\":1}\n\n"
          "id: mfzq-2\nevent: board\ndata: two\ndata: lines\n\n");
    CHECK(events.enter("old-7").text ==
          "id: mfzq-2\nevent: resync\ndata: {\"cursor\":\"mfzq-2\"}\n\n");
}

TEST_CASE("no data can end its event or forge a field") {
    EventBuffer events("s");

    publish(events, "a\r\nid: x\revent: y\n\nz");

    CHECK(events.after(0, 1000).text ==
          "id: s-1\nevent: visit\ndata: a\ndata: id: x\ndata: event: y\ndata: \ndata: z\n\n");
}

TEST_CASE("a batch holds what fits, but always one") {
    EventBuffer events("s");
    for (int i = 0; i < 10; ++i) publish(events, std::string(100, 'x'));

    CHECK(events.after(0, 1).upto == 1);
    CHECK(events.after(1, 400).upto == 4);
    CHECK(events.after(9, 100'000).upto == 10);
    CHECK(events.after(10, 100'000).text.empty());
}

TEST_CASE("the ring keeps to its number and its bytes") {
    EventBuffer few("s", {.events = 3, .bytes = 1'000'000});
    EventBuffer small("s", {.events = 1000, .bytes = 300});
    for (int i = 0; i < 10; ++i) {
        publish(few, "x");
        publish(small, std::string(100, 'x'));
    }

    CHECK_FALSE(few.after(7, 1000).fell_behind);
    CHECK(few.after(6, 1000).fell_behind);
    CHECK(few.has_passed(6));
    CHECK_FALSE(few.has_passed(7));
    CHECK_FALSE(small.after(8, 1000).fell_behind);
    CHECK(small.after(7, 1000).fell_behind);
    publish(small, std::string(1000, 'x'));
    CHECK(small.after(10, 10).upto == 11);
}

TEST_CASE("a cursor is taken up to the edge of the ring") {
    EventBuffer events("s", {.events = 3, .bytes = 1'000'000});
    CHECK(events.enter("s-0").text.empty());
    CHECK(events.cursor() == "s-0");
    for (int i = 0; i < 10; ++i) publish(events, "x");

    CHECK(events.cursor() == "s-10");
    CHECK(events.enter("s-7").text.empty());
    CHECK(events.enter("s-7").upto == 7);
    CHECK(events.enter("s-6").text.find("resync") != std::string::npos);
    CHECK(events.enter("s-18446744073709551615").upto == 10);
    CHECK(events.enter("t-10").text.find("resync") != std::string::npos);
}

TEST_CASE("a listener is told once for a group, and not after it is gone") {
    EventBuffer events("s");
    auto bell = std::make_shared<Bell>();
    events.tell(bell);
    events.tell(bell);

    events.publish({});
    CHECK(bell->rung == 0);
    const std::vector<Event> group(5, Event{.name = "visit"});
    events.publish(group);
    CHECK(bell->rung == 1);
    bell.reset();
    events.publish(group);
    CHECK(events.cursor() == "s-10");
}

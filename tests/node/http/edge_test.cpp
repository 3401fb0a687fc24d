// tests/node/http/edge_test.cpp: the edge over a real desk, ledger and clinic; only the socket is
// missing.

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <future>

#include "node/app/clinic_model.hpp"
#include "node/app/init.hpp"
#include "node/app/opened.hpp"
#include "node/day/commands.hpp"
#include "node/day/views.hpp"
#include "node/http/edge.hpp"
#include "node/net/target.hpp"
#include "storage/ledger/ledger.hpp"
#include "tests/node/day/booking_setup.hpp"

using namespace wayside;
using desk::Json;
using net::Method;

namespace {

/// A folder that goes away with the test.
struct Folder {
    Folder() {
        std::string name =
            (std::filesystem::temp_directory_path() / "wayside-edge-XXXXXX").string();
        REQUIRE(mkdtemp(name.data()) != nullptr);
        path = name;
    }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
    std::filesystem::path path;
};

class OneAnswer final : public net::AnswerSink {
  public:
    void deliver(const net::Exchange&, net::Answer answer) override {
        promise_.set_value(std::move(answer));
    }
    net::Answer take() { return promise_.get_future().get(); }

  private:
    std::promise<net::Answer> promise_;
};

app::Opened opened_new(const std::filesystem::path& folder, const Clock& clock, Random& random) {
    REQUIRE(app::init_clinic(
        {.folder = folder, .key_file = {}, .setup = testing::small_clinic, .is_sandbox = true},
        clock, random));
    auto opened = app::open_folder({folder}, {});
    REQUIRE(opened.has_value());
    return std::move(*opened);
}

struct Node {
    explicit Node(bool is_sandbox = true)
        : clinic(*opened.box->clinic()),
          model({clinic.clinic, start, opened.box->keyring, opened.reader, clock, random}),
          edge({.desk = *desk_of(is_sandbox),
                .events = events,
                .is_sandbox = is_sandbox,
                .health = [] { return Json{{"status", "ok"}}; },
                .sync = [] { return Json{{"role", "clinic"}}; },
                .set_link = [this](bool open) { return switch_link(open); },
                .find_clinic = [this](const std::string& id) { return find_clinic(id); }}) {}

    Result<void> switch_link(bool open) {
        link_open = open;
        return {};
    }
    std::optional<SpaceId> find_clinic(const std::string& id) const {
        if (id != "kilima") return std::nullopt;
        return clinic.clinic;
    }

    desk::Desk* desk_of(bool is_sandbox) {
        auto made = ledger::Ledger::open(folder.path / "node", *opened.box, {start});
        REQUIRE(made.has_value());
        ledger = std::make_unique<ledger::Ledger>(std::move(*made));
        (void)model.load();
        const day::Clinic shown = model.clinic(is_sandbox);
        desk = std::make_unique<desk::Desk>(
            desk::DeskParts{.tenants = {{model.shelf(), model.words(), model.database(),
                                         day::commands(shown), day::views(shown)}},
                            .ledger = *ledger,
                            .reader = opened.reader,
                            .start = start,
                            .clock = clock,
                            .random = random,
                            .publish =
                                [this](const std::vector<desk::Event>& group) {
                                    std::vector<net::Event> out;
                                    for (const auto& each : group)
                                        out.push_back({each.name, each.data.dump()});
                                    events->publish(out);
                                },
                            .give_up = [](const std::string&) { std::abort(); }});
        return desk.get();
    }

    net::Answer asks(Method method, const std::string& target, std::vector<net::Field> headers = {},
                     std::string body = "") {
        const auto decoded = net::decode_target(target);
        REQUIRE(decoded.has_value());
        auto sink = std::make_shared<OneAnswer>();
        edge.handle({method, target, decoded->path, decoded->query, std::move(headers),
                     std::move(body), "127.0.0.1"},
                    net::Responder(sink, {1, 1}));
        return sink->take();
    }
    net::Response says(Method method, const std::string& target,
                       std::vector<net::Field> headers = {}, std::string body = "") {
        net::Answer answer = asks(method, target, std::move(headers), std::move(body));
        REQUIRE(std::holds_alternative<net::Response>(answer));
        return std::get<net::Response>(std::move(answer));
    }

    bool link_open = true;
    Folder folder;
    SystemClock system;
    MovableClock clock{system};
    SystemRandom random;
    LogId start = random.draw_log();
    app::Opened opened = opened_new(folder.path / "node", clock, random);
    trust::ClinicSpaces clinic;
    app::ClinicModel model;
    std::unique_ptr<ledger::Ledger> ledger;
    std::shared_ptr<net::EventBuffer> events = std::make_shared<net::EventBuffer>(start.text());
    std::unique_ptr<desk::Desk> desk;
    http::Edge edge;
};

std::string field_of(const net::Response& response, const char* name) {
    for (const auto& field : response.headers) {
        if (net::same_name(field.name, name)) return field.value;
    }
    return "";
}

Json body_of(const net::Response& response) {
    return Json::parse(*response.body);
}

const net::Field monday{"Wayside-Now", "2026-03-02T07:00:00+03:00"};
constexpr const char* amina_at_eight = R"({"patient": {"name": "Amina"}, "service": "consult",
    "practitioner": "amani", "start": "2026-03-02T08:20:00+03:00"})";

}  // namespace

TEST_CASE("a booking is 201, its repeat is the same answer and says so, another body is 422") {
    Node node;
    const std::vector<net::Field> headers{monday, {"Idempotency-Key", "k1"}};

    const auto first = node.says(Method::post, "/api/bookings", headers, amina_at_eight);
    const auto again = node.says(Method::post, "/api/bookings", headers, amina_at_eight);
    const auto other = node.says(Method::post, "/api/bookings", headers, "{}");

    CHECK(first.status == 201);
    CHECK(body_of(again) == body_of(first));
    CHECK(field_of(again, "Idempotency-Replayed") == "true");
    CHECK(other.status == 422);
    CHECK(node.says(Method::post, "/api/bookings", {monday}, amina_at_eight).status == 400);
}

TEST_CASE("a view names the cursor from which nothing after it is missed") {
    Node node;
    const auto before = node.says(Method::get, "/api/days/2026-03-02", {monday});
    const std::string cursor = field_of(before, "Wayside-Cursor");
    REQUIRE_FALSE(cursor.empty());

    const auto made =
        node.says(Method::post, "/api/bookings", {{"Idempotency-Key", "k1"}}, amina_at_eight);
    REQUIRE(made.status == 201);
    // The event leaves right behind the answer; whoever is answered after that has it.
    REQUIRE(node.says(Method::get, "/api/board").status == 200);

    const auto follow = node.asks(Method::get, "/api/events?cursor=" + cursor);
    REQUIRE(std::holds_alternative<net::Follow>(follow));
    const auto greeting = node.events->enter(cursor);
    CHECK(greeting.text.find("resync") == std::string::npos);
    const auto rest = node.events->after(greeting.upto, 65'536);
    CHECK(rest.text.find(body_of(made)["id"].get<std::string>()) != std::string::npos);
}

TEST_CASE("a time with an unencoded plus is understood in a query") {
    Node node;
    const auto slots = node.says(Method::get,
                                 "/api/slots?service=consult&from=2026-03-02T08:00:00+03:00"
                                 "&to=2026-03-02T12:00:00%2B03:00",
                                 {monday});
    CHECK(slots.status == 200);
    CHECK_FALSE(body_of(slots)["slots"].empty());
}

TEST_CASE("methods that a path does not take are named; OPTIONS and HEAD are answered") {
    Node node;
    const auto wrong = node.says(Method::post, "/api/setup");
    CHECK(wrong.status == 405);
    CHECK(field_of(wrong, "Allow") == "GET, HEAD, OPTIONS");
    CHECK(field_of(node.says(Method::get, "/api/bookings"), "Allow") == "POST, OPTIONS");
    const auto options = node.says(Method::options, "/api/visits/x/call");
    CHECK(options.status == 204);
    CHECK(field_of(options, "Allow") == "POST, OPTIONS");
    CHECK(node.says(Method::head, "/api/setup", {monday}).status == 200);
    CHECK(node.says(Method::head, "/api/bookings").status == 405);
}

TEST_CASE("what is nowhere is 404, and its address is not repeated") {
    Node node;
    for (const char* target : {"/api/nothing?search=Amina", "/api", "/nothing", "/api/visits/x"}) {
        const auto answer = node.says(Method::get, target);
        CHECK(answer.status == 404);
        CHECK(answer.body->find("Amina") == std::string::npos);
    }
    CHECK(node.says(Method::get, "/api/openapi.json").status == 200);
}

TEST_CASE("outside a sandbox nobody moves the clock, on any route") {
    Node node(false);
    for (const http::Route& route : http::routes()) {
        CAPTURE(route.path);
        std::string target(route.path);
        const auto brace = target.find('{');
        if (brace != std::string::npos) target.replace(brace, target.find('}') - brace + 1, "x");
        const auto moved = node.says(route.method, target, {monday, {"Idempotency-Key", "k"}});
        CHECK(moved.status == 403);
        CHECK(body_of(moved)["rule"] == "not_a_sandbox");
        const auto nameless = node.says(route.method, target, {{"Wayside-Device", "a b"}});
        CHECK(nameless.status == 400);
    }
}

TEST_CASE("kiosk and board are answered what they show, and refused every other view") {
    Node node;
    const std::map<std::string, std::set<std::string>> shown{
        {"kiosk", {"setup"}}, {"board", {"setup", "board"}}, {"unheard-of", {"setup", "board"}}};
    for (const http::Route& route : http::routes()) {
        if (route.leads != http::Leads::view) continue;
        std::string target(route.path);
        const auto brace = target.find('{');
        if (brace != std::string::npos) target.replace(brace, target.find('}') - brace + 1, "x");
        for (const auto& [screen, views] : shown) {
            CAPTURE(target);
            CAPTURE(screen);
            const bool is_shown = views.contains(std::string(route.name));
            const auto answer =
                node.says(Method::get, target, {monday, {"Wayside-Device", screen}});
            CHECK(answer.status == (is_shown ? 200 : 403));
            if (!is_shown) CHECK(body_of(answer)["rule"] == "role");
        }
    }
}

TEST_CASE("a screen that may not is told so, by command too") {
    Node node;
    const net::Field board{"Wayside-Device", "board"};
    const auto refused =
        node.says(Method::post, "/api/bookings", {board, {"Idempotency-Key", "k"}}, amina_at_eight);
    CHECK(refused.status == 403);
    CHECK(field_of(refused, "Wayside-Cursor").empty());
}

TEST_CASE("the link to the hub is cut and opened by name, and nothing else moves it") {
    Node node;
    const net::Field key{"Idempotency-Key", "k"};

    CHECK(node.says(Method::post, "/api/sync/link", {key}, R"({"open": false})").status == 200);
    CHECK_FALSE(node.link_open);
    CHECK(node.says(Method::post, "/api/sync/link", {key}, R"({"open": "yes"})").status == 422);
    CHECK(node.says(Method::post, "/api/sync/link", {}, R"({"open": true})").status == 400);
    CHECK_FALSE(node.link_open);
    CHECK(node.says(Method::post, "/api/sync/link", {key}, R"({"open": true})").status == 200);
    CHECK(node.link_open);
    CHECK(body_of(node.says(Method::get, "/api/sync"))["role"] == "clinic");
}

TEST_CASE("a view of another clinic is asked for by the clinic's ID, and an unknown one is named") {
    Node node;

    CHECK(node.says(Method::get, "/api/setup?clinic=kilima", {monday}).status == 200);
    const net::Response unknown = node.says(Method::get, "/api/setup?clinic=elsewhere", {monday});
    CHECK(unknown.status == 404);
    CHECK(body_of(unknown)["rule"] == "clinic");
}

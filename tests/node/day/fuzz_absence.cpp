// tests/node/day/fuzz_absence.cpp: any bytes as what a proposal changes, and as when: decoded or
// refused.

#include "node/day/commands.hpp"
#include "node/http/body.hpp"
#include "storage/sqlite/database.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace wayside;
    static sqlite::Database model = sqlite::Database::in_memory();
    static const rota::Projection rota(model);
    static const desk::Command absence = day::absence({rota, true});
    const std::string text(bytes, bytes + size);
    const auto body =
        http::body_of(R"({"from":"f","until":"u","proposal":"p","changes":)" + text + "}");
    if (!body) return 0;
    const auto decoded = absence.decode(*body);
    require(decoded || decoded.refusal().why == Why::invalid, "a bad body is invalid");
    return 0;
}

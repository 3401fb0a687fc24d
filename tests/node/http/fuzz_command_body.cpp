// tests/node/http/fuzz_command_body.cpp: any bytes as the body of every command: decoded or
// refused.

#include "node/day/commands.hpp"
#include "node/http/body.hpp"
#include "storage/sqlite/database.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace wayside;
    static sqlite::Database model = sqlite::Database::in_memory();
    static const rota::Projection rota(model);
    static const desk::CommandTable commands = day::commands({rota, true});
    const std::string text(bytes, bytes + size);
    const auto body = http::body_of(text);
    if (!body) return 0;
    for (const desk::Command& command : commands) {
        const auto decoded = command.decode(*body);
        require(decoded || decoded.refusal().why == Why::invalid, "a bad body is invalid");
    }
    return 0;
}

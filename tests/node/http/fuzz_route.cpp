// tests/node/http/fuzz_route.cpp: any target, from its bytes to a route or a screen's file.

#include "node/http/assets.hpp"
#include "node/http/route.hpp"
#include "node/net/target.hpp"
#include "storage/base/require.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace wayside;
    const std::string text(bytes, bytes + size);
    const auto target = net::decode_target(text);
    if (!target) return 0;
    for (const auto method :
         {net::Method::get, net::Method::head, net::Method::post, net::Method::options}) {
        const auto found = http::match(method, target->path);
        require(!found || !found->allow.empty(), "a path that is known takes a method");
        require(!found || !http::asset_response(target->path), "a route hides no file");
    }
    return 0;
}

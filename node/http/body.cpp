#include "node/http/body.hpp"

namespace wayside::http {

using desk::Json;

Result<Json> body_of(std::string_view bytes) {
    if (bytes.empty()) return Json::object();
    bool is_too_deep = false;
    const auto keep = [&](int depth, Json::parse_event_t, const Json&) {
        is_too_deep = is_too_deep || depth > most_depth;
        return depth <= most_depth;
    };
    Json json = Json::parse(bytes, keep, false);
    if (is_too_deep) return Refusal{Why::malformed, "the body nests too deep"};
    if (json.is_discarded()) return Refusal{Why::malformed, "the body is not JSON"};
    if (!json.is_object()) return Refusal{Why::malformed, "the body must be a JSON object"};
    return json;
}

}  // namespace wayside::http

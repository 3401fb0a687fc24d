// Applies fuzzed operations, with a right checksum, to a day that has some.
#include "tests/storage/document/hostile.hpp"

using namespace wayside;
using namespace wayside::document;

namespace {

Bytes saved_day() {
    Document box = day(1);
    require(box.commit({status("v1", 1)}, 1).has_value(), "a day takes an edit");
    return box.save().value();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Bytes saved = saved_day();
    Document box = Document::load(saved, actor(2)).value();
    const ByteView input{data, size};
    // As it came, and as the body of a change that is right in all else.
    const auto raw = box.apply({Bytes{input.begin(), input.end()}});
    if (!raw && raw.refusal().why == Why::damaged) return 0;

    ChangeParts parts = hostile_parts(Kind::day, {});
    parts.others.push_back(actor(1));
    parts.parents = box.heads().value();
    parts.start_op = 9;
    parts.body.assign(input.begin(), input.end());
    const auto applied = box.apply({join_change(parts)});
    if (!applied) return 0;
    require(box.records().has_value(), "a document that took a change can be read");
    require(Document::load(box.save().value(), actor(3)).has_value(),
            "a document that took a change can be saved and loaded");
    return 0;
}

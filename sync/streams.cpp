#include "sync/streams.hpp"

#include <algorithm>

#include "sync/leb.hpp"

namespace wayside::sync {

namespace {

constexpr std::size_t most_streams = 4'096;

}  // namespace

Streams::Streams(ByteView taken, ByteView random) : is_reading_(true), random_read_(random) {
    ByteReader from(taken);
    const std::uint64_t count = read_leb(from);
    if (count > most_streams) from.fail();
    std::vector<std::uint64_t> sizes;
    for (std::uint64_t i = 0; i < count && !from.failed(); ++i) sizes.push_back(read_leb(from));
    for (const std::uint64_t size : sizes) unused_.push_back(from.raw(size));
    std::ranges::reverse(unused_);
    failed_ = !from.done();
}

bool Streams::done() const {
    const auto is_read = [](const auto& each) { return each->read.done(); };
    return !failed_ && unused_.empty() && random_read_.done() &&
           std::ranges::all_of(streams_, is_read);
}

Streams::Stream& Streams::stream(const std::string& name) {
    const auto [place, is_new] = places_.try_emplace(name, streams_.size());
    if (!is_new) return *streams_[place->second];
    streams_.push_back(std::make_unique<Stream>());
    Stream& made = *streams_.back();
    if (!is_reading_) return made;
    if (unused_.empty()) {
        failed_ = true;
        return made;
    }
    made.read = ByteReader(unused_.back());
    unused_.pop_back();
    return made;
}

void Streams::number(const std::string& name, std::uint64_t& value) {
    Stream& on = stream(name);
    if (!is_reading_) return write_leb(on.written, value);
    value = read_leb(on.read);
    failed_ = failed_ || on.read.failed();
}

void Streams::sized(const std::string& name, Bytes& value, std::size_t most) {
    std::uint64_t size = value.size();
    number(name, size);
    Stream& on = stream(name);
    if (!is_reading_) return on.written.raw(value);
    if (size > most) on.read.fail();
    const ByteView from = on.read.raw(on.read.failed() ? 0 : size);
    value.assign(from.begin(), from.end());
    failed_ = failed_ || on.read.failed();
}

void Streams::random(std::span<std::uint8_t> value) {
    if (!is_reading_) return random_written_.raw(value);
    const ByteView from = random_read_.raw(value.size());
    std::ranges::copy(from, value.begin());
    failed_ = failed_ || random_read_.failed();
}

void Streams::repeated(const std::string& name, Bytes& value, std::size_t most) {
    Stream& on = stream(name);
    std::uint64_t number_of = 0;
    if (!is_reading_) {
        const auto known = on.numbers.find(value);
        number_of = known == on.numbers.end() ? 0 : known->second;
    }
    number(name, number_of);
    if (failed_) return;
    if (number_of > on.known.size()) return fail();
    if (number_of > 0) {
        value = on.known[number_of - 1];
        return;
    }
    sized(name + "'", value, most);
    on.known.push_back(value);
    on.numbers.emplace(value, on.known.size());
}

void Streams::repeated(const std::string& name, std::string& value, std::size_t most) {
    Bytes bytes(value.begin(), value.end());
    repeated(name, bytes, most);
    value.assign(bytes.begin(), bytes.end());
}

Bytes Streams::take() const {
    ByteWriter out;
    write_leb(out, streams_.size());
    for (const auto& each : streams_) write_leb(out, each->written.size());
    for (const auto& each : streams_) out.raw(each->written.bytes());
    return out.take();
}

}  // namespace wayside::sync

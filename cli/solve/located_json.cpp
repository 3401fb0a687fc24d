#include "cli/solve/located_json.hpp"

#include <algorithm>
#include <iterator>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>

namespace wayside::cli::solve {

namespace {

/// What the parser has taken so far; it reads one character at a time.
struct Progress {
    int line = 1;
    bool is_at_line_end = false;

    void take(char c) {
        if (is_at_line_end) ++line;
        is_at_line_end = c == '\n';
    }
};

/// Hands characters to the parser and counts their lines.
class CountingIterator {
  public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    CountingIterator(const char* at, Progress* progress) : at_(at), progress_(progress) {}

    reference operator*() const { return *at_; }
    CountingIterator& operator++() {
        progress_->take(*at_);
        ++at_;
        return *this;
    }
    CountingIterator operator++(int) {
        CountingIterator before = *this;
        ++*this;
        return before;
    }
    friend bool operator==(const CountingIterator& a, const CountingIterator& b) {
        return a.at_ == b.at_;
    }

  private:
    const char* at_;
    Progress* progress_;
};

/// Builds the tree from the parser's calls; false stops the parser.
class Builder final : public nlohmann::json_sax<nlohmann::json> {
  public:
    Builder(JsonValue& root, const Progress& progress) : progress_(progress), root_(root) {}

    bool null() override { return add(JsonValue::Kind::null) != nullptr; }
    bool boolean(bool value) override {
        add(JsonValue::Kind::boolean)->integer = value ? 1 : 0;
        return true;
    }
    bool number_integer(number_integer_t value) override { return whole(value); }
    bool number_unsigned(number_unsigned_t value) override {
        if (value > static_cast<number_unsigned_t>(std::numeric_limits<std::int64_t>::max())) {
            return fail("a whole number beyond 64 bits");
        }
        return whole(static_cast<std::int64_t>(value));
    }
    bool number_float(number_float_t value, const string_t& /*text*/) override {
        add(JsonValue::Kind::real)->real = value;
        return true;
    }
    bool string(string_t& value) override {
        add(JsonValue::Kind::text)->text = std::move(value);
        return true;
    }
    bool binary(binary_t& /*value*/) override { return fail("no JSON"); }
    bool start_object(std::size_t /*size*/) override { return open(JsonValue::Kind::object); }
    bool start_array(std::size_t /*size*/) override { return open(JsonValue::Kind::list); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }
    bool key(string_t& name) override {
        if (open_.back()->member(name) != nullptr) return fail("'" + name + "' is there twice");
        key_ = std::move(name);
        return true;
    }
    bool parse_error(std::size_t /*at*/, const std::string& /*token*/,
                     const nlohmann::detail::exception& /*error*/) override {
        return fail("no JSON");
    }

    [[nodiscard]] const std::optional<std::pair<int, std::string>>& fault() const { return fault_; }

  private:
    bool fail(std::string what) {
        if (!fault_) fault_.emplace(progress_.line, std::move(what));
        return false;
    }
    bool whole(std::int64_t value) {
        JsonValue* made = add(JsonValue::Kind::integer);
        made->integer = value;
        made->real = static_cast<double>(value);
        return true;
    }
    JsonValue* add(JsonValue::Kind kind) {
        JsonValue* made = &root_;
        if (!open_.empty() && open_.back()->kind == JsonValue::Kind::list) {
            made = &open_.back()->list.emplace_back();
        } else if (!open_.empty()) {
            open_.back()->members.push_back({std::move(key_), {}});
            made = &open_.back()->members.back().value;
        }
        made->kind = kind;
        made->line = progress_.line;
        return made;
    }
    bool open(JsonValue::Kind kind) {
        if (open_.size() >= LocatedJson::most_depth) return fail("nested too deep");
        open_.push_back(add(kind));
        return true;
    }
    bool close() {
        open_.pop_back();
        return true;
    }

    const Progress& progress_;
    JsonValue& root_;
    // An open container does not move: only the innermost one grows.
    std::vector<JsonValue*> open_;
    std::string key_;
    std::optional<std::pair<int, std::string>> fault_;
};

}  // namespace

const JsonValue* JsonValue::member(std::string_view name) const {
    const auto found = std::find_if(members.begin(), members.end(),
                                    [&](const auto& member) { return member.name == name; });
    return found == members.end() ? nullptr : &found->value;
}

Result<LocatedJson> LocatedJson::parse(std::string_view text, std::string file) {
    LocatedJson parsed{std::move(file), {}};
    Progress progress;
    Builder builder(parsed.value, progress);
    const CountingIterator begin(text.data(), &progress);
    const CountingIterator end(text.data() + text.size(), &progress);
    const bool is_read = nlohmann::json::sax_parse(begin, end, &builder);
    if (is_read) return parsed;
    const auto fault = builder.fault().value_or(std::pair<int, std::string>{1, "no JSON"});
    return Refusal{Why::malformed,
                   parsed.file + ":" + std::to_string(fault.first) + ": " + fault.second};
}

}  // namespace wayside::cli::solve

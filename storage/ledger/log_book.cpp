#include "storage/ledger/log_book.hpp"

#include "storage/ledger/row_scan.hpp"

namespace wayside::ledger {

namespace {

constexpr std::uint8_t row_version = 1;
constexpr std::uint8_t context_version = 1;
constexpr std::int64_t most_rows = std::int64_t{1} << 31;

/// The number is under the sum, so that a row that strayed to another number is noticed.
std::array<std::uint8_t, 8> sum_of(std::int64_t number, ByteView body) {
    ByteWriter key;
    key.i64(number);
    return crypto::hash<8>("wayside row", {}, {key.bytes(), body});
}

Bytes with_sum(std::int64_t number, ByteWriter& body) {
    const auto sum = sum_of(number, body.bytes());
    body.raw(sum);
    return body.take();
}

Bytes encode(const LogRow& row) {
    ByteWriter out;
    out.u8(row_version);
    out.raw(row.region.view());
    out.raw(row.space.view());
    out.raw(row.log.view());
    out.raw(row.device.view());
    out.u8(row.follows ? 1 : 0);
    if (row.follows) out.raw(row.follows->log.view());
    if (row.follows) out.u64(row.follows->sequence);
    out.raw(row.previous);
    return with_sum(row.number, out);
}

Bytes encode(const SealingRow& row) {
    ByteWriter out;
    out.u8(row_version);
    out.u8(static_cast<std::uint8_t>(row.suite));
    out.raw(row.key_id);
    return with_sum(row.number, out);
}

/// The body without its sum, if that agrees.
std::optional<ByteView> body_of(std::int64_t number, ByteView bytes) {
    if (bytes.size() < 9) return std::nullopt;
    const ByteView body = bytes.first(bytes.size() - 8);
    const auto sum = sum_of(number, body);
    if (!crypto::equal(sum, bytes.last(8)) || body[0] != row_version) return std::nullopt;
    return body.subspan(1);
}

bool decode(ByteReader& from, LogRow& row) {
    row.region.bytes = from.array<16>();
    row.space.bytes = from.array<16>();
    row.log.bytes = from.array<16>();
    row.device.bytes = from.array<16>();
    if (from.u8() != 0) {
        row.follows = EntryName{LogId{from.array<16>()}, 0};
        row.follows->sequence = from.u64();
    }
    row.previous = from.array<32>();
    return from.done();
}

bool decode(ByteReader& from, SealingRow& row) {
    const std::uint8_t suite = from.u8();
    row.suite = static_cast<crypto::Suite>(suite);
    row.key_id = from.array<32>();
    return from.done() && (suite == 1 || suite == 2);
}

/// Both copies of every row: the negative numbers come first.
template <class Row>
void read_rows(sqlite::Database& database, std::string_view sql, const char* damaged,
               std::map<std::int64_t, Row>& rows, std::vector<Finding>& findings) {
    std::map<std::int64_t, int> whole;
    RowScan scan(database, sql, -most_rows);
    while (const sqlite::Rows* at = scan.next()) {
        const std::int64_t stored = at->integer(0);
        if (stored == 0 || stored > most_rows) continue;
        Row row;
        row.number = stored < 0 ? -stored : stored;
        int& copies = whole[row.number];
        const Bytes bytes = at->blob(1);
        const auto body = body_of(row.number, bytes);
        if (!body) continue;
        ByteReader from(*body);
        if (!decode(from, row)) continue;
        ++copies;
        rows.insert_or_assign(row.number, row);
    }
    for (const auto& [number, copies] : whole) {
        if (copies == 2) continue;
        Finding finding{{}, {}, 0, 0, damaged};
        if constexpr (std::is_same_v<Row, LogRow>) {
            const auto at = rows.find(number);
            if (at != rows.end()) finding.space = at->second.space, finding.log = at->second.log;
        }
        findings.push_back(std::move(finding));
    }
    if (!scan.unreadable().empty()) findings.push_back({{}, {}, 0, 0, damaged});
}

template <class Row>
void insert_twice(sqlite::Database& database, std::string_view sql, const Row& row) {
    require(row.number > 0, "rows are counted from 1");
    const Bytes bytes = encode(row);
    database.prepared(sql).run(row.number, bytes);
    database.prepared(sql).run(-row.number, bytes);
}

}  // namespace

LogBook read_log_book(sqlite::Database& database) {
    LogBook book;
    read_rows(database, "SELECT number, row FROM log WHERE number > ?1 ORDER BY number",
              "the description of a log is damaged in one of its two places", book.logs,
              book.findings);
    read_rows(database, "SELECT number, row FROM sealing WHERE number > ?1 ORDER BY number",
              "the name of a space key is damaged in one of its two places", book.sealings,
              book.findings);
    return book;
}

void insert_log(sqlite::Database& database, const LogRow& row) {
    insert_twice(database, "INSERT INTO log (number, row) VALUES (?1, ?2)", row);
}

void insert_sealing(sqlite::Database& database, const SealingRow& row) {
    insert_twice(database, "INSERT INTO sealing (number, row) VALUES (?1, ?2)", row);
}

LogRow row_of(const LogOrigin& origin) {
    return {0, origin.region, origin.space, origin.log, origin.device, origin.follows, {}};
}

Bytes entry_context(const LogRow& log, std::uint64_t sequence, const SealingRow& sealing,
                    const crypto::Hash32& previous) {
    ByteWriter out;
    out.u8(context_version);
    out.u8(static_cast<std::uint8_t>(sealing.suite));
    out.text("entry");
    out.raw(log.region.view());
    out.raw(log.space.view());
    out.raw(log.device.view());
    out.raw(log.log.view());
    out.u64(sequence);
    out.raw(sealing.key_id);
    out.raw(previous);
    return out.take();
}

}  // namespace wayside::ledger

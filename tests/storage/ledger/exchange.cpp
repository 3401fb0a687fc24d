#include "tests/storage/ledger/exchange.hpp"

namespace wayside::ledger {

std::vector<SignedRange> ranges_of(const ClinicBox& from, const LogId& log,
                                   std::size_t most_bytes) {
    LedgerReader reader = from.reader();
    std::vector<SignedRange> out;
    for (std::uint64_t first = 1;;) {
        auto range = reader.range_to_sign(from.space(), log, first, most_bytes);
        if (!range) return out;
        if (range->range.origin.device == from.box->device) {
            sign_head(range->head, from.box->signer);
        } else {
            range = reader.range(from.space(), log, first, most_bytes);
            if (!range) return out;
        }
        first = range->range.last() + 1;
        out.push_back(std::move(*range));
    }
}

std::vector<SignedRange> ranges_of(const ClinicBox& from, std::size_t most_bytes) {
    std::vector<SignedRange> out;
    for (const auto& [number, log] : from.reader().log_book().logs) {
        for (SignedRange& range : ranges_of(from, log.log, most_bytes)) {
            out.push_back(std::move(range));
        }
    }
    return out;
}

Result<CheckedRange> checked(const ClinicBox& at, const SignedRange& range) {
    return check_range(range, at.box->region_register, at.box->keyring);
}

Result<void> take(const ClinicBox& at, Ledger& ledger, const SignedRange& range) {
    auto each = checked(at, range);
    if (!each) return each.refusal();
    Batch batch;
    batch.received.push_back(std::move(*each));
    return ledger.receive(batch);
}

void take_all(const ClinicBox& at, Ledger& ledger, const std::vector<SignedRange>& ranges) {
    for (const SignedRange& range : ranges) {
        const auto taken = take(at, ledger, range);
        require(taken.has_value(), "a test's range is taken");
    }
}

std::string rows_of(const ClinicBox& box) {
    auto database = sqlite::Database::open(box.database(), sqlite::Access::read_only);
    std::string out;
    for (const std::string query :
         {"SELECT 'entry' || number || ' ' || log || ' ' || sequence || ' ' || sealing || ' ' || "
          "state || ' ' || hex(chain) || hex(sealed) FROM entry ORDER BY number",
          "SELECT 'log' || number || hex(row) FROM log ORDER BY number",
          "SELECT 'sealing' || number || hex(row) FROM sealing ORDER BY number",
          "SELECT 'head' || log || ' ' || sequence || hex(chain) || hex(signature) FROM head "
          "ORDER BY log, sequence",
          "SELECT 'key' || hex(patient) || hex(wrapped) || ifnull(hex(forgotten), '') FROM "
          "patient_key ORDER BY patient"}) {
        auto rows = database.prepared(query).query();
        while (rows.next()) out += rows.text(0) + "\n";
    }
    return out;
}

Frontier frontier_of(const ClinicBox& box) {
    return box.reader().frontier(box.space());
}

void run(const ClinicBox& box, const std::string& sql) {
    sqlite::Database::open(box.database(), sqlite::Access::read_write).execute(sql.c_str());
}

}  // namespace wayside::ledger

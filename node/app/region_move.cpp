#include "node/app/region_move.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <system_error>

#include "node/app/scaffold.hpp"
#include "storage/ledger/carry_over.hpp"
#include "storage/ledger/ledger.hpp"
#include "storage/trust/key_file.hpp"

namespace wayside::app {

namespace {

namespace fs = std::filesystem;

/// The three places of a move; the first is no symbolic link.
struct Places {
    explicit Places(const DataDir& dir) : box(fs::canonical(dir.root)) {}
    fs::path box;
    fs::path joining = box.string() + ".joining";
    fs::path before = box.string() + ".before-join";
};

std::string reason() {
    return std::system_category().message(errno);
}

/// Whether the box that moves lies there: the old one, after a swap that was undone by hand.
bool holds_box_of(const RegionId& region, const fs::path& folder) {
    try {
        auto reader = ledger::LedgerReader::open(folder);
        if (!reader) return false;
        const auto known = trust::Register::load(reader->register_records());
        return known && known->region() == region;
    } catch (const MachineError&) {
        return false;  // not even a database yet
    }
}

void check_places(const Places& at, const RegionId& region) {
    if (fs::exists(at.before)) {
        throw MachineError(at.before.string() + " is there from before; move it away first");
    }
    if (holds_box_of(region, at.joining)) {
        throw MachineError(at.joining.string() + " holds this box as well; move it away first");
    }
}

/// Key file, configuration, and whatever else lies there, but what is written anew.
void copy_rest(const fs::path& from, const fs::path& into) {
    for (const auto& each : fs::directory_iterator(from)) {
        const std::string name = each.path().filename().string();
        const bool is_of_ledger = name.starts_with("ledger.db") || name == "marker";
        if (is_of_ledger || name == "lock") continue;
        fs::copy(each.path(), into / name,
                 fs::copy_options::recursive | fs::copy_options::copy_symlinks);
    }
}

Result<void> write_new(const RegionMove& move, const DataDir& fresh) {
    const trust::Joining& joining = move.joining;
    const auto unlocking = trust::read_key_file(move.folder.dir.key_file(move.folder.key_file));
    const Bytes wrapped =
        trust::wrap_secrets(joining.secrets, joining.owner, joining.suite, unlocking);
    ledger::Ledger::create(fresh.root, joining.stored, wrapped);
    const auto box = trust::open_box(joining.stored, wrapped, unlocking);
    if (!box) return box.refusal();
    ledger::CarryOver job{move.folder.dir.root, *move.opened.box, fresh.root, *box};
    job.progress = [&](std::uint64_t done, std::uint64_t all) {
        if (move.tell) move.tell({MoveStep::carrying, done, all});
    };
    const auto carried = ledger::carry_over(job);
    if (!carried) return carried.refusal();
    return {};
}

/// What was damaged or lost before is so still; nothing else may be.
Result<void> check_same(const Folder& before, const Folder& after) {
    const Refusal differs{Why::damaged,
                          "what was written for the region is not what this box holds; nothing was "
                          "changed ('wayside verify' checks the box)",
                          "not_the_same"};
    const Verified now = verify(after);
    if (!now.without_keys.empty()) return differs;
    if (!now.findings.empty()) {
        const auto were = verify(before).findings;
        const bool is_known = std::ranges::all_of(now.findings, [&](const ledger::Finding& each) {
            return std::ranges::find(were, each) != were.end();
        });
        if (!is_known) return differs;
    }
    const auto old_digests = digests(before);
    if (!old_digests) return old_digests.refusal();
    const auto new_digests = digests(after);
    if (!new_digests) return new_digests.refusal();
    if (*old_digests != *new_digests) return differs;
    return {};
}

/// Who serves the box must be able to serve the new one, also when root made it: where the key file
/// is root's alone, nobody else can.
void give_to_owner_of(const fs::path& box, const fs::path& folder) {
    struct stat owned = {};
    if (::stat(box.c_str(), &owned) != 0) throw MachineError(box.string() + ": " + reason());
    if (owned.st_uid == ::geteuid()) return;
    const auto give = [&](const fs::path& path) {
        if (::lchown(path.c_str(), owned.st_uid, owned.st_gid) == 0) return;
        throw MachineError(box.string() +
                           " belongs to another user; run this as that user or as "
                           "root: " +
                           reason());
    };
    for (const auto& each : fs::recursive_directory_iterator(folder)) give(each.path());
    give(folder);
}

/// Everything below it, and it itself, is on the disk.
void sync_all(const fs::path& folder) {
    for (const auto& each : fs::recursive_directory_iterator(folder)) {
        if (each.is_symlink()) continue;
        if (each.is_regular_file() || each.is_directory()) sync_path(each.path());
    }
    sync_path(folder);
}

/// Both names are taken before, after, and at every instant.
void swap(const fs::path& one, const fs::path& other) {
    const int rc = ::renameat2(AT_FDCWD, one.c_str(), AT_FDCWD, other.c_str(), RENAME_EXCHANGE);
    if (rc != 0) {
        const std::string why = reason();
        std::error_code ignored;
        fs::remove_all(one, ignored);
        throw MachineError("the new folder cannot take the place of " + other.string() + ": " +
                           why + "; it has to be a folder that can be renamed, no mount point");
    }
    sync_path(other.parent_path());
}

fs::path name_old(const Places& at) {
    fs::rename(at.joining, at.before);
    sync_path(at.before.parent_path());
    return at.before;
}

}  // namespace

Result<fs::path> move_region(const RegionMove& move) {
    const auto tell = [&](MoveStep step) {
        if (move.tell) move.tell({step, 0, 0});
    };
    const Places at(move.folder.dir);
    check_places(at, move.opened.box->region);
    fs::remove_all(at.joining);  // of a move that did not come to its end
    Scaffold scaffold(at.joining);
    fs::permissions(at.joining, fs::perms::owner_all);
    const DataDir fresh{at.joining};
    const Lock lock(fresh);
    copy_rest(at.box, at.joining);
    if (const auto written = write_new(move, fresh); !written) return written.refusal();
    tell(MoveStep::checking);
    const auto same = check_same(move.folder, {fresh, move.folder.key_file});
    if (!same) return same.refusal();
    give_to_owner_of(at.box, at.joining);
    sync_all(at.joining);
    tell(MoveStep::whole);

    // From the swap on the old box lies there: nothing may remove it.
    scaffold.keep();
    swap(at.joining, at.box);
    tell(MoveStep::swapped);
    return name_old(at);
}

std::optional<fs::path> finish_move(const DataDir& dir) {
    const Places at(dir);
    if (!fs::exists(at.joining) || fs::exists(at.before)) return std::nullopt;
    return name_old(at);
}

}  // namespace wayside::app

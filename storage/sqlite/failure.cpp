#include "storage/sqlite/failure.hpp"

namespace wayside::sqlite {

namespace {

Cause cause_of(int extended) {
    if (extended == SQLITE_IOERR_FSYNC || extended == SQLITE_IOERR_DIR_FSYNC) return Cause::sync;
    // A page that is shorter than it should be is damage to the file, not to the disk.
    if (extended == SQLITE_IOERR_SHORT_READ || extended == SQLITE_IOERR_CORRUPTFS) {
        return Cause::corrupt;
    }
    switch (extended & 0xFF) {
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
        case SQLITE_ERROR:  // a schema that lost its tables or columns
        case SQLITE_SCHEMA:
        case SQLITE_TOOBIG:
        case SQLITE_FORMAT:
            return Cause::corrupt;
        case SQLITE_FULL:
            return Cause::full;
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return Cause::busy;
        default:
            return Cause::other;
    }
}

}  // namespace

const char* name_of(Cause cause) {
    switch (cause) {
        case Cause::corrupt:
            return "corrupt";
        case Cause::full:
            return "full";
        case Cause::busy:
            return "busy";
        case Cause::sync:
            return "sync";
        case Cause::other:
            return "other";
    }
    return "other";
}

void check(sqlite3* database, int code, std::string_view tried) {
    if (code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE) return;
    const int extended = database != nullptr ? sqlite3_extended_errcode(database) : code;
    // sqlite3_errmsg can quote a stored text; the fixed words of the code cannot.
    throw StorageError(cause_of(extended), std::string(tried) + ": " + sqlite3_errstr(extended) +
                                               " (" + std::to_string(extended) + ")");
}

}  // namespace wayside::sqlite

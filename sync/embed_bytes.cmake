# Writes SOURCE, a C++ file that gives the bytes of FILE as `wayside::sync::NAME()`; run at build time.
file(READ ${FILE} hex HEX)
string(REGEX REPLACE "(..)" "0x\\1," bytes "${hex}")
file(WRITE ${SOURCE} "#include \"sync/dictionary_bytes.hpp\"

namespace wayside::sync {

namespace {
constexpr std::uint8_t all[] = {${bytes}};
}  // namespace

ByteView ${NAME}() { return all; }

}  // namespace wayside::sync
")

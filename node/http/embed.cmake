# Writes OUT/assets.S and OUT/asset_table.cpp: every file below ROOT in order of path, and OPENAPI.
file(GLOB_RECURSE files LIST_DIRECTORIES false RELATIVE ${ROOT} ${ROOT}/*)
list(SORT files)
set(assembly "    .section .rodata\n")
set(declarations "")
set(rows "")

macro(take_in name file)
  string(APPEND assembly "    .global wayside_${name}\n    .global wayside_${name}_end\n    .balign 16\n"
    "wayside_${name}:\n    .incbin \"${file}\"\nwayside_${name}_end:\n    .byte 0\n")
  string(APPEND declarations "extern const char wayside_${name};\nextern const char wayside_${name}_end;\n")
endmacro()

set(number 0)
foreach(file IN LISTS files)
  take_in(asset_${number} ${ROOT}/${file})
  string(APPEND rows "    Asset{\"${file}\", bytes(wayside_asset_${number}, wayside_asset_${number}_end)},\n")
  math(EXPR number "${number} + 1")
endforeach()
take_in(openapi ${OPENAPI})
string(APPEND assembly "    .section .note.GNU-stack,\"\",%progbits\n")

file(WRITE ${OUT}/assets.S "${assembly}")
file(WRITE ${OUT}/asset_table.cpp "#include <array>

#include \"node/http/assets.hpp\"
#include \"node/http/edge.hpp\"

extern \"C\" {
${declarations}}

namespace wayside::http {

namespace {

std::string_view bytes(const char& first, const char& end) {
    return {&first, static_cast<std::size_t>(&end - &first)};
}

}  // namespace

std::span<const Asset> assets() {
    static const std::array<Asset, ${number}> all{
${rows}    };
    return all;
}

std::string_view openapi_document() { return bytes(wayside_openapi, wayside_openapi_end); }

}  // namespace wayside::http
")

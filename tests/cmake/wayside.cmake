# The words that every CMakeLists.txt of the house uses: wayside_library, wayside_test, wayside_fuzz.

# By CMake's name and not by -lspdlog, which would compile all of spdlog again in every source that logs.
find_package(spdlog REQUIRED)

find_program(CCACHE ccache)
if(CCACHE)
  # Several checkouts share one cache only with these settings.
  set(launcher ${CMAKE_COMMAND} -E env
      CCACHE_SLOPPINESS=time_macros,include_file_mtime,include_file_ctime
      CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
endif()

# Lines in back-traces, and no more: what a debugger would like besides costs a quarter of the compile time.
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1 -DNDEBUG")

# There is no precompiled header, on purpose. Measured with one of the standard headers and nlohmann/json: sources that
# read JSON gain a fifth, all others lose a tenth, and each preset pays 9 s and 110 MB for it.

add_library(wayside_flags INTERFACE)
target_compile_options(wayside_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wold-style-cast -Wnon-virtual-dtor -Woverloaded-virtual
  -Wcast-align -Wunused -Wnull-dereference -Wdouble-promotion -Wformat=2 -Wimplicit-fallthrough -Werror)
target_compile_options(wayside_flags INTERFACE -fstack-protector-strong)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # gcc 12 sees null dereferences and overreads that its own inlining of libstdc++ invents.
  target_compile_options(wayside_flags INTERFACE -Wno-null-dereference -Wno-stringop-overflow -Wno-array-bounds
    -Wno-restrict -Wno-maybe-uninitialized -Wno-stringop-overread)
else()
  # clang blames us for what libstdc++ 12 uses itself (a temporary buffer in its stable_sort); gcc still tells of ours.
  target_compile_options(wayside_flags INTERFACE -Wno-deprecated-declarations)
endif()
if(NOT CMAKE_BUILD_TYPE STREQUAL "Debug")
  target_compile_definitions(wayside_flags INTERFACE _FORTIFY_SOURCE=2)
endif()
if(WAYSIDE_SANITIZE)
  target_compile_options(wayside_flags INTERFACE -fsanitize=${WAYSIDE_SANITIZE} -fno-omit-frame-pointer
    -fno-sanitize-recover=all)
  target_link_options(wayside_flags INTERFACE -fsanitize=${WAYSIDE_SANITIZE})
endif()
if(WAYSIDE_FUZZ)
  target_compile_options(wayside_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()
target_include_directories(wayside_flags INTERFACE ${CMAKE_SOURCE_DIR})

# wayside_library(name FLOOR n [SOURCES ...] [LINKS ...] [PRIVATE ...])
#   name   the folder with '_' for '/': storage_ledger. Alias wayside::storage_ledger.
#   FLOOR  the floor of the folder (README); a link to the same or a higher floor is refused, except on floor 2, where
#          storage_shelf may use storage_ledger and storage_trust, and storage_ledger may use storage_trust, and but for
#          the solver, whose find, plan and shop may use search and problem, queue and overbook search.
#   LINKS  libraries of ours that our headers show. PRIVATE: ours or foreign, for our sources only.
function(wayside_library name)
  cmake_parse_arguments(arg "" "FLOOR" "SOURCES;LINKS;PRIVATE" ${ARGN})
  if(NOT DEFINED arg_FLOOR)
    message(FATAL_ERROR "wayside_library(${name}): which FLOOR?")
  endif()
  add_library(${name} STATIC ${arg_SOURCES})
  add_library(wayside::${name} ALIAS ${name})
  set_target_properties(${name} PROPERTIES WAYSIDE_FLOOR ${arg_FLOOR} LINKER_LANGUAGE CXX)
  target_link_libraries(${name} PUBLIC wayside_flags ${arg_LINKS} PRIVATE ${arg_PRIVATE})
  foreach(lower IN LISTS arg_LINKS arg_PRIVATE)
    wayside_check_floor(${name} ${arg_FLOOR} ${lower})
  endforeach()
endfunction()

function(wayside_check_floor name floor lower)
  if(NOT TARGET ${lower})
    return()  # a foreign library by its linker name
  endif()
  get_target_property(lower_floor ${lower} WAYSIDE_FLOOR)
  if(lower_floor STREQUAL "lower_floor-NOTFOUND" OR lower_floor LESS floor)
    return()
  endif()
  set(leftward storage_shelf>storage_ledger storage_shelf>storage_trust storage_ledger>storage_trust)
  foreach(user IN ITEMS find plan shop)
    list(APPEND leftward solver_${user}>solver_search solver_${user}>solver_problem)
  endforeach()
  list(APPEND leftward solver_queue>solver_search solver_overbook>solver_search)
  if("${name}>${lower}" IN_LIST leftward)
    return()
  endif()
  message(FATAL_ERROR "${name} (floor ${floor}) may not use ${lower} (floor ${lower_floor}): only lower floors. See README.md.")
endfunction()

add_library(wayside_test_main OBJECT ${CMAKE_SOURCE_DIR}/tests/main.cpp)
target_link_libraries(wayside_test_main PRIVATE wayside_flags)

# wayside_test(name SOURCES ... LINKS ... [TIMEOUT seconds])   a doctest runner; its main is tests/main.cpp
function(wayside_test name)
  cmake_parse_arguments(arg "" "TIMEOUT" "SOURCES;LINKS" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE wayside_flags wayside_test_main ${arg_LINKS})
  add_test(NAME ${name} COMMAND ${name})
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 300)
  endif()
  set_tests_properties(${name} PROPERTIES TIMEOUT ${arg_TIMEOUT}
    ENVIRONMENT "WAYSIDE_SHARED=${CMAKE_SOURCE_DIR}/../shared")
endfunction()

# wayside_fuzz(name SOURCES ... LINKS ...)   a libFuzzer target, built by the preset `fuzz` only
function(wayside_fuzz name)
  if(NOT WAYSIDE_FUZZ)
    return()
  endif()
  cmake_parse_arguments(arg "" "" "SOURCES;LINKS" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE wayside_flags ${arg_LINKS})
  target_link_options(${name} PRIVATE -fsanitize=fuzzer)
  set_property(GLOBAL APPEND PROPERTY WAYSIDE_FUZZERS ${name})
endfunction()

# wayside_fuzzers()   a target for all of them, and the file fuzzers.txt that says where each lies
function(wayside_fuzzers)
  if(NOT WAYSIDE_FUZZ)
    return()
  endif()
  get_property(names GLOBAL PROPERTY WAYSIDE_FUZZERS)
  add_custom_target(wayside_fuzzers DEPENDS ${names})
  list(TRANSFORM names REPLACE "(.+)" "$<TARGET_FILE:\\1>\n" OUTPUT_VARIABLE files)
  list(JOIN files "" lines)
  file(GENERATE OUTPUT ${CMAKE_BINARY_DIR}/fuzzers.txt CONTENT "${lines}")
endfunction()

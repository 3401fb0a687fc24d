# Writes SOURCE from the SQL files TEXTS; run by `wayside_embed_sql` at build time.
set(rows "")
set(number 0)
foreach(text IN LISTS TEXTS)
  math(EXPR number "${number} + 1")
  get_filename_component(name ${text} NAME)
  if(NOT name MATCHES "^0*${number}_")
    message(FATAL_ERROR "${name}: migrations are numbered without a gap; ${number} is missing")
  endif()
  file(READ ${text} sql)
  string(APPEND rows "    {${number}, R\"sql(${sql})sql\"},\n")
endforeach()
file(WRITE ${SOURCE} "#include \"storage/sqlite/migrations.hpp\"

namespace ${NAMESPACE} {

namespace {
constexpr wayside::sqlite::Migration all[] = {
${rows}};
}  // namespace

std::span<const wayside::sqlite::Migration> migrations();
std::span<const wayside::sqlite::Migration> migrations() { return all; }

}  // namespace ${NAMESPACE}
")

# wayside_embed_sql(target FOLDER folder NAMESPACE name)
#   compiles folder/NNN_*.sql into `target` as `std::span<const wayside::sqlite::Migration> name::migrations()`,
#   which a header of the target declares.
function(wayside_embed_sql target)
  cmake_parse_arguments(arg "" "FOLDER;NAMESPACE" "" ${ARGN})
  file(GLOB texts CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${arg_FOLDER}/*.sql)
  list(SORT texts)
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${target}_migrations.cpp)
  set(script ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/embed_script.cmake)
  add_custom_command(OUTPUT ${source}
    COMMAND ${CMAKE_COMMAND} "-DTEXTS=${texts}" -DSOURCE=${source} -DNAMESPACE=${arg_NAMESPACE} -P ${script}
    DEPENDS ${texts} ${script} VERBATIM)
  target_sources(${target} PRIVATE ${source})
endfunction()

# Copies the tests to BINARY/work, installs what they need, translates the screens' sources for the units,
# and runs them all. The source tree stays as it is.

include("${WEB_SOURCE}/node.cmake")

set(work "${BINARY}/work")
foreach(part IN ITEMS units browser fake real)
  file(REMOVE_RECURSE "${work}/${part}")
endforeach()
file(COPY "${SOURCE}/" DESTINATION "${work}" PATTERN node_modules EXCLUDE)
wayside_node("${WEB_SOURCE}/newer_node" "${WEB_BINARY}/newer_node" "${NPM}" "${NODE}")
wayside_install("${work}" "${npm}")

file(REMOVE_RECURSE "${BINARY}/translated")
execute_process(COMMAND "${node}" node_modules/typescript/bin/tsc --noEmit false --outDir "${BINARY}/translated"
  WORKING_DIRECTORY "${WEB_BINARY}/work" COMMAND_ERROR_IS_FATAL ANY)
file(WRITE "${BINARY}/translated/package.json" "{\"type\": \"module\"}\n")

execute_process(
  COMMAND "${CMAKE_COMMAND}" -E env
    "WAYSIDE_WEB_DIST=${WEB_BINARY}/dist"
    "WAYSIDE_WEB_TRANSLATED=${BINARY}/translated"
    "WAYSIDE_WEB_MESSAGES=${WEB_SOURCE}/messages"
    "WAYSIDE_CHROMIUM=${CHROMIUM}"
    "WAYSIDE_EXECUTABLE=${EXECUTABLE}" "WAYSIDE_MAKE_DAY=${MAKE_DAY}" "WAYSIDE_DEMO_SETUP=${DEMO_SETUP}"
    "${node}" run.mjs
  WORKING_DIRECTORY "${work}" RESULT_VARIABLE failed)
if(failed)
  message(FATAL_ERROR "the screens' tests failed")
endif()

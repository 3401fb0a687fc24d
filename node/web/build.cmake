# cmake -D SOURCE=... -D BINARY=... -D NPM=... -D NODE=... -P build.cmake
# Copies the sources to BINARY/work, installs what the lock file names, checks types, and builds BINARY/dist.

include("${CMAKE_CURRENT_LIST_DIR}/node.cmake")

set(work "${BINARY}/work")
foreach(part IN ITEMS src build messages dist)
  file(REMOVE_RECURSE "${work}/${part}")
endforeach()
file(COPY "${SOURCE}/" DESTINATION "${work}"
  PATTERN node_modules EXCLUDE PATTERN dist EXCLUDE PATTERN CMakeLists.txt EXCLUDE PATTERN *.cmake EXCLUDE)

wayside_node("${SOURCE}/newer_node" "${BINARY}/newer_node" "${NPM}" "${NODE}")
wayside_install("${work}" "${npm}")

execute_process(COMMAND "${node}" node_modules/typescript/bin/tsc --noEmit
  WORKING_DIRECTORY "${work}" COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND "${node}" node_modules/vite/bin/vite.js build --logLevel warn
  WORKING_DIRECTORY "${work}" COMMAND_ERROR_IS_FATAL ANY)

file(REMOVE_RECURSE "${BINARY}/dist")
file(RENAME "${work}/dist" "${BINARY}/dist")

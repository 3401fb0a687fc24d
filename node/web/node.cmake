# Words for build scripts that run npm's packages: wayside_install, wayside_node.

set(wayside_least_node 20.19.0)

# Installs what FOLDER/package-lock.json names, unless that was done before for the same lock file.
# `npm` is a command line as a list.
function(wayside_install folder npm)
  file(SHA256 "${folder}/package-lock.json" wanted)
  set(stamp "${folder}/node_modules/.wayside-lock")
  if(EXISTS "${stamp}")
    file(READ "${stamp}" have)
    if(have STREQUAL wanted)
      return()
    endif()
  endif()
  execute_process(COMMAND ${npm} ci --no-audit --no-fund --loglevel=error
    WORKING_DIRECTORY "${folder}" RESULT_VARIABLE failed)
  if(failed)
    message(FATAL_ERROR "npm could not install what ${folder}/package-lock.json names")
  endif()
  file(WRITE "${stamp}" "${wanted}")
endfunction()

# Sets `node` and `npm` in the caller to a pair that Vite's packages can be installed by and run on: those
# given, or npm's packages of newer ones, installed from the lock file in `source` into `folder`. (npm leaves
# out native parts that do not suit the Node which runs it, so an old npm cannot install for a newer Node.)
function(wayside_node source folder given_npm given_node)
  execute_process(COMMAND "${given_node}" --version OUTPUT_VARIABLE version OUTPUT_STRIP_TRAILING_WHITESPACE)
  string(REGEX REPLACE "^v" "" version "${version}")
  if(version VERSION_GREATER_EQUAL wayside_least_node)
    set(node "${given_node}" PARENT_SCOPE)
    set(npm "${given_npm}" PARENT_SCOPE)
    return()
  endif()
  message(STATUS "Node ${version} is older than ${wayside_least_node}: taking npm's package of a newer one")
  file(COPY "${source}/" DESTINATION "${folder}")
  wayside_install("${folder}" "${given_npm}")
  file(GLOB newer "${folder}/node_modules/node-linux-*/bin/node")
  if(NOT newer)
    message(FATAL_ERROR "npm has no newer Node for this machine; Node ${wayside_least_node} or later is needed")
  endif()
  list(GET newer 0 newer)
  set(node "${newer}" PARENT_SCOPE)
  set(npm "${newer};${folder}/node_modules/npm/bin/npm-cli.js" PARENT_SCOPE)
endfunction()

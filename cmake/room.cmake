# Rooms and plugins are static libraries that name what they need. Their needs must agree with
# scripts/layers.txt.

# kestrel_room(NAME SOURCES ... [TESTS ...] [NEEDS room ...] [LINK library ...]) defines kestrel_NAME
# and, with tests on, kestrel_NAME_test.
function(kestrel_room name)
  cmake_parse_arguments(PARSE_ARGV 1 room "" "" "SOURCES;TESTS;NEEDS;LINK")
  set(target kestrel_${name})
  list(TRANSFORM room_NEEDS PREPEND kestrel_)
  add_library(${target} STATIC ${room_SOURCES})
  target_include_directories(${target} PUBLIC ${PROJECT_SOURCE_DIR})
  target_link_libraries(${target} PUBLIC ${room_NEEDS} ${room_LINK})
  kestrel_warnings(${target})
  if(KESTREL_TESTS AND room_TESTS)
    add_executable(${target}_test ${room_TESTS})
    target_link_libraries(${target}_test PRIVATE ${target} GTest::gtest GTest::gtest_main)
    kestrel_warnings(${target}_test)
  endif()
endfunction()

function(kestrel_warnings target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wconversion)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    # GCC 12 takes the unused member of a moved variant for read, and `"a" + text` for overlapping.
    target_compile_options(${target} PRIVATE -Wno-maybe-uninitialized -Wno-restrict)
  endif()
  if(KESTREL_WARNINGS_ARE_ERRORS)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
endfunction()

# The embedded engine: headers to compile against, and a library that programs open when they need it.
# scripts/provision.sh puts both where this looks.

set(KESTREL_DUCKDB ${PROJECT_SOURCE_DIR}/build/third_party/duckdb CACHE PATH "Folder with include/duckdb.h and lib/libduckdb.so")
if(NOT EXISTS ${KESTREL_DUCKDB}/include/duckdb.h OR NOT EXISTS ${KESTREL_DUCKDB}/lib/libduckdb.so)
  message(FATAL_ERROR "DuckDB is not in ${KESTREL_DUCKDB}: run ./hunt or ./check, which fetch it.")
endif()

add_library(duckdb_headers INTERFACE)
target_include_directories(duckdb_headers SYSTEM INTERFACE ${KESTREL_DUCKDB}/include)

# Programs look for it in ../lib/kestrel, seen from where they are: in the build tree as when installed.
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/lib/kestrel)
file(CREATE_LINK ${KESTREL_DUCKDB}/lib/libduckdb.so ${CMAKE_BINARY_DIR}/lib/kestrel/libduckdb.so SYMBOLIC)
install(FILES ${KESTREL_DUCKDB}/lib/libduckdb.so DESTINATION lib/kestrel)

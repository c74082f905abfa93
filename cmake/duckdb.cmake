# The embedded engine: headers to compile against, and a library that programs open when they need it.
# scripts/provision.sh puts both where this looks.

set(KESTREL_DUCKDB ${PROJECT_SOURCE_DIR}/build/third_party/duckdb CACHE PATH "Folder with include/duckdb.h and lib/libduckdb.so")
if(NOT EXISTS ${KESTREL_DUCKDB}/include/duckdb.h OR NOT EXISTS ${KESTREL_DUCKDB}/lib/libduckdb.so)
  message(FATAL_ERROR "DuckDB is not in ${KESTREL_DUCKDB}: run ./hunt or ./check, which fetch it.")
endif()

add_library(duckdb_headers INTERFACE)
target_include_directories(duckdb_headers SYSTEM INTERFACE ${KESTREL_DUCKDB}/include)

# Lets a program find the library from where it was built and from where it is installed.
function(kestrel_finds_duckdb target)
  set_target_properties(${target} PROPERTIES
    BUILD_RPATH ${KESTREL_DUCKDB}/lib
    INSTALL_RPATH "$ORIGIN/../lib/kestrel")
  target_link_options(${target} PRIVATE -Wl,--enable-new-dtags)
endfunction()

install(FILES ${KESTREL_DUCKDB}/lib/libduckdb.so DESTINATION lib/kestrel)

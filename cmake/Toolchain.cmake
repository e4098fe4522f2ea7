# Compiler, linker, warnings, sanitizers: the same for every target.
if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang" OR CMAKE_CXX_COMPILER_VERSION VERSION_LESS 19)
  message(FATAL_ERROR "Entrepot is built with clang 19: g++ 12 miscompiles co_await (docs/adr/0001-clang-19.md).")
endif()

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()

# An address space that cannot be guessed (clang's default for the objects, asked for here so that it stays) and tables of
# functions that cannot be written once the program runs.
add_link_options(-fuse-ld=lld-19 -Wl,-z,relro,-z,now $<$<STREQUAL:$<TARGET_PROPERTY:TYPE>,EXECUTABLE>:-pie>)
add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor -Werror
                    -fno-omit-frame-pointer -ffile-prefix-map=${CMAKE_SOURCE_DIR}/=)
add_compile_definitions(BOOST_ASIO_NO_DEPRECATED BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION
                        SPDLOG_FMT_EXTERNAL SPDLOG_COMPILED_LIB)
if(ENTREPOT_SANITIZE)
  add_compile_options(-fsanitize=${ENTREPOT_SANITIZE} -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${ENTREPOT_SANITIZE})
endif()
if(ENTREPOT_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

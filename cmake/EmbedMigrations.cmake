# Compiles migrations/NNNN_title.sql into a library, as entrepot::store::embedded_migrations().
function(entrepot_embed_migrations target)
  file(GLOB files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/migrations/*.sql)
  list(SORT files)
  set(rows "")
  foreach(file ${files})
    cmake_path(GET file STEM stem)
    if(NOT stem MATCHES "^([0-9][0-9][0-9][0-9])_([a-z0-9_]+)$")
      message(FATAL_ERROR "migrations/${stem}.sql must be named NNNN_title.sql")
    endif()
    set(title ${CMAKE_MATCH_2})  # first: the next line forgets it
    string(REGEX REPLACE "^0+" "" version ${CMAKE_MATCH_1})
    file(READ ${file} sql)
    string(APPEND rows "    {${version}, \"${title}\", R\"migration(${sql})migration\"},\n")
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  endforeach()
  set(output ${CMAKE_BINARY_DIR}/generated/store/embedded_migrations.cc)
  file(WRITE ${output}.new
    "// Made by cmake/EmbedMigrations.cmake from migrations/*.sql.\n"
    "#include <vector>\n\n#include \"store/migrations.h\"\n\n"
    "namespace entrepot::store {\n\n"
    "std::span<const Migration> embedded_migrations() {\n"
    "  static const std::vector<Migration> migrations{\n${rows}  };\n"
    "  return migrations;\n}\n\n"
    "}  // namespace entrepot::store\n")
  configure_file(${output}.new ${output} COPYONLY)  # only when it differs
  target_sources(${target} PRIVATE ${output})
endfunction()

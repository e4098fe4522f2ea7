# Compiles tests/golden/v1_*.json into a library, as entrepot::api::openapi::golden_answers().
function(entrepot_embed_examples target)
  file(GLOB files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/golden/v1_*.json)
  list(SORT files)
  set(rows "")
  foreach(file ${files})
    cmake_path(GET file FILENAME name)
    file(READ ${file} text)
    string(APPEND rows "    {\"${name}\", R\"example(${text})example\"},\n")
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  endforeach()
  set(output ${CMAKE_BINARY_DIR}/generated/api/golden_answers.cc)
  file(WRITE ${output}.new
    "// Made by cmake/EmbedExamples.cmake from tests/golden/v1_*.json.\n"
    "#include <array>\n\n#include \"api/openapi/examples.h\"\n\n"
    "namespace entrepot::api::openapi {\n\n"
    "std::span<const GoldenAnswer> golden_answers() {\n"
    "  static constexpr auto kAnswers = std::to_array<GoldenAnswer>({\n${rows}  });\n"
    "  return kAnswers;\n}\n\n"
    "}  // namespace entrepot::api::openapi\n")
  configure_file(${output}.new ${output} COPYONLY)  # only when it differs
  target_sources(${target} PRIVATE ${output})
endfunction()

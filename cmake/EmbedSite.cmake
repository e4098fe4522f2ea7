# Builds the website (tools/build_web) and puts its files into a library, as entrepot::site::embedded_assets(). The build is shared
# by all presets: it is the same for each.
function(entrepot_embed_site target)
  set(folder ${CMAKE_SOURCE_DIR}/build/web/embedded)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/web/src/* ${CMAKE_SOURCE_DIR}/web/public/*)
  file(GLOB settings CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/web/*.json ${CMAKE_SOURCE_DIR}/web/*.ts ${CMAKE_SOURCE_DIR}/web/*.cjs
       ${CMAKE_SOURCE_DIR}/web/index.html)
  add_custom_command(
    OUTPUT ${folder}/site_files.cc ${folder}/site_pack.S ${folder}/site.pack
    COMMAND ${CMAKE_SOURCE_DIR}/tools/build_web
    DEPENDS ${sources} ${settings} ${CMAKE_SOURCE_DIR}/tools/build_web ${CMAKE_SOURCE_DIR}/web/scripts/embed.mjs
    WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}
    COMMENT "Building the website")
  set_source_files_properties(${folder}/site_pack.S PROPERTIES OBJECT_DEPENDS ${folder}/site.pack)
  target_sources(${target} PRIVATE ${folder}/site_files.cc ${folder}/site_pack.S)
  target_include_directories(${target} PRIVATE ${folder})  # where .incbin looks
endfunction()

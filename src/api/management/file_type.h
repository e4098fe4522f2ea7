#pragma once

#include <string_view>

namespace entrepot::api::management {

/// As what a file of a crate is sent: its author is nobody's friend, so it is text, one of a few kinds of image that
/// its bytes bear out, or a download.
struct FileType {
  std::string_view content_type;
  bool is_download = false;
};

/// `is_text`: as PackagedFile has it.
FileType file_type(std::string_view path, std::string_view bytes, bool is_text);

}  // namespace entrepot::api::management

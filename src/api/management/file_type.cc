#include "api/management/file_type.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/encoding.h"

namespace entrepot::api::management {
namespace {

using namespace std::string_view_literals;

bool is_png(std::string_view bytes) {
  return bytes.starts_with("\x89PNG\r\n\x1a\n"sv);
}

bool is_jpeg(std::string_view bytes) {
  return bytes.starts_with("\xff\xd8\xff"sv);
}

bool is_gif(std::string_view bytes) {
  return bytes.starts_with("GIF87a"sv) || bytes.starts_with("GIF89a"sv);
}

bool is_webp(std::string_view bytes) {
  return bytes.starts_with("RIFF"sv) && bytes.size() >= 12 && bytes.substr(8, 4) == "WEBP"sv;
}

/// An ISO base media file whose major brand is AVIF's (AV1 Image File Format, section 6).
bool is_avif(std::string_view bytes) {
  if (bytes.size() < 12 || bytes.substr(4, 4) != "ftyp"sv) return false;
  return bytes.substr(8, 4) == "avif"sv || bytes.substr(8, 4) == "avis"sv;
}

/// Without what may stand before the root of an XML document: white space, declarations and comments.
std::string_view root_of(std::string_view xml) {
  if (xml.starts_with("\xEF\xBB\xBF"sv)) xml.remove_prefix(3);
  while (true) {
    xml.remove_prefix(std::min(xml.find_first_not_of(" \t\r\n"), xml.size()));
    std::string_view end;
    if (xml.starts_with("<!--"sv)) {
      end = "-->"sv;
    } else if (xml.starts_with("<?"sv)) {
      end = "?>"sv;
    } else if (xml.starts_with("<!DOCTYPE"sv)) {
      end = ">"sv;
    } else {
      return xml;
    }
    const std::size_t at = xml.find(end);
    if (at == std::string_view::npos) return {};
    xml.remove_prefix(at + end.size());
  }
}

bool is_svg(std::string_view bytes) {
  const std::string_view root = root_of(bytes);
  return root.starts_with("<svg"sv) && root.size() > 4 && " \t\r\n>/"sv.contains(root[4]);
}

struct ImageRow {
  std::string_view extension;
  std::string_view content_type;
  bool (*has_magic)(std::string_view bytes);
};
constexpr auto kImages = std::to_array<ImageRow>({{"png", "image/png", is_png},
                                                  {"jpg", "image/jpeg", is_jpeg},
                                                  {"jpeg", "image/jpeg", is_jpeg},
                                                  {"gif", "image/gif", is_gif},
                                                  {"webp", "image/webp", is_webp},
                                                  {"avif", "image/avif", is_avif},
                                                  {"svg", "image/svg+xml", is_svg}});

std::string extension_of(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  const std::size_t dot = name.rfind('.');
  return dot == std::string_view::npos ? std::string() : to_lower(name.substr(dot + 1));
}

}  // namespace

FileType file_type(std::string_view path, std::string_view bytes, bool is_text) {
  const auto* const image = std::ranges::find(kImages, extension_of(path), &ImageRow::extension);
  if (image != kImages.end() && image->has_magic(bytes)) return {image->content_type};
  if (is_text) return {"text/plain; charset=utf-8"};
  return {"application/octet-stream", true};
}

}  // namespace entrepot::api::management

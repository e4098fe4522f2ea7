#include "http/body_source.h"

#include <cstring>

namespace entrepot::http {

std::string_view BodySource::view() const {
  std::string_view bytes;
  if (const auto* text = std::get_if<std::string>(&body_)) bytes = *text;
  if (const auto* shared = std::get_if<SharedBody>(&body_)) bytes = shared->bytes;
  return bytes.substr(static_cast<std::size_t>(sent_));
}

bool BodySource::copy_to(char* out, std::size_t size) {
  if (const FileBody* const body = file()) {
    for (std::size_t filled = 0; filled < size;) {
      const Result<std::size_t> count = body->file->read_at(body->offset + sent_ + filled, out + filled, size - filled);
      if (!count || *count == 0) return false;
      filled += *count;
    }
  } else if (size > 0) {  // an empty view may be null, which memcpy may not be given
    std::memcpy(out, view().data(), size);
  }
  skip(size);
  return true;
}

bool BodySource::append_to(std::string& out, std::size_t size) {
  const std::size_t start = out.size();
  bool whole = true;
  // Not the size that libstdc++ 12 hands in: after growing it is the capacity.
  out.resize_and_overwrite(start + size, [&](char* buffer, std::size_t) {
    whole = copy_to(buffer + start, size);
    return whole ? start + size : start;
  });
  return whole;
}

void BodySource::skip(std::uint64_t size) {
  sent_ += size;
  left_ -= size;
}

}  // namespace entrepot::http

#include "http/body_source.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace entrepot::http {

BodySource::BodySource(Body body) : body_(std::move(body)), left_(body_length(body_)) {
  pass_parts_that_are_sent();
}

template <typename Part>
const Part* BodySource::next() const {
  const auto* chain = std::get_if<ChainBody>(&body_);
  if (chain == nullptr) return std::get_if<Part>(&body_);
  return part_ < chain->parts.size() ? std::get_if<Part>(&chain->parts[part_]) : nullptr;
}

const FileBody* BodySource::file() const {
  return next<FileBody>();
}

std::string_view BodySource::view() const {
  std::string_view bytes;
  if (const auto* text = next<std::string>()) bytes = *text;
  if (const auto* shared = next<SharedBody>()) bytes = shared->bytes;
  return bytes.substr(static_cast<std::size_t>(sent_));
}

std::uint64_t BodySource::left_of_part() const {
  const FileBody* const body = file();
  return body != nullptr ? body->length - sent_ : view().size();
}

bool BodySource::copy_to(char* out, std::size_t size) {
  while (size > 0) {
    const auto piece = static_cast<std::size_t>(std::min<std::uint64_t>(size, left_of_part()));
    if (piece == 0) return false;
    if (const FileBody* const body = file()) {
      for (std::size_t filled = 0; filled < piece;) {
        const Result<std::size_t> count =
            body->file->read_at(body->offset + sent_ + filled, out + filled, piece - filled);
        if (!count || *count == 0) return false;
        filled += *count;
      }
    } else {
      std::memcpy(out, view().data(), piece);
    }
    skip(piece);
    out += piece;
    size -= piece;
  }
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
  pass_parts_that_are_sent();
}

void BodySource::pass_parts_that_are_sent() {
  const auto* chain = std::get_if<ChainBody>(&body_);
  while (chain != nullptr && part_ < chain->parts.size() && left_of_part() == 0) {
    ++part_;
    sent_ = 0;
  }
}

}  // namespace entrepot::http

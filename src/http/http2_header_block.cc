#include "http/http2_header_block.h"

namespace entrepot::http {
namespace {

constexpr std::size_t kKeptCapacity = 2 * 1024;

}  // namespace

void Http2HeaderBlock::begin(std::int32_t stream_id) {
  stream_id_ = stream_id;
  over_limit_ = false;
  has_host_ = false;
  bytes_.clear();
  entries_.clear();
  method_ = path_ = authority_ = {};
}

void Http2HeaderBlock::end() {
  stream_id_ = 0;
  if (bytes_.capacity() > kKeptCapacity) {
    std::string().swap(bytes_);
    std::vector<Entry>().swap(entries_);
  }
}

Http2HeaderBlock::Span Http2HeaderBlock::keep(std::string_view text) {
  const Span span{static_cast<std::uint32_t>(bytes_.size()), static_cast<std::uint32_t>(text.size())};
  bytes_.append(text);
  return span;
}

void Http2HeaderBlock::add(std::string_view name, std::string_view value, std::size_t max_bytes,
                           std::size_t max_fields) {
  if (bytes_.size() + name.size() + value.size() > max_bytes || entries_.size() >= max_fields) {
    // The rest is dropped, and the request answered with 431 when its block is complete.
    over_limit_ = true;
    return;
  }
  if (name == ":method") {
    method_ = keep(value);
  } else if (name == ":path") {
    path_ = keep(value);
  } else if (name == ":authority") {
    authority_ = keep(value);
  } else if (!name.starts_with(':')) {
    has_host_ |= name == "host";
    const Span kept = keep(name);
    entries_.push_back({kept, keep(value)});
  }
}

void Http2HeaderBlock::make_fields(std::vector<Field>& fields) const {
  fields.clear();
  if (!has_host_ && authority_.length > 0) fields.push_back({"host", at(authority_)});
  for (const Entry& entry : entries_) fields.push_back({at(entry.name), at(entry.value)});
}

}  // namespace entrepot::http

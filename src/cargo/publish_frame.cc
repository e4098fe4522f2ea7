#include "cargo/publish_frame.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/try.h"

namespace entrepot {
namespace {

constexpr std::uint64_t kLengthBytes = 4;

std::unexpected<Error> torn() {
  return fail(ErrorCode::bad_request, "The body of the publish request ends too early; send it again.");
}

std::unexpected<Error> overlong() {
  return fail(ErrorCode::bad_request,
              "The body of the publish request goes on after the crate; nothing may follow it.");
}

}  // namespace

PublishFrameReader::PublishFrameReader(PublishFrameLimits limits) : limits_(limits) {}

Result<bool> PublishFrameReader::take_length(ByteView& chunk) {
  while (length_bytes_ < kLengthBytes) {
    if (chunk.empty()) return false;
    length_ |= std::to_integer<std::uint32_t>(chunk.front()) << (8 * length_bytes_++);
    chunk = chunk.subspan(1);
  }
  return true;
}

Result<void> PublishFrameReader::check_metadata_length() const {
  if (metadata_length_ > limits_.max_metadata_bytes) {
    return fail(
        ErrorCode::too_large,
        fmt::format("The metadata is {} bytes long; at most {} are allowed. A very long README is the usual reason.",
                    metadata_length_, limits_.max_metadata_bytes));
  }
  if (limits_.content_length && metadata_length_ + 2 * kLengthBytes > *limits_.content_length) return torn();
  return {};
}

Result<void> PublishFrameReader::check_crate_length() const {
  if (*crate_length_ > limits_.max_crate_bytes) {
    return fail(ErrorCode::too_large,
                fmt::format("The crate is {} bytes long; at most {} are allowed in this repository.", *crate_length_,
                            limits_.max_crate_bytes));
  }
  if (*crate_length_ == 0) return fail(ErrorCode::bad_request, "The body of the publish request holds no crate.");
  if (limits_.content_length) {
    const std::uint64_t expected = metadata_length_ + 2 * kLengthBytes + *crate_length_;
    if (expected > *limits_.content_length) return torn();
    if (expected < *limits_.content_length) return overlong();
  }
  return {};
}

Result<PublishFrameReader::Step> PublishFrameReader::next(ByteView& chunk) {
  if (state_ == State::metadata_length) {
    TRY_ASSIGN(const bool complete, take_length(chunk));
    if (!complete) return Step{};
    metadata_length_ = length_;
    TRY(check_metadata_length());
    state_ = State::metadata;
  }
  if (state_ == State::metadata) {
    // Grows with what arrives: a claimed length must not reserve memory by itself.
    const std::size_t taken = std::min<std::size_t>(chunk.size(), metadata_length_ - metadata_.size());
    metadata_.append(as_text(chunk.first(taken)));
    chunk = chunk.subspan(taken);
    if (metadata_.size() < metadata_length_) return Step{};
    state_ = State::crate_length;
    length_ = 0;
    length_bytes_ = 0;
    return Step{Part::metadata};
  }
  if (state_ == State::crate_length) {
    TRY_ASSIGN(const bool complete, take_length(chunk));
    if (!complete) return Step{};
    crate_length_ = length_;
    crate_left_ = length_;
    TRY(check_crate_length());
    state_ = State::crate;
    return Step{Part::crate_started};
  }
  if (chunk.empty()) return Step{};
  if (state_ == State::done) return overlong();
  const ByteView taken = chunk.first(std::min<std::uint64_t>(chunk.size(), crate_left_));
  chunk = chunk.subspan(taken.size());
  crate_left_ -= taken.size();
  if (crate_left_ == 0) state_ = State::done;
  return Step{Part::crate_bytes, taken};
}

Result<void> PublishFrameReader::finish() const {
  if (state_ != State::done) return torn();
  return {};
}

}  // namespace entrepot

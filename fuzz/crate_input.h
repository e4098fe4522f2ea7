#pragma once

#include <zlib.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "fuzz_input.h"

namespace entrepot::fuzz {

/// One gzip member with stored blocks, so that the fuzzer's bytes reach the tar reader as they are.
inline std::string wrap(std::string_view bytes) {
  z_stream stream{};
  require(deflateInit2(&stream, 0, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string out(deflateBound(&stream, bytes.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  require(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

/// The fuzzer cannot guess checksums: writes the right one into every block that looks like a header.
inline void mend_checksums(std::string& tar) {
  for (std::size_t at = 0; at + 512 <= tar.size(); at += 512) {
    if (std::string_view(tar).substr(at + 257, 5) != "ustar") continue;
    tar.replace(at + 148, 8, "        ");
    unsigned sum = 0;
    for (std::size_t i = at; i < at + 512; ++i) sum += static_cast<unsigned char>(tar[i]);
    for (std::size_t digit = 0; digit < 6; ++digit) {
      tar[at + 153 - digit] = static_cast<char>('0' + (sum >> (3 * digit) & 7));
    }
    tar[at + 154] = '\0';
  }
}

/// The first byte chooses: 'g' gzip follows, 't' a tar follows, anything else a tar whose checksums shall be right.
inline std::string as_crate(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return {};
  std::string bytes(as_text(data + 1, size - 1));
  if (data[0] == 'g') return bytes;
  if (data[0] != 't') mend_checksums(bytes);
  return wrap(bytes);
}

}  // namespace entrepot::fuzz

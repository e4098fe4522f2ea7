#pragma once

#include <gtest/gtest.h>
#include <zlib.h>

#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "git/object.h"

namespace entrepot::git {

/// A pack as a client reads it: object id → kind and content. Knows nothing of how packs are written here.
struct ReadPack {
  std::map<std::string, std::pair<ObjectKind, std::string>> objects;
  std::uint32_t announced = 0;

  std::size_t count(ObjectKind kind) const {
    std::size_t sum = 0;
    for (const auto& [id, object] : objects) sum += object.first == kind ? 1 : 0;
    return sum;
  }
};

/// The pack out of the pkt-lines of side-band 1, from `at` on; what else there is fails the test.
inline std::string without_side_band(std::string_view bytes) {
  std::string pack;
  while (bytes.size() >= 4) {
    const auto length = static_cast<std::size_t>(std::stoul(std::string(bytes.substr(0, 4)), nullptr, 16));
    if (length == 0) {
      EXPECT_EQ(bytes.size(), 4U) << "something follows the flush";
      return pack;
    }
    EXPECT_LE(length, 65'520U);
    EXPECT_GT(length, 5U);
    EXPECT_EQ(bytes[4], '\x01');
    pack.append(bytes.substr(5, length - 5));
    bytes.remove_prefix(length);
  }
  ADD_FAILURE() << "no flush at the end";
  return pack;
}

inline ReadPack read_pack(std::string_view pack) {
  ReadPack read;
  EXPECT_TRUE(pack.starts_with(std::string_view("PACK\0\0\0\2", 8)));
  for (int at = 8; at < 12; ++at) read.announced = read.announced * 256 + static_cast<unsigned char>(pack[at]);
  Sha1 hash;
  hash.update(pack.substr(0, pack.size() - 20));
  EXPECT_EQ(std::string(as_text(hash.finish().bytes())), pack.substr(pack.size() - 20));
  std::string_view rest = pack.substr(12, pack.size() - 32);
  while (!rest.empty()) {
    auto byte = static_cast<unsigned char>(rest[0]);
    rest.remove_prefix(1);
    const auto kind = static_cast<ObjectKind>((byte >> 4U) & 7U);
    std::size_t size = byte & 15U;
    for (unsigned shift = 4; (byte & 0x80U) != 0; shift += 7) {
      byte = static_cast<unsigned char>(rest[0]);
      rest.remove_prefix(1);
      size |= static_cast<std::size_t>(byte & 0x7fU) << shift;
    }
    std::string content(size, '\0');
    z_stream zlib{};
    inflateInit(&zlib);
    zlib.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(rest.data()));
    zlib.avail_in = static_cast<uInt>(rest.size());
    std::string extra(1, '\0');
    zlib.next_out = reinterpret_cast<Bytef*>(size > 0 ? content.data() : extra.data());
    zlib.avail_out = static_cast<uInt>(size > 0 ? size : 1);
    const int status = inflate(&zlib, Z_FINISH);
    EXPECT_EQ(status, Z_STREAM_END);
    EXPECT_EQ(zlib.total_out, size);
    rest.remove_prefix(zlib.total_in);
    inflateEnd(&zlib);
    if (status != Z_STREAM_END) break;
    read.objects.emplace(object_id(kind, content).hex(), std::pair(kind, content));
  }
  EXPECT_EQ(read.objects.size(), read.announced);
  return read;
}

}  // namespace entrepot::git

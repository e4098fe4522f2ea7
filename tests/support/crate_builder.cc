#include "support/crate_builder.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <stdexcept>

namespace entrepot::testing {
namespace {

constexpr std::size_t kBlock = 512;

void put(std::string& header, std::size_t at, std::size_t width, std::string_view text) {
  header.replace(at, std::min(width, text.size()), text.substr(0, width));
}

std::string octal(std::uint64_t value, int digits) {
  return fmt::format("{:0{}o}", value, digits);
}

void pad(std::string& tar) {
  tar.append((kBlock - tar.size() % kBlock) % kBlock, '\0');
}

std::string pax_record(std::string_view key, std::string_view value) {
  const std::size_t rest = key.size() + value.size() + 3;  // ' ', '=', '\n'
  std::size_t length = rest + 1;
  while (std::to_string(length).size() + rest != length) ++length;
  return fmt::format("{} {}={}\n", length, key, value);
}

std::string little_endian(std::size_t value) {
  std::string out;
  for (int shift = 0; shift < 32; shift += 8) out.push_back(static_cast<char>((value >> shift) & 0xFF));
  return out;
}

}  // namespace

std::string tar_entry(const TarEntry& entry) {
  std::string header(kBlock, '\0');
  put(header, 0, 100, entry.path);
  put(header, 100, 8, "0000644");
  put(header, 108, 8, "0000000");
  put(header, 116, 8, "0000000");
  put(header, 124, 12, entry.size_field.value_or(octal(entry.content.size(), 11)));
  put(header, 136, 12, octal(1153704088, 11));
  put(header, 148, 8, "        ");
  header[156] = entry.type;
  put(header, 157, 100, entry.link_target);
  put(header, 257, 8, entry.magic);
  put(header, 345, 155, entry.prefix);
  unsigned sum = 0;
  for (const char c : header) sum += static_cast<unsigned char>(c);
  put(header, 148, 8, entry.checksum_field.value_or(octal(sum, 6) + std::string("\0 ", 2)));
  header += entry.content;
  pad(header);
  return header;
}

CrateBuilder& CrateBuilder::manifest(std::string toml) {
  manifest_ = std::move(toml);
  return *this;
}

CrateBuilder& CrateBuilder::without_manifest() {
  has_manifest_ = false;
  return *this;
}

CrateBuilder& CrateBuilder::file(std::string_view path, std::string_view content) {
  const std::string full = top() + "/" + std::string(path);
  if (full.size() > 100) {
    entries_ += tar_entry({.path = "././@LongLink", .content = full + '\0', .type = 'L', .magic = {"ustar  \0", 8}});
  }
  return raw_entry({.path = full, .content = std::string(content)});
}

CrateBuilder& CrateBuilder::raw_entry(TarEntry entry) {
  entries_ += tar_entry(entry);
  return *this;
}

CrateBuilder& CrateBuilder::pax(const std::vector<std::pair<std::string, std::string>>& records, char type) {
  std::string content;
  for (const auto& [key, value] : records) content += pax_record(key, value);
  return raw_entry({.path = "pax", .content = content, .type = type});
}

CrateBuilder& CrateBuilder::end(TarEnd end) {
  end_ = end;
  return *this;
}

CrateBuilder& CrateBuilder::after_tar(std::string bytes) {
  after_tar_ = std::move(bytes);
  return *this;
}

CrateBuilder& CrateBuilder::after_gzip(std::string bytes) {
  after_gzip_ = std::move(bytes);
  return *this;
}

CrateBuilder& CrateBuilder::compression(int level) {
  level_ = level;
  return *this;
}

std::string CrateBuilder::tar() const {
  std::string out;
  if (has_manifest_) {
    const std::string standard = fmt::format(
        "[package]\nname = \"{}\"\nversion = \"{}\"\nedition = \"2021\"\ndescription = \"A test crate\"\n"
        "license = \"MIT\"\n",
        name_, version_);
    out += tar_entry({.path = top() + "/Cargo.toml", .content = manifest_.value_or(standard)});
  }
  out += entries_;
  const int blocks = end_ == TarEnd::two_zero_blocks ? 2 : end_ == TarEnd::one_zero_block ? 1 : 0;
  out.append(kBlock * static_cast<std::size_t>(blocks), '\0');
  return out + after_tar_;
}

std::string CrateBuilder::build() const {
  return gzip(tar(), level_) + after_gzip_;
}

std::string CrateBuilder::metadata_json() const {
  return fmt::format(
      R"({{"name":"{}","vers":"{}","deps":[],"features":{{}},"authors":[],"description":"A test crate",)"
      R"("documentation":null,"homepage":null,"readme":null,"readme_file":null,"keywords":[],"categories":[],)"
      R"("license":"MIT","license_file":null,"repository":null,"badges":{{}},"links":null,"rust_version":null}})",
      name_, version_);
}

std::string CrateBuilder::body() const {
  return publish_frame(metadata_json(), build());
}

std::string gzip(std::string_view bytes, int level) {
  z_stream stream{};
  if (deflateInit2(&stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::runtime_error("deflateInit2");
  }
  std::string out(deflateBound(&stream, bytes.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int status = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  if (status != Z_STREAM_END) throw std::runtime_error("deflate");
  return out;
}

std::string publish_frame(std::string_view json, std::string_view crate) {
  return little_endian(json.size()) + std::string(json) + little_endian(crate.size()) + std::string(crate);
}

}  // namespace entrepot::testing

#include "git/pack_stream.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <random>

#include "git/pack_reader_test.h"
#include "git/spool.h"

namespace entrepot::git {
namespace {

std::string noise(std::size_t size) {
  std::mt19937 dice(7);
  std::string bytes(size, '\0');
  for (char& byte : bytes) byte = static_cast<char>(dice());
  return bytes;
}

TEST(PackStream, WritesAPackThatAClientReads) {
  Deflater deflater;
  PackStream stream(4);
  const std::string large = noise(200'000);
  stream.add(deflater, ObjectKind::blob, "hello\n");
  stream.add(deflater, ObjectKind::blob, large);
  stream.add(deflater, ObjectKind::tree, "");
  stream.add(deflater, ObjectKind::commit, std::string(15, 'c'));
  stream.finish();
  const ReadPack read = read_pack(without_side_band(stream.take()));
  ASSERT_EQ(read.objects.size(), 4U);
  EXPECT_EQ(read.objects.at("ce013625030ba8dba906f756967f9e9ca394464a").second, "hello\n");
  EXPECT_EQ(read.objects.at(object_id(ObjectKind::blob, large).hex()).second, large);
  EXPECT_EQ(read.objects.at("4b825dc642cb6eb9a060e54bf8d69288fbee4904").first, ObjectKind::tree);
}

TEST(PackStream, CanBeReadWithoutItsFramesFromMemoryAndFromAFile) {
  Deflater deflater;
  PackStream stream(9);
  for (int count = 0; count < 9; ++count) stream.add(deflater, ObjectKind::blob, noise(50'000));
  const std::uint64_t size = stream.position();
  std::string framed = stream.take();
  stream.cut();
  framed += stream.take();
  Spool spool(std::filesystem::temp_directory_path());
  ASSERT_TRUE(spool.append(framed).has_value());
  const auto in_file = spool.finish();
  ASSERT_TRUE(in_file.has_value() && in_file->file) << framed.size();
  const Spooled in_memory{.memory = framed, .size = framed.size()};

  std::string whole;
  ASSERT_TRUE(append_unframed(whole, in_memory, 0, static_cast<std::size_t>(size)).has_value());
  EXPECT_TRUE(whole.starts_with("PACK"));
  std::mt19937 dice(11);
  for (int count = 0; count < 200; ++count) {
    const std::uint64_t offset = dice() % size;
    const auto length = static_cast<std::size_t>(dice() % (size - offset + 1));
    for (const Spooled* source : {&in_memory, &*in_file}) {
      std::string piece = "x";
      ASSERT_TRUE(append_unframed(piece, *source, offset, length).has_value());
      EXPECT_TRUE(piece.substr(1) == whole.substr(offset, length)) << offset << " " << length;
    }
  }
  for (const Spooled* source : {&in_memory, &*in_file}) {
    std::string piece;
    EXPECT_FALSE(append_unframed(piece, *source, size - 1, 2).has_value());
    EXPECT_FALSE(append_unframed(piece, *source, size + 500'000, 1).has_value());
  }
}

TEST(PackStream, HasOneBeginningForManyEnds) {
  Deflater deflater;
  PackStream stream(2);
  stream.add(deflater, ObjectKind::blob, noise(100'000));
  std::string beginning = stream.take();
  stream.cut();
  beginning += stream.take();
  for (const char* own : {"one", "another"}) {
    PackStream copy = stream;
    copy.add(deflater, ObjectKind::blob, own);
    copy.finish();
    const ReadPack read = read_pack(without_side_band(beginning + copy.take()));
    EXPECT_TRUE(read.objects.contains(object_id(ObjectKind::blob, own).hex())) << own;
  }
}

TEST(PackStream, KeepsNoMoreThanAPktLineBack) {
  Deflater deflater;
  PackStream stream(100);
  std::size_t taken = 0;
  const std::string piece = noise(10'000);
  for (int count = 0; count < 100; ++count) {
    stream.add(deflater, ObjectKind::blob, piece);
    taken += stream.take().size();
  }
  EXPECT_GT(taken + 66'000, 1'000'000U);
}

TEST(Spool, KeepsLittleInMemoryAndMuchInAFileWithoutAName) {
  const std::filesystem::path folder = std::filesystem::temp_directory_path() / "entrepot-spool-test";
  std::filesystem::create_directories(folder);
  Spool small(folder);
  ASSERT_TRUE(small.append("one ").has_value());
  ASSERT_TRUE(small.append("two").has_value());
  const auto in_memory = small.finish();
  ASSERT_TRUE(in_memory.has_value());
  EXPECT_EQ(in_memory->file, nullptr);
  EXPECT_EQ(in_memory->memory, "one two");
  EXPECT_EQ(in_memory->size, 7U);

  Spool large(folder);
  const std::string piece = noise(100'000);
  for (int count = 0; count < 10; ++count) ASSERT_TRUE(large.append(piece).has_value());
  const auto in_file = large.finish();
  ASSERT_TRUE(in_file.has_value());
  ASSERT_NE(in_file->file, nullptr);
  EXPECT_EQ(in_file->size, 1'000'000U);
  std::string read(piece.size(), '\0');
  EXPECT_EQ(in_file->file->read_at(900'000, read.data(), read.size()).value(), piece.size());
  EXPECT_EQ(read, piece);
  EXPECT_TRUE(std::filesystem::is_empty(folder));
  std::filesystem::remove_all(folder);
}

TEST(Spool, SaysThatItsFolderIsNotThere) {
  Spool spool("/nowhere/at/all");
  EXPECT_FALSE(spool.append(std::string(Spool::kMostInMemory + 1, 'x')).has_value());
}

}  // namespace
}  // namespace entrepot::git

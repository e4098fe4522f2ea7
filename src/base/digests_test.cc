#include "base/digests.h"

#include <gtest/gtest.h>

namespace entrepot {
namespace {

// RFC 1321 appendix A.5, RFC 3174 section 7.3 and RFC 6234 section 8.5, of "abc".
TEST(Digests, AreThoseOfTheStandardsWhateverThePieces) {
  for (const std::size_t piece : {1U, 2U, 3U}) {
    DigestRun run;
    for (std::string_view rest = "abc"; !rest.empty(); rest.remove_prefix(std::min(piece, rest.size()))) {
      run.update(as_bytes(rest.substr(0, piece)));
    }
    const Digests digests = run.finish();
    EXPECT_EQ(digests.md5, "900150983cd24fb0d6963f7d28e17f72");
    EXPECT_EQ(digests.sha1, "a9993e364706816aba3e25717850c26c9cd0d89d");
    EXPECT_EQ(digests.sha512,
              "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
              "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
  }
}

}  // namespace
}  // namespace entrepot

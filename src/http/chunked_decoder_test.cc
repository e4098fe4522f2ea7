#include "http/chunked_decoder.h"

#include <gtest/gtest.h>

#include <string>

namespace entrepot::http {
namespace {

struct Decoded {
  std::string body;
  ChunkedDecoder::Kind end = ChunkedDecoder::Kind::need_more;
  std::size_t used = 0;
};

/// Feeds the input one more byte at a time, or whole.
Decoded decode(std::string_view input, std::size_t step_size) {
  ChunkedDecoder decoder;
  Decoded decoded;
  for (std::size_t end = std::min(step_size, input.size());; end = std::min(end + step_size, input.size())) {
    while (true) {
      const ChunkedDecoder::Step step = decoder.next(input.substr(decoded.used, end - decoded.used));
      decoded.used += step.consumed;
      decoded.end = step.kind;
      decoded.body.append(step.piece);
      if (step.kind == ChunkedDecoder::Kind::need_more) break;
      if (step.kind != ChunkedDecoder::Kind::piece) return decoded;
    }
    if (end == input.size()) return decoded;
  }
}

TEST(ChunkedDecoder, BodiesAreTheSameHoweverTheyAreCut) {
  const std::string input = "3\r\nhel\r\n2;name=\"value\"\r\nlo\r\n0\r\nTrailer: 1\r\n\r\nGET next";
  for (std::size_t step = 1; step <= input.size(); ++step) {
    const Decoded decoded = decode(input, step);
    EXPECT_EQ(decoded.end, ChunkedDecoder::Kind::finished);
    EXPECT_EQ(decoded.body, "hello");
    EXPECT_EQ(input.substr(decoded.used), "GET next");
  }
}

TEST(ChunkedDecoder, TheShortestBodiesMayComeInAnyPieces) {
  for (const std::string_view body : {"0\r\n\r\n", "00\r\n\r\n", "0;a\r\n\r\n", "0\r\nA: b\r\n\r\n",
                                      "1\r\n0\r\n0\r\n\r\n", "2\r\n0\n\r\n0\r\n\r\n"}) {
    for (std::size_t step = 1; step <= body.size(); ++step) {
      const Decoded decoded = decode(body, step);
      EXPECT_EQ(decoded.end, ChunkedDecoder::Kind::finished) << body << " in pieces of " << step;
      EXPECT_EQ(decoded.used, body.size());
    }
  }
}

TEST(ChunkedDecoder, WhatIsNotAChunkIsMalformed) {
  for (const std::string_view input :
       {"x\r\n", "-1\r\n", "0x3\r\nabc\r\n0\r\n\r\n", "\r\n", "3\r\nhello\r\n0\r\n\r\n", "3\nabc\r\n0\r\n\r\n",
        "10000000000000000\r\n", " 3\r\nabc\r\n0\r\n\r\n", "3\r\nabcXY\r\n0\r\n\r\n"}) {
    EXPECT_EQ(decode(input, input.size()).end, ChunkedDecoder::Kind::malformed) << input;
    EXPECT_EQ(decode(input, 1).end, ChunkedDecoder::Kind::malformed) << input;
  }
}

TEST(ChunkedDecoder, EndlessExtensionsAndTrailersAreMalformed) {
  EXPECT_EQ(decode("1;" + std::string(20'000, 'a'), 1000).end, ChunkedDecoder::Kind::malformed);
  EXPECT_EQ(decode("0\r\nX: " + std::string(20'000, 'a'), 1000).end, ChunkedDecoder::Kind::malformed);
}

}  // namespace
}  // namespace entrepot::http

#include "http/refusal.h"

#include <gtest/gtest.h>

#include "http/status.h"

namespace entrepot::http {
namespace {

TEST(RefusalLines, AreOneASecondOfEachKindAndTellHowManyWereLeftOut) {
  RefusalLines lines;
  EXPECT_EQ(lines.pass(RefusalKind::busy, 5'000), 0u);
  for (int i = 0; i < 7; ++i) EXPECT_EQ(lines.pass(RefusalKind::busy, 5'999), std::nullopt);
  EXPECT_EQ(lines.pass(RefusalKind::not_http, 5'999), 0u);
  EXPECT_EQ(lines.pass(RefusalKind::busy, 6'000), 7u);
  EXPECT_EQ(lines.pass(RefusalKind::busy, 7'000), 0u);
}

TEST(Refusals, TellCargoAndTheManagementApiTheSentenceAndTheRequest) {
  const Response fault = fault_response(400, "No.", "0123");
  EXPECT_EQ(std::get<std::string>(fault.body),
            R"json({"errors":[{"detail":"No. (request 0123)"}],"detail":"No.","request_id":"0123"})json");
  EXPECT_TRUE(fault.close_connection);
  const Response overload = overload_response("Later.", "4567");
  EXPECT_EQ(overload.status, 503);
  EXPECT_NE(std::get<std::string>(overload.body).find("Later. (request 4567)"), std::string::npos);
  EXPECT_FALSE(overload.close_connection);
}

}  // namespace
}  // namespace entrepot::http

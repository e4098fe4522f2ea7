#include "api/error_body.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <string>
#include <vector>

namespace entrepot::api {
namespace {

namespace json = boost::json;

std::string body_of(const http::Response& response) {
  return std::get<std::string>(response.body);
}

std::string field_of(const http::Response& response, std::string_view name) {
  for (std::size_t i = 0; i < response.fields.count(); ++i) {
    if (response.fields.at(i).name == name) return std::string(response.fields.at(i).value);
  }
  return {};
}

TEST(ErrorBody, TellsCargoASentenceInCargosShape) {
  const Error error{ErrorCode::conflict, "The \"version\" exists.", "secret detail", 0};
  const http::Response response = error_response(error, ErrorShape::cargo, "0123");
  EXPECT_EQ(response.status, 409);
  EXPECT_EQ(body_of(response), R"json({"errors":[{"detail":"The \"version\" exists. (request 0123)"}]})json");
  EXPECT_EQ(field_of(response, "content-type"), "application/json");
}

TEST(ErrorBody, TellsManagementClientsTheCodeAndTheRequestId) {
  const http::Response response =
      error_response({ErrorCode::not_found, "No such user.", {}, 0}, ErrorShape::management, "0123");
  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(json::parse(body_of(response)),
            json::parse(R"({"detail":"No such user.","code":"not_found","request_id":"0123"})"));
}

TEST(ErrorBody, CallsABrokenRule422InTheManagementApiAnd400ForCargo) {
  const Error error{ErrorCode::invalid, "Too long.", {}, 0};
  EXPECT_EQ(error_response(error, ErrorShape::cargo, "").status, 400);
  const http::Response response = error_response(error, ErrorShape::management, "1");
  EXPECT_EQ(response.status, 422);
  EXPECT_EQ(json::parse(body_of(response)).at("fields").at("non_field_errors").at(0), "Too long.");
}

TEST(ErrorBody, KeepsTheDetailOfOurOwnFailuresInTheHouse) {
  for (const ErrorShape shape : {ErrorShape::cargo, ErrorShape::management}) {
    const http::Response response = error_response(internal_error("disk /dev/x broke").error(), shape, "abcd1234");
    EXPECT_EQ(response.status, 500);
    EXPECT_EQ(body_of(response).find("/dev/x"), std::string::npos);
    EXPECT_NE(body_of(response).find("abcd1234"), std::string::npos);
  }
}

TEST(ErrorBody, SaysWhenToComeAgain) {
  const Error error{ErrorCode::rate_limited, "Slow down.", {}, 7};
  EXPECT_EQ(field_of(error_response(error, ErrorShape::cargo, ""), "retry-after"), "7");
  EXPECT_EQ(field_of(error_response({ErrorCode::invalid, "x", {}, 0}, ErrorShape::cargo, ""), "retry-after"), "");
}

TEST(ErrorBody, ListsEveryFieldThatIsWrong) {
  const std::vector<FieldError> errors{{"name", "Required."}, {"slug", "Too short."}, {"slug", "Bad character."}};
  const http::Response response = field_errors_response(errors, "1");
  EXPECT_EQ(response.status, 422);
  EXPECT_EQ(json::parse(body_of(response)).at("fields"),
            json::parse(R"({"name":["Required."],"slug":["Too short.","Bad character."]})"));
}

TEST(ErrorBody, ChoosesTheShapeByThePathWhereNoRouteDoes) {
  EXPECT_EQ(error_shape_of("/public/a/b/cargo/x/y/z/w"), ErrorShape::cargo);
  EXPECT_EQ(error_shape_of("/public/a/b/cargo"), ErrorShape::cargo);
  EXPECT_EQ(error_shape_of("/public/a/b/cargoes"), ErrorShape::management);
  EXPECT_EQ(error_shape_of("/v1/repos/a/b/"), ErrorShape::management);
  EXPECT_EQ(error_shape_of("/"), ErrorShape::management);
  EXPECT_EQ(error_shape_of(""), ErrorShape::management);
}

}  // namespace
}  // namespace entrepot::api

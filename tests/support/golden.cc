#include "support/golden.h"

#include <gtest/gtest.h>

#include <array>
#include <boost/json.hpp>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "api/openapi/print_json.h"

namespace entrepot::testing {
namespace json = boost::json;
namespace {

constexpr std::array<std::string_view, 7> kRandomMembers{"slug_perm", "user_id",    "token",     "key",
                                                         "prefix",    "request_id", "csrf_token"};

void replace_all(std::string& text, std::string_view what, std::string_view by) {
  if (what.empty()) return;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
}

/// The random values of an object must vanish from its URLs too, so they are collected before anything is changed.
json::value cleaned(const json::value& value, std::string_view url) {
  if (const json::array* array = value.if_array()) {
    json::array clean;
    for (const json::value& item : *array) clean.push_back(cleaned(item, url));
    return clean;
  }
  const json::object* object = value.if_object();
  if (object == nullptr) return value;
  json::object clean;
  for (const auto& member : *object) {
    const json::string* text = member.value().if_string();
    if (text == nullptr) {
      clean[member.key()] = cleaned(member.value(), url);
      continue;
    }
    std::string changed(*text);
    for (const std::string_view random : kRandomMembers) {
      const json::value* secret = object->if_contains(random);
      if (secret == nullptr || !secret->is_string() || secret->get_string().starts_with('*')) continue;
      replace_all(changed, std::string_view(secret->get_string()), "{" + std::string(random) + "}");
    }
    replace_all(changed, url, "{url}");
    clean[member.key()] = changed;
  }
  return clean;
}

}  // namespace

json::value without_chance(const json::value& value, std::string_view url) {
  return cleaned(value, url);
}

void expect_golden(std::string_view name, const json::value& value) {
  const std::string path = "tests/golden/" + std::string(name);
  const std::string text = api::openapi::printed(value);
  if (const char* write = std::getenv("ENTREPOT_WRITE_GOLDEN"); write != nullptr && std::string_view(write) == "1") {
    std::ofstream(path) << text;
    ADD_FAILURE() << path << " was written; look at it, and run the test again without ENTREPOT_WRITE_GOLDEN";
    return;
  }
  std::ifstream file(path);
  std::stringstream known;
  known << file.rdbuf();
  EXPECT_EQ(text, known.str()) << path;
}

}  // namespace entrepot::testing

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>

#include "base/error.h"

/// The words in which the wire is described: shapes of bodies, parameters, answers. All of it is plain data that the
/// compiler lays out; document.cc makes JSON of it once. One group of routes is one file beside this one.
namespace entrepot::api::openapi {

/// A handful of values that a row of a table holds itself, so that the row can be written in one place. One value too
/// many does not compile.
template <typename T, std::size_t kMost>
class Few {
 public:
  constexpr Few() = default;
  constexpr Few(std::initializer_list<T> values) {
    for (const T& value : values) values_[size_++] = value;
  }
  constexpr const T* begin() const { return values_.data(); }
  constexpr const T* end() const { return values_.data() + size_; }
  constexpr bool empty() const { return size_ == 0; }

 private:
  std::array<T, kMost> values_{};
  std::size_t size_ = 0;
};

struct Component;

enum class Kind : std::uint8_t { nothing, anything, text, integer, number, flag, object, list, map };

/// What a value looks like. A value; what it points to lives as long as the program.
struct Schema {
  Kind kind = Kind::nothing;
  std::string_view format{};                  ///< OpenAPI's, as "date-time"
  std::span<const std::string_view> words{};  ///< the only values of a text, where they are few
  const Component* component = nullptr;       ///< of an object, or of what a list or a map holds
  const Schema* items = nullptr;              ///< what a list or a map holds, where that is no component
  bool is_nullable = false;
  std::string_view limits{};  ///< more members of the schema, as JSON: "\"minimum\":1"
};

enum class Need : std::uint8_t {
  usual,     ///< always there in an answer, optional in a request
  required,  ///< in a request
  optional,  ///< in an answer
};

struct Field {
  std::string_view name;
  Schema schema;
  std::string_view note{};
  Need need = Need::usual;
};

enum class Role : std::uint8_t { answer, request };

/// A named shape. `more` gives fields that another table of the house owns.
struct Component {
  std::string_view name;
  std::string_view note;
  Role role;
  std::span<const Field> fields;
  std::string_view example{};  ///< a JSON text, or the name of a file of tests/golden
  std::span<const Field> (*more)() = nullptr;
};

inline constexpr Schema kAnything{.kind = Kind::anything};
inline constexpr Schema kText{.kind = Kind::text};
inline constexpr Schema kTime{.kind = Kind::text, .format = "date-time"};
inline constexpr Schema kUrl{.kind = Kind::text, .format = "uri"};
inline constexpr Schema kBytes{.kind = Kind::text, .format = "binary"};
inline constexpr Schema kFlag{.kind = Kind::flag};
inline constexpr Schema kInteger{.kind = Kind::integer, .format = "int64"};
inline constexpr Schema kCount{.kind = Kind::integer, .format = "int64", .limits = R"("minimum":0)"};
inline constexpr Schema kNumber{.kind = Kind::number};
inline constexpr Schema kTexts{.kind = Kind::list, .items = &kText};

constexpr Schema object_of(const Component& component) {
  return {.kind = Kind::object, .component = &component};
}
constexpr Schema list_of(const Component& component) {
  return {.kind = Kind::list, .component = &component};
}
constexpr Schema list_of(const Schema& items) {
  return {.kind = Kind::list, .items = &items};
}
constexpr Schema map_of(const Component& component) {
  return {.kind = Kind::map, .component = &component};
}
constexpr Schema map_of(const Schema& items) {
  return {.kind = Kind::map, .items = &items};
}
constexpr Schema or_null(Schema schema) {
  schema.is_nullable = true;
  return schema;
}
/// `limits` are members of a JSON schema: "\"maxLength\":50".
constexpr Schema with(Schema schema, std::string_view limits) {
  schema.limits = limits;
  return schema;
}
constexpr Schema one_of(std::span<const std::string_view> words) {
  return {.kind = Kind::text, .words = words};
}

/// A text as a template argument, so that `kOneOf<"Public", "Private">` needs no array of its own.
template <std::size_t kSize>
struct Literal {
  char text[kSize]{};
  consteval Literal(const char (&from)[kSize]) {
    for (std::size_t at = 0; at < kSize; ++at) text[at] = from[at];
  }
};
template <Literal... words>
struct Words {
  static constexpr std::array<std::string_view, sizeof...(words)> kAll{
      std::string_view(words.text, sizeof(words.text) - 1)...};
};
template <Literal... words>
inline constexpr Schema kOneOf = one_of(Words<words...>::kAll);

/// A parameter of a path or a query, or a header field of an answer, which is there unless it is optional.
struct Parameter {
  std::string_view name;
  Schema schema;
  std::string_view note;
  std::string_view example{};  ///< where the name of a path's part does not say how it looks
  Need need = Need::usual;
};

inline constexpr std::string_view kJson = "application/json";

/// What a request carries. `example` is a JSON text.
struct Body {
  Schema schema{};
  std::string_view example{};
  std::string_view type = kJson;
};
constexpr Body json_body(const Component& component, std::string_view example) {
  return {.schema = object_of(component), .example = example};
}

/// An answer that is no error.
struct Reply {
  int status = 0;
  std::string_view note{};
  Schema schema{};
  std::string_view type = kJson;
  Few<const Parameter*, 8> fields{};
};
constexpr Reply ok(const Component& component, std::string_view note = "Done.") {
  return {.status = 200, .note = note, .schema = object_of(component)};
}
constexpr Reply created(const Component& component, std::string_view note = "Created.") {
  return {.status = 201, .note = note, .schema = object_of(component)};
}
inline constexpr Reply kNoContent{.status = 204, .note = "Done; there is nothing to say."};

/// One route of the table in api/routes.cc, by its name. What follows from the row there (access, body limit) is not
/// said again here: document.cc adds the errors that come of it.
struct Description {
  std::string_view route;
  Few<const Parameter*, 10> query{};
  Body body{};
  Few<Reply, 4> replies;
  Few<ErrorCode, 5> errors{};  ///< that the handler gives beyond those
  std::string_view note{};     ///< what the summary of the route does not say
  std::string_view rest{};     ///< the last part of the path, where OpenAPI must spell it otherwise
};

/// Routes that belong together: a tag of the document.
struct Group {
  std::string_view name;
  std::string_view note;
  std::span<const Description> descriptions;
};

}  // namespace entrepot::api::openapi

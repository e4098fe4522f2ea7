#pragma once

#include <boost/json/fwd.hpp>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"

namespace entrepot::cli {

/// Where the server is and who we are. The key comes from the environment or a file, never from an argument, which
/// every user of the machine could read.
struct ClientSettings {
  std::string url;
  std::string api_key{};   ///< empty: anonymous
  std::string password{};  ///< "user:password", instead of a key
};

/// What the server said when it refused.
struct Refusal {
  int status = 0;
  std::string body{};
  std::string sentence{};  ///< the Error's message
};

/// Called now and then while bytes are sent, with how many have been.
using Progress = std::function<void(std::uint64_t sent)>;

enum class Verb : std::uint8_t { get, post, put, patch, delete_ };

/// A server's management API (/v1), blocking. Errors carry the server's own sentence and the request id, or say that it
/// cannot be reached. One thread.
class Client {
 public:
  explicit Client(ClientSettings settings) : settings_(std::move(settings)) {}

  /// One request; the answer's JSON, or null when it has no body. `path` begins after /v1 and ends with its slash.
  Result<boost::json::value> call(Verb verb, std::string_view path);
  Result<boost::json::value> call(Verb verb, std::string_view path, const boost::json::object& body);
  /// PUT of bytes as they are.
  Result<boost::json::value> put_bytes(std::string_view path_and_query, std::string bytes,
                                       const Progress& progress = {});
  /// A file of the server, by its path below the URL (not below /v1).
  Result<std::string> fetch(std::string_view path);
  /// Every item of a list, page by page (X-Pagination-PageTotal). `query` without '?', may be empty.
  Result<boost::json::array> list(std::string_view path, std::string_view query = {});
  /// The same of a list that stands in an object, under `key`.
  Result<boost::json::array> list_in(std::string_view key, std::string_view path);

  const std::string& url() const { return settings_.url; }
  /// The last refusal, if there was one.
  const std::optional<Refusal>& refusal() const { return refusal_; }
  /// Of a copy of this client that another thread had.
  void adopt_refusal(std::optional<Refusal> refusal) { refusal_ = std::move(refusal); }

 private:
  struct Answer;
  enum class Content : std::uint8_t { json, bytes };
  /// An empty key means that the list is the whole answer.
  Result<boost::json::array> read_pages(std::string_view path, std::string_view query, std::string_view key);
  Result<Answer> send(Verb verb, const std::string& url, std::string body, Content content = Content::json,
                      const Progress& progress = {});
  std::string api_url(std::string_view path_and_query) const {
    return settings_.url + "/v1" + std::string(path_and_query);
  }

  ClientSettings settings_;
  std::optional<Refusal> refusal_{};
};

/// The sentence for a refusal: the server's `detail`, the wrong fields one by one, and the request id for its operator.
std::string refusal_sentence(int status, std::string_view body, std::string_view request_id);

/// "/" + each part percent-encoded + "/": path({"repos", "acme", "tools"}) is "/repos/acme/tools/".
std::string path(std::initializer_list<std::string_view> parts);

}  // namespace entrepot::cli

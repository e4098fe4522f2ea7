#include "registry/own_tokens.h"

#include <algorithm>
#include <string>

#include "auth/tokens.h"
#include "base/try.h"

namespace entrepot::registry {
namespace {

bool ends_segment(char c) {
  return c == '/' || c == '"' || c == '\'' || static_cast<unsigned char>(c) <= ' ';
}

/// The text between the last separator before `end` and `end`.
std::string_view segment_before(std::string_view text, std::size_t end) {
  std::size_t begin = end;
  while (begin > 0 && !ends_segment(text[begin - 1])) --begin;
  return text.substr(begin, end - begin);
}

}  // namespace

Result<void> TokenCandidates::add(std::string_view candidate) {
  if (!auth::could_be_entitlement_token(candidate)) return {};
  const auto same = [candidate](const auth::Secret& known) { return known.reveal() == candidate; };
  if (std::ranges::any_of(found_, same)) return {};
  if (found_.size() >= kMost) return invalid("The packaged manifests hold too many different registry URLs.");
  found_.emplace_back(std::string(candidate));
  return {};
}

Result<void> TokenCandidates::scan_index_paths(std::string_view text) {
  constexpr std::string_view kMark = "/cargo";
  for (auto at = text.find(kMark); at != std::string_view::npos; at = text.find(kMark, at + 1)) {
    std::size_t end = at;
    std::string_view segment;
    int segments = 0;
    for (; segments < 3; ++segments) {
      segment = segment_before(text, end);
      if (segment.empty()) break;
      end -= segment.size();
      if (end == 0 || text[end - 1] != '/') break;
      --end;
    }
    if (segments == 3) TRY(add(segment));
  }
  return {};
}

Result<void> TokenCandidates::scan_user_parts(std::string_view text) {
  constexpr std::string_view kMark = "://";
  for (auto at = text.find(kMark); at != std::string_view::npos; at = text.find(kMark, at + 1)) {
    const std::string_view rest = text.substr(at + kMark.size(), 256);
    const std::string_view authority =
        rest.substr(0, static_cast<std::size_t>(std::ranges::find_if(rest, ends_segment) - rest.begin()));
    const auto user_end = authority.rfind('@');
    if (user_end == std::string_view::npos) continue;
    const std::string_view user = authority.substr(0, user_end);
    const auto colon = user.find(':');
    TRY(add(user.substr(0, colon)));
    if (colon != std::string_view::npos) TRY(add(user.substr(colon + 1)));
  }
  return {};
}

Result<void> TokenCandidates::scan_api_keys(std::string_view text) {
  for (auto at = text.find(auth::kApiKeyPrefix); at != std::string_view::npos;
       at = text.find(auth::kApiKeyPrefix, at + 1)) {
    const std::string_view key = text.substr(at, auth::kApiKeyLength);
    if (auth::looks_like_api_key(key)) TRY(add(key));
  }
  return {};
}

Result<void> TokenCandidates::scan(std::string_view text) {
  TRY(scan_index_paths(text));
  TRY(scan_user_parts(text));
  return scan_api_keys(text);
}

Result<void> refuse_own_tokens(store::Transaction& transaction, std::int64_t namespace_id,
                               const std::vector<auth::Secret>& candidates) {
  for (const auth::Secret& candidate : candidates) {
    const std::string hash = auth::TokenHash(candidate).hex();
    const std::int64_t is_everywhere = auth::is_random_token(candidate.reveal()) ? 1 : 0;
    TRY_ASSIGN(const auto token,
               transaction.query_one("SELECT e.id FROM entitlements e JOIN repositories r ON r.id = e.repository_id "
                                     "WHERE e.token_hash = :a AND e.deleted_at IS NULL "
                                     "AND (r.namespace_id = :b OR :c = 1)",
                                     {hash, namespace_id, is_everywhere}));
    TRY_ASSIGN(const auto key,
               transaction.query_one("SELECT id FROM api_keys WHERE secret_hash = :a AND revoked_at IS NULL", {hash}));
    if (!token && !key) continue;
    return invalid(
        "The package holds a secret token of this server in Cargo.toml, Cargo.toml.orig or Cargo.lock: everybody who "
        "downloads the crate could use it. Reach the registry through its `basic` or `public` URL and package again.");
  }
  return {};
}

}  // namespace entrepot::registry

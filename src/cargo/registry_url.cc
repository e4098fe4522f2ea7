#include "cargo/registry_url.h"

#include <algorithm>
#include <array>

#include "base/encoding.h"
#include "base/try.h"
#include "cargo/scanner.h"

namespace entrepot {
namespace {

constexpr std::size_t kMaxLength = 2048;
constexpr std::string_view kSparsePrefix = "sparse+";

struct Scheme {
  std::string_view name;
  std::string_view default_port;
  bool needs_host;
  bool may_be_sparse;
};
constexpr auto kSchemes = std::to_array<Scheme>({{"https", "443", true, true},
                                                 {"http", "80", true, true},
                                                 {"ssh", "22", true, false},
                                                 {"git", "9418", true, false},
                                                 {"file", "", false, false}});

std::unexpected<Error> not_a_url(std::string_view text) {
  return invalid("The registry " + in_quotes(text) +
                 " is not the URL of an index, such as sparse+https://host/path/ or https://host/index.git.");
}

/// A name, an IPv4 address, or an IPv6 address in brackets; may be empty.
bool is_host(std::string_view host) {
  if (host.starts_with('[')) {
    const auto in_address = [](char c) { return is_ascii_alphanumeric(c) || c == ':' || c == '.'; };
    return host.size() > 2 && host.ends_with(']') && std::ranges::all_of(host.substr(1, host.size() - 2), in_address);
  }
  return std::ranges::all_of(host, [](char c) { return is_ascii_alphanumeric(c) || c == '-' || c == '.' || c == '_'; });
}

/// "user@HOST:443" → "user@host". Nothing when it is not a host with at most a user and a port.
std::optional<std::string> canonical_authority(std::string_view authority, const Scheme& scheme) {
  std::string out;
  if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) {
    out = authority.substr(0, at + 1);
    if (out.find(':') != std::string::npos) return std::nullopt;  // cargo refuses passwords in registry URLs
    authority.remove_prefix(at + 1);
  }
  std::string_view host = authority;
  std::string_view port;
  const std::size_t bracket = authority.rfind(']');
  const std::size_t colon = authority.rfind(':');
  if (colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket)) {
    host = authority.substr(0, colon);
    port = authority.substr(colon + 1);
  }
  if (!is_host(host)) return std::nullopt;
  if (host.empty() && scheme.needs_host) return std::nullopt;
  if (port.size() > 5 || !std::ranges::all_of(port, is_ascii_digit)) return std::nullopt;
  out += to_lower(host);
  if (!port.empty() && port != scheme.default_port) out += ":" + std::string(port);
  return out;
}

}  // namespace

Result<RegistryUrl> RegistryUrl::parse(std::string_view text) {
  if (text.empty()) return invalid("The URL of a registry is empty.");
  if (text.starts_with("registry+")) {
    return invalid("The registry " + in_quotes(text) +
                   " has the form of a lock file ('registry+…'), on which cargo hangs; give the index URL itself.");
  }
  const bool printable_text =
      std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f' && c != '"' && c != '\\'; });
  if (text.size() > kMaxLength || !printable_text || text.contains('#')) return not_a_url(text);

  const bool sparse = text.starts_with(kSparsePrefix);
  const std::string_view url = sparse ? text.substr(kSparsePrefix.size()) : text;
  const std::size_t separator = url.find("://");
  if (separator == std::string_view::npos) return not_a_url(text);
  const std::string scheme_name = to_lower(url.substr(0, separator));
  const auto scheme = std::ranges::find(kSchemes, scheme_name, &Scheme::name);
  if (scheme == kSchemes.end() || (sparse && !scheme->may_be_sparse)) return not_a_url(text);

  const std::string_view after = url.substr(separator + 3);
  const std::string_view authority = after.substr(0, after.find_first_of("/?"));
  const auto host = canonical_authority(authority, *scheme);
  if (!host) return not_a_url(text);
  std::string path(after.substr(authority.size()));
  if (*host == "github.com") path = to_lower(path);  // as cargo: GitHub does not tell case apart
  while (path.ends_with('/') || path.ends_with(".git")) path.resize(path.size() - (path.ends_with('/') ? 1 : 4));

  const std::string place = scheme_name + "://" + *host + path;
  if (sparse && place == "https://index.crates.io") return RegistryUrl(Protocol::git, std::string(kCratesIoIndex));
  return sparse ? RegistryUrl(Protocol::sparse, std::string(kSparsePrefix) + place) : RegistryUrl(Protocol::git, place);
}

std::string_view RegistryUrl::location() const {
  const std::string_view all = canonical_;
  return protocol_ == Protocol::sparse ? all.substr(kSparsePrefix.size()) : all;
}

bool RegistryUrl::is_crates_io() const {
  return canonical_ == kCratesIoIndex;
}

Result<void> normalise_registries(std::vector<Dependency>& dependencies, const IsOwnRegistry& is_own) {
  for (Dependency& dependency : dependencies) {
    if (!dependency.registry) continue;
    TRY_ASSIGN(const RegistryUrl url, RegistryUrl::parse(*dependency.registry));
    if (is_own && is_own(url)) {
      dependency.registry.reset();
    } else if (url.is_crates_io()) {
      dependency.registry = kCratesIoIndex;
    }
  }
  return {};
}

}  // namespace entrepot

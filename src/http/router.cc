#include "http/router.h"

#include <utility>

namespace entrepot::http {
namespace {

constexpr std::size_t kMethods = static_cast<std::size_t>(Method::other) + 1;

constexpr std::uint32_t bit(Method method) {
  return 1U << static_cast<unsigned>(method);
}

/// The first segment of "a/b/c" and what follows its slash; `more` tells "a" from "a/".
struct Split {
  std::string_view segment;
  std::string_view rest;
  bool more;
};
Split split(std::string_view path) {
  const std::size_t slash = path.find('/');
  if (slash == std::string_view::npos) return {path, {}, false};
  return {path.substr(0, slash), path.substr(slash + 1), true};
}

}  // namespace

struct Router::Node {
  struct Rows {
    std::array<std::size_t, kMethods> by_method;
    std::uint32_t allowed = 0;
    Rows() { by_method.fill(RouteMatch::kNone); }
    void set(Method method, std::size_t row) {
      by_method[static_cast<std::size_t>(method)] = row;
      allowed |= bit(method);
      if (method != Method::get || (allowed & bit(Method::head)) != 0) return;
      by_method[static_cast<std::size_t>(Method::head)] = row;
      allowed |= bit(Method::head);
    }
  };

  std::vector<std::pair<std::string, std::unique_ptr<Node>>> literals;
  std::unique_ptr<Node> parameter;
  Rows here;
  Rows rest;

  Node& literal(std::string_view text) {
    for (auto& [known, node] : literals) {
      if (known == text) return *node;
    }
    return *literals.emplace_back(std::string(text), std::make_unique<Node>()).second;
  }

  void add(std::string_view pattern, Method method, std::size_t row) {
    const Split part = split(pattern);
    if (part.segment.starts_with('{') && part.segment.ends_with("...}")) return rest.set(method, row);
    Node* next = nullptr;
    if (part.segment.starts_with('{')) {
      if (parameter == nullptr) parameter = std::make_unique<Node>();
      next = parameter.get();
    } else {
      next = &literal(part.segment);
    }
    if (part.more) return next->add(part.rest, method, row);
    next->here.set(method, row);
  }

  static bool accept(const Rows& rows, Method method, RouteMatch& match) {
    const std::size_t row = rows.by_method[static_cast<std::size_t>(method)];
    if (row == RouteMatch::kNone) {
      match.allowed |= rows.allowed;
      return false;
    }
    match.row = row;
    return true;
  }

  bool find(std::string_view path, Method method, RouteMatch& match) const {
    const Split part = split(path);
    for (const auto& [text, node] : literals) {
      if (text == part.segment && node->descend(part, method, match)) return true;
    }
    if (part.segment.empty() || match.parameter_count == RouteMatch::kMaxParameters) return false;
    if (parameter != nullptr) {
      match.parameters[match.parameter_count++] = part.segment;
      if (parameter->descend(part, method, match)) return true;
      --match.parameter_count;
    }
    if (!accept(rest, method, match)) return false;
    match.parameters[match.parameter_count++] = path;
    return true;
  }

  bool descend(const Split& part, Method method, RouteMatch& match) const {
    return part.more ? find(part.rest, method, match) : accept(here, method, match);
  }
};

Router::Router(std::span<const RoutePattern> rows) : root_(std::make_unique<Node>()) {
  for (std::size_t row = 0; row < rows.size(); ++row) {
    root_->add(rows[row].pattern.substr(1), rows[row].method, row);
  }
}

Router::~Router() = default;
Router::Router(Router&&) noexcept = default;

RouteMatch Router::find(Method method, std::string_view path) const {
  RouteMatch match;
  if (path.starts_with('/')) root_->find(path.substr(1), method, match);
  return match;
}

std::string allow_field(std::uint32_t allowed) {
  std::string text;
  for (std::size_t method = 0; method < kMethods; ++method) {
    if ((allowed & bit(static_cast<Method>(method))) == 0) continue;
    text.append(text.empty() ? "" : ", ").append(method_word(static_cast<Method>(method)));
  }
  return text;
}

}  // namespace entrepot::http

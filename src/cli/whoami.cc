#include <fmt/format.h>

#include <boost/json.hpp>

#include "base/try.h"
#include "cli/arguments.h"

namespace entrepot::cli {
namespace {

struct Nothing {};

Result<void> whoami(Session& session, const Nothing&) {
  TRY_ASSIGN(const boost::json::value self, session.client.call(Verb::get, "/user/self/"));
  const boost::json::object user = self.is_object() ? self.get_object() : boost::json::object{};
  session.output.answer(self, fmt::format("{} at {}", cell(user, "slug"), session.client.url()));
  return {};
}

}  // namespace

void add_whoami(Command& program, Invocation& invocation) {
  add_command(program, invocation, "whoami", "Say whose API key this is", &whoami, std::make_shared<Nothing>(),
              kClientHeading);
}

}  // namespace entrepot::cli

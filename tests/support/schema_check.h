#pragma once

#include <boost/json/value.hpp>
#include <string>
#include <vector>

namespace entrepot::testing {

/// Holds a value to a schema of an OpenAPI 3.0 document (the words that ours use; another word is a mistake too), more
/// strictly than OpenAPI would: a member that the schema does not name is a mistake. Each mistake is a line that begins
/// with its place in the value. `root` is the document, where "$ref" leads.
std::vector<std::string> schema_mistakes(const boost::json::value& root, const boost::json::value& schema,
                                         const boost::json::value& value);

/// What a "#/…" reference leads to, or the value itself when it is none.
const boost::json::value& followed(const boost::json::value& root, const boost::json::value& value);

}  // namespace entrepot::testing

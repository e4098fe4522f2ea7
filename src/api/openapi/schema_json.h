#pragma once

#include <boost/json/object.hpp>
#include <map>
#include <string>
#include <string_view>

#include "api/openapi/vocabulary.h"

namespace entrepot::api::openapi {

/// The components that a document names, by their names; whatever a component refers to comes with it.
class Components {
 public:
  /// The schema as JSON; components are referred to, and remembered.
  boost::json::object schema(const Schema& schema);
  /// `components/schemas`.
  boost::json::object schemas() const;

 private:
  void add(const Component& component);
  boost::json::object reference(const Component& component);

  std::map<std::string_view, boost::json::object> schemas_;
};

}  // namespace entrepot::api::openapi

#pragma once

#include <cstdint>
#include <string_view>

namespace entrepot {

/// A feature's value taken apart. Views into the value.
struct FeatureValue {
  enum class Form : std::uint8_t {
    feature,             ///< `feature`
    dependency,          ///< `dep:name`
    dependency_feature,  ///< `name/feature`
    weak_feature,        ///< `name?/feature`
  };
  Form form = Form::feature;
  std::string_view dependency;  ///< "" for Form::feature
  std::string_view feature;     ///< "" for Form::dependency
};

inline FeatureValue split_feature_value(std::string_view value) {
  if (const std::size_t slash = value.find('/'); slash != std::string_view::npos) {
    const std::string_view name = value.substr(0, slash);
    const std::string_view feature = value.substr(slash + 1);
    if (name.ends_with('?')) return {FeatureValue::Form::weak_feature, name.substr(0, name.size() - 1), feature};
    return {FeatureValue::Form::dependency_feature, name, feature};
  }
  if (value.starts_with("dep:")) return {FeatureValue::Form::dependency, value.substr(4), {}};
  return {FeatureValue::Form::feature, {}, value};
}

}  // namespace entrepot

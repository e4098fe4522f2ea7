#include "registry/package_rows.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "base/try.h"
#include "cargo/index_line.h"
#include "package_query/package_rows.h"
#include "registry/listed_crates.h"

namespace entrepot::registry {
namespace json = boost::json;
namespace {

constexpr std::array<std::string_view, 3> kTagKinds{"plain", "immutable", "automatic"};
constexpr std::string_view kLatest = "latest";

json::array to_array(const std::vector<std::string>& texts) {
  return json::array(texts.begin(), texts.end());
}

std::string text_of(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

std::vector<std::string> texts_of(const json::object& object, std::string_view key) {
  std::vector<std::string> out;
  const json::value* value = object.if_contains(key);
  if (value == nullptr || !value->is_array()) return out;
  for (const json::value& element : value->get_array()) {
    if (element.is_string()) out.emplace_back(element.get_string());
  }
  return out;
}

std::optional<std::uint64_t> number_of(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  if (value == nullptr) return std::nullopt;
  json::error_code error;
  const auto number = value->to_number<std::uint64_t>(error);
  return error ? std::nullopt : std::optional(number);
}

/// What cannot be read counts as nothing: a version without a description is listed all the same.
json::object parse_metadata(const std::string& text) {
  json::error_code error;
  json::value value = json::parse(text, error);
  return !error && value.is_object() ? std::move(value.get_object()) : json::object();
}

}  // namespace

std::string metadata_to_json(const PublishMetadata& metadata) {
  json::object out;
  const auto put = [&out](std::string_view key, const std::optional<std::string>& text) {
    if (text && !text->empty()) out[key] = *text;
  };
  put("description", metadata.description);
  put("documentation", metadata.documentation);
  put("homepage", metadata.homepage);
  put("license", metadata.license);
  put("license_file", metadata.license_file);
  put("links", metadata.links);
  put("readme_file", metadata.readme_file);
  put("repository", metadata.repository);
  put("rust_version", metadata.rust_version);
  if (metadata.unpacked_bytes) out["unpacked_size"] = *metadata.unpacked_bytes;
  out["authors"] = to_array(metadata.authors);
  out["categories"] = to_array(metadata.categories);
  out["keywords"] = to_array(metadata.keywords);
  return json::serialize(out);
}

PublishMetadata metadata_from_json(const std::string& text, const CrateName& name, const Version& version) {
  const json::object object = parse_metadata(text);
  const auto get = [&object](std::string_view key) -> std::optional<std::string> {
    std::string found = text_of(object, key);
    return found.empty() ? std::nullopt : std::optional(std::move(found));
  };
  return {.name = name,
          .version = version,
          .authors = texts_of(object, "authors"),
          .description = get("description"),
          .documentation = get("documentation"),
          .homepage = get("homepage"),
          .readme_file = get("readme_file"),
          .keywords = texts_of(object, "keywords"),
          .categories = texts_of(object, "categories"),
          .license = get("license"),
          .license_file = get("license_file"),
          .repository = get("repository"),
          .links = get("links"),
          .rust_version = get("rust_version"),
          .unpacked_bytes = number_of(object, "unpacked_size")};
}

std::string_view tag_kind_word(TagKind kind) {
  return kTagKinds[static_cast<std::size_t>(kind)];
}

Result<std::vector<TagRow>> tags_of(store::Transaction& transaction, std::int64_t version_id) {
  TRY_ASSIGN(const auto rows,
             transaction.query("SELECT tag, kind FROM version_tags WHERE version_id = :a ORDER BY tag", {version_id}));
  std::vector<TagRow> out;
  for (const store::Row& row : rows) {
    const auto* const kind = std::ranges::find(kTagKinds, row.text(1));
    if (kind == kTagKinds.end()) return internal_error("a tag of an unknown kind");
    out.push_back({row.text(0), static_cast<TagKind>(kind - kTagKinds.begin())});
  }
  return out;
}

namespace {

Result<void> write_row(store::Transaction& transaction, std::int64_t version_id) {
  TRY_ASSIGN(
      const auto row,
      transaction.query_one("SELECT c.repository_id, c.name, v.version, v.metadata, n.slug, v.quarantined_at, "
                            "v.index_line, v.size, v.downloads, v.published_at, v.deleted_at, p.last_downloaded_at "
                            "FROM versions v JOIN crates c ON c.id = v.crate_id JOIN namespaces n ON n.id = "
                            "v.published_by LEFT JOIN packages p ON p.id = v.id WHERE v.id = :a",
                            {version_id}));
  if (!row) return internal_error("a version vanished inside its own transaction");
  if (!row->is_null(10)) return package_query::remove_package(transaction, version_id);
  TRY_ASSIGN(Version version, Version::parse(row->text(2)));
  TRY_ASSIGN(IndexLine line, parse_index_line(row->text(6)));
  TRY_ASSIGN(const std::vector<TagRow> tags, tags_of(transaction, version_id));
  const json::object metadata = parse_metadata(row->text(3));
  package_query::PackageRecord record{.name = row->text(1),
                                      .version = std::move(version),
                                      .description = text_of(metadata, "description"),
                                      .keywords = texts_of(metadata, "keywords"),
                                      .license = text_of(metadata, "license"),
                                      .uploader = row->text(4),
                                      .status = row->is_null(5) ? "Completed" : "Quarantined",
                                      .dependencies = std::move(line.dependencies),
                                      .size = row->integer(7),
                                      .downloads = row->integer(8),
                                      .uploaded_at = from_unix(row->integer(9))};
  for (const TagRow& tag : tags) record.tags.push_back(tag.tag);
  if (!row->is_null(11)) record.last_downloaded_at = from_unix(row->integer(11));
  return package_query::write_package(transaction, {.version_id = version_id, .repository_id = row->integer(0)},
                                      record);
}

}  // namespace

Result<void> refresh_package(store::Transaction& transaction, std::int64_t version_id) {
  TRY(write_row(transaction, version_id));
  return list_crate_of(transaction, version_id);
}

Result<void> move_latest_tag(store::Transaction& transaction, std::int64_t crate_id,
                             std::optional<std::int64_t> version_id) {
  TRY_ASSIGN(const auto before,
             transaction.query("SELECT t.version_id FROM version_tags t JOIN versions v ON v.id = t.version_id "
                               "WHERE v.crate_id = :a AND t.tag = :b AND t.kind = 'automatic'",
                               {crate_id, std::string(kLatest)}));
  bool is_there = false;
  for (const store::Row& row : before) {
    if (version_id == row.integer(0)) {
      is_there = true;
      continue;
    }
    TRY(transaction.execute("DELETE FROM version_tags WHERE version_id = :a AND tag = :b",
                            {row.integer(0), std::string(kLatest)}));
    TRY(write_row(transaction, row.integer(0)));
  }
  if (is_there || !version_id) return {};
  TRY(
      transaction.execute("INSERT INTO version_tags (version_id, tag, kind) VALUES (:a, :b, 'automatic') "
                          "ON CONFLICT (version_id, tag) DO UPDATE SET kind = excluded.kind",
                          {*version_id, std::string(kLatest)}));
  return write_row(transaction, *version_id);
}

}  // namespace entrepot::registry

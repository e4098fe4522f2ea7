#include "package_query/fields.h"

#include <algorithm>

#include "base/encoding.h"
#include "package_query/text_pattern.h"

namespace entrepot::package_query {
namespace {

using Texts = std::vector<std::string>;
using Number = std::optional<std::int64_t>;

// A field that no crate has a value of. The comparison stays, so that its value is bound as in any other term.
constexpr std::string_view kNever = "1 = 0 AND {}";
Texts no_texts(const PackageRecord&) {
  return {};
}
Number never(const PackageRecord&) {
  return 0;
}
template <auto Member>
Texts folded(const PackageRecord& record) {
  return {fold_text(record.*Member)};
}
template <auto Member>
Number number(const PackageRecord& record) {
  return record.*Member;
}
Texts folded_tags(const PackageRecord& record) {
  Texts out;
  std::ranges::transform(record.tags, std::back_inserter(out), fold_text);
  return out;
}

constexpr FieldRow kBareWord{.name = "",
                             .kind = FieldKind::name,
                             .columns = {"p.content"},
                             .texts = [](const PackageRecord& record) { return Texts{fold_content(record)}; },
                             .help = "Without a field: name, keywords and description."};

constexpr auto kFields = std::to_array<FieldRow>({
    {.name = "name",
     .kind = FieldKind::name,
     .columns = {"p.name"},
     .texts = [](const PackageRecord& record) { return Texts{fold_name(record.name)}; },
     .help = "The crate's name; `-` and `_` are the same."},
    {.name = "version",
     .kind = FieldKind::version,
     .columns = {"p.version"},
     .texts = [](const PackageRecord& record) { return Texts{fold_text(record.version.text())}; },
     .help = "The version: compared by SemVer precedence after `>` `>=` `<` `<=` `=` `~=`, as text otherwise."},
    {.name = "prerelease",
     .kind = FieldKind::flag,
     .columns = {"p.prerelease"},
     .number = [](const PackageRecord& record) { return Number{record.version.is_prerelease() ? 1 : 0}; },
     .help = "Whether the version is a pre-release."},
    {.name = "filename",
     .columns = {"p.filename"},
     .texts = [](const PackageRecord& record) { return Texts{fold_filename(record)}; },
     .help = "The name of the file, such as `serde-1.0.0.crate`."},
    {.name = "license",
     .columns = {"p.license"},
     .texts = &folded<&PackageRecord::license>,
     .help = "The licence expression in the manifest; `license:^$` finds crates without one."},
    {.name = "tag",
     .columns = {"t.tag"},
     .inside = "EXISTS (SELECT 1 FROM version_tags t WHERE t.version_id = p.id AND {})",
     .lines = "p.tags",
     .texts = &folded_tags,
     .help = "A tag of the package; `tag:*` finds packages that have any."},
    {.name = "status",
     .columns = {"p.status"},
     .texts = &folded<&PackageRecord::status>,
     .help = "The state, such as `completed` or `quarantined`."},
    {.name = "checksum",
     .kind = FieldKind::checksum,
     .columns = {"v.checksum", "NULLIF(v.checksum_md5, '')", "NULLIF(v.checksum_sha1, '')",
                 "NULLIF(v.checksum_sha512, '')"},
     .inside = "EXISTS (SELECT 1 FROM versions v WHERE v.id = p.id AND ({}))",
     .texts = [](const PackageRecord& record) { return record.checksums; },
     .help = "The file's MD5, SHA-1, SHA-256 or SHA-512 in hexadecimal digits, or a part of one."},
    {.name = "size",
     .kind = FieldKind::size,
     .columns = {"p.size"},
     .number = &number<&PackageRecord::size>,
     .help = "The file's size."},
    {.name = "downloads",
     .kind = FieldKind::number,
     .columns = {"p.downloads"},
     .number = &number<&PackageRecord::downloads>,
     .help = "How often the file was downloaded."},
    {.name = "uploaded",
     .kind = FieldKind::date,
     .columns = {"p.uploaded_at"},
     .number = [](const PackageRecord& record) { return Number{to_unix(record.uploaded_at)}; },
     .help = "When it was uploaded."},
    {.name = "last_downloaded",
     .kind = FieldKind::date,
     .columns = {"p.last_downloaded_at"},
     .inside = "p.last_downloaded_at IS NOT NULL AND {}",
     .number = [](const PackageRecord& record) -> Number {
       if (!record.last_downloaded_at) return std::nullopt;
       return to_unix(*record.last_downloaded_at);
     },
     .help = "When it was last downloaded; no comparison holds for what never was."},
    {.name = "uploader",
     .columns = {"p.uploader"},
     .texts = &folded<&PackageRecord::uploader>,
     .help = "The slug of the user who uploaded it."},
    {.name = "repository",
     .columns = {"r.slug_key"},
     .inside = "p.repository_id IN (SELECT r.id FROM repositories r WHERE {})",
     .texts = &folded<&PackageRecord::repository>,
     .help = "The repository's slug."},
    {.name = "dependency",
     .kind = FieldKind::dependency,
     .columns = {"d.name"},
     .inside = "EXISTS (SELECT 1 FROM package_dependencies d WHERE d.package_id = p.id AND {})",
     .lines = "p.dependencies",
     .help = "A dependency of any kind, by its whole name (`*` and anchors as in texts), and the versions that its "
             "requirement must admit one of."},
    {.name = "format",
     .columns = {"'cargo'"},
     .texts = [](const PackageRecord&) { return Texts{"cargo"}; },
     .help = "The package format: always `cargo`."},
    {.name = "type",
     .columns = {"'source'"},
     .texts = [](const PackageRecord&) { return Texts{"source"}; },
     .help = "The package type: always `source`."},
    {.name = "architecture",
     .columns = {"''"},
     .inside = kNever,
     .texts = &no_texts,
     .help = "Matches nothing: a crate is source for every architecture."},
    {.name = "distribution",
     .columns = {"''"},
     .inside = kNever,
     .texts = &no_texts,
     .help = "Matches nothing: a crate belongs to no distribution."},
    {.name = "token",
     .columns = {"''"},
     .inside = kNever,
     .texts = &no_texts,
     .help = "Matches nothing: this server does not record which token downloaded a package."},
    {.name = "policy_violated",
     .kind = FieldKind::flag,
     .columns = {"0"},
     .number = &never,
     .help = "Always false: this server has no policies."},
    {.name = "license_policy_violated",
     .kind = FieldKind::flag,
     .columns = {"0"},
     .number = &never,
     .help = "Always false: this server has no licence policies."},
    {.name = "vulnerability_policy_violated",
     .kind = FieldKind::flag,
     .columns = {"0"},
     .number = &never,
     .help = "Always false: this server has no vulnerability policies."},
    {.name = "deny_policy_violated",
     .kind = FieldKind::flag,
     .columns = {"0"},
     .number = &never,
     .help = "Always false: this server has no deny policies."},
    {.name = "deb_component",
     .columns = {"''"},
     .inside = kNever,
     .texts = &no_texts,
     .help = "Matches nothing: of another format."},
    {.name = "docker_image_digest",
     .columns = {"''"},
     .inside = kNever,
     .texts = &no_texts,
     .help = "Matches nothing: of another format."},
    {.name = "docker_layer_digest",
     .columns = {"''"},
     .inside = kNever,
     .texts = &no_texts,
     .help = "Matches nothing: of another format."},
    {.name = "maven_group_id",
     .columns = {"''"},
     .inside = kNever,
     .texts = &no_texts,
     .help = "Matches nothing: of another format."},
});

}  // namespace

std::span<const FieldRow> field_table() {
  return kFields;
}

const FieldRow* find_field(std::string_view name) {
  const auto row = std::ranges::find(kFields, to_lower(name), &FieldRow::name);
  return row == kFields.end() ? nullptr : &*row;
}

const FieldRow& bare_word_field() {
  return kBareWord;
}

const FieldRow& name_field() {
  return kFields.front();
}

std::string fold_content(const PackageRecord& record) {
  std::string content = record.name;
  for (const std::string& keyword : record.keywords) content += " " + keyword;
  content += " " + record.description;
  return fold_name(content);
}

std::string fold_filename(const PackageRecord& record) {
  return fold_text(record.name + "-" + record.version.text() + ".crate");
}

}  // namespace entrepot::package_query

#pragma once

// The relation that conditions and orders of package queries are written over. Whoever runs one writes
//
//   SELECT … FROM packages p [JOIN versions v ON v.id = p.id …]
//   WHERE p.repository_id = :a AND <condition> ORDER BY <order> LIMIT … OFFSET …
//
// and gives `to_condition` the number of parameters that stand before it (here 1). A condition names the alias `p` and
// brings everything else by subqueries, so that it fits into any statement; it is never NULL, and encloses itself in
// parentheses where it must.
//
// packages p: one row per package that lists may show, narrow, because a list over 100,000 packages reads every row.
//   id                  versions.id
//   repository_id       repositories.id
//   name                the crate's name, folded (fold_name): lower case, '-' as '_'
//   filename            lower case: "serde-1.0.0.crate"
//   version             lower case, with build metadata
//   sort_key            version_sort_key(version)
//   prerelease          0, 1
//   tags                fold_text of each tag, in lines: "\nlatest\nstable\n", '' for none
//   dependencies        the names of package_dependencies, in lines
//   content             where bare words look: name, keywords and description, folded (fold_content); so narrow that a
//                       description has no column of its own
//   license             folded (fold_text: ASCII in lower case, control characters as spaces), '' for none
//   uploader            slug in lower case
//   status              lower case: 'completed', 'quarantined', …
//   size, downloads     BIGINT
//   uploaded_at         unix seconds
//   last_downloaded_at  unix seconds, NULL for never
// version_tags t: version_id, tag (lower case)
// package_dependencies d: package_id, name (as packages.name), lower_key, upper_key: range_keys of the requirement
// repositories r: id, slug_key
// versions v: id, checksum, checksum_md5, checksum_sha1, checksum_sha512 (lower-case hex, NULL or '' when not known)
//
// Text is folded when it is written, never by SQL's lower(), whose result depends on database and locale. What is
// compared with it is folded alike, so that LIKE's own view of case does not matter.

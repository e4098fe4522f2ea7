-- What lists and the search language read: one narrow row per package (a version that is listed), because a list over 100,000
-- packages looks at every row. Kept by package_query/package_rows.cc in the transaction that changes the version; which text is
-- folded how stands in package_query/columns.h. The rows lie in the order of the default list, repository by repository, so that
-- a list reads neighbours instead of looking up each row.
CREATE TABLE packages (
  id BIGINT NOT NULL UNIQUE REFERENCES versions (id),
  repository_id BIGINT NOT NULL REFERENCES repositories (id),
  name TEXT NOT NULL,
  filename TEXT NOT NULL,
  version TEXT NOT NULL,
  sort_key TEXT NOT NULL,
  prerelease BIGINT NOT NULL,
  content TEXT NOT NULL,
  license TEXT NOT NULL,
  uploader TEXT NOT NULL,
  status TEXT NOT NULL,
  size BIGINT NOT NULL,
  downloads BIGINT NOT NULL,
  uploaded_at BIGINT NOT NULL,
  last_downloaded_at BIGINT,
  PRIMARY KEY (repository_id, uploaded_at, id)
) {{clustered}};
CREATE INDEX packages_by_name ON packages (repository_id, name, sort_key, id);

-- lower_key and upper_key: the versions that the requirement admits, between two sort keys.
CREATE TABLE package_dependencies (
  package_id BIGINT NOT NULL REFERENCES versions (id),
  name TEXT NOT NULL,
  lower_key TEXT NOT NULL,
  upper_key TEXT NOT NULL
);
CREATE INDEX package_dependencies_by_package ON package_dependencies (package_id);
CREATE INDEX package_dependencies_by_name ON package_dependencies (name, package_id);

CREATE INDEX version_tags_by_tag ON version_tags (tag, version_id);

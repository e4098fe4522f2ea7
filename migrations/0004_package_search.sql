-- What lists and the search language read: one narrow row per package (a version that is listed), because a list over 100,000
-- packages looks at every row. Kept by package_query/package_rows.cc in the transaction that changes the version; which text is
-- folded how stands in package_query/columns.h. The rows lie in the order of the default list, repository by repository, so that
-- a list reads neighbours instead of looking up each row; the columns that orders compare come first, so that reading them skips
-- little. tags and dependencies: names, each in a line of its own, so that a list need not look into another table for each row.
CREATE TABLE packages (
  id BIGINT NOT NULL UNIQUE REFERENCES versions (id),
  repository_id BIGINT NOT NULL REFERENCES repositories (id),
  uploaded_at BIGINT NOT NULL,
  size BIGINT NOT NULL,
  downloads BIGINT NOT NULL,
  last_downloaded_at BIGINT,
  prerelease BIGINT NOT NULL,
  sort_key TEXT NOT NULL,
  name TEXT NOT NULL,
  version TEXT NOT NULL,
  status TEXT NOT NULL,
  tags TEXT NOT NULL,
  content TEXT NOT NULL,
  dependencies TEXT NOT NULL,
  license TEXT NOT NULL,
  uploader TEXT NOT NULL,
  filename TEXT NOT NULL,
  PRIMARY KEY (repository_id, uploaded_at, id)
) {{clustered}};
CREATE INDEX packages_by_name ON packages (repository_id, name, sort_key, id);

-- lower_key and upper_key: the versions that the requirement admits, between two sort keys.
CREATE TABLE package_dependencies (
  package_id BIGINT NOT NULL REFERENCES versions (id),
  name TEXT NOT NULL,
  lower_key TEXT NOT NULL,
  upper_key TEXT NOT NULL,
  PRIMARY KEY (package_id, name, lower_key, upper_key)
) {{clustered}};

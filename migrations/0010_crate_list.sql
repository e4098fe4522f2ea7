-- A crate as lists show it: how many versions it has that are not deleted, their bytes, whether all of them are yanked, and which
-- one is the newest (max_version). NULL until the follower crate_list has looked at a crate from before this migration.
ALTER TABLE crates ADD COLUMN newest_version_id BIGINT REFERENCES versions (id);
ALTER TABLE crates ADD COLUMN version_count BIGINT NOT NULL DEFAULT 0;
ALTER TABLE crates ADD COLUMN byte_count BIGINT NOT NULL DEFAULT 0;
ALTER TABLE crates ADD COLUMN is_yanked BIGINT NOT NULL DEFAULT 0;

-- What the list of crates reads: one row per crate that has a version. The columns up to is_yanked are the crate's; all others are
-- those of its newest version in `packages`, so that the search language runs over this table as it does over that one. Kept by
-- registry/listed_crates.cc in the transaction that changes either. needs: the rows of crate_dependents that belong to it, each
-- in a line. The rows lie in the order of names; each other order has an index, in which crates that are equal come by name.
CREATE TABLE listed_crates (
  repository_id BIGINT NOT NULL REFERENCES repositories (id),
  name TEXT NOT NULL,
  crate_id BIGINT NOT NULL UNIQUE REFERENCES crates (id),
  id BIGINT NOT NULL UNIQUE REFERENCES versions (id),
  updated_at BIGINT NOT NULL,
  version_count BIGINT NOT NULL,
  byte_count BIGINT NOT NULL,
  crate_downloads BIGINT NOT NULL,
  is_yanked BIGINT NOT NULL,
  uploaded_at BIGINT NOT NULL,
  size BIGINT NOT NULL,
  downloads BIGINT NOT NULL,
  last_downloaded_at BIGINT,
  prerelease BIGINT NOT NULL,
  sort_key TEXT NOT NULL,
  version TEXT NOT NULL,
  status TEXT NOT NULL,
  tags TEXT NOT NULL,
  content TEXT NOT NULL,
  dependencies TEXT NOT NULL,
  license TEXT NOT NULL,
  uploader TEXT NOT NULL,
  filename TEXT NOT NULL,
  needs TEXT NOT NULL,
  PRIMARY KEY (repository_id, name)
) {{clustered}};
CREATE INDEX listed_crates_by_update ON listed_crates (repository_id, updated_at DESC, name);
CREATE INDEX listed_crates_by_versions ON listed_crates (repository_id, version_count DESC, name);
CREATE INDEX listed_crates_by_bytes ON listed_crates (repository_id, byte_count DESC, name);
CREATE INDEX listed_crates_by_downloads ON listed_crates (repository_id, crate_downloads DESC, name);

-- Which crates need which, by their newest versions. name: folded, of the crate that is needed. registry: '' for the dependent's
-- own repository, else the index URL in comparable form. dependent: listed_crates.name in repository_id. crates.io has no rows.
CREATE TABLE crate_dependents (
  name TEXT NOT NULL,
  registry TEXT NOT NULL,
  repository_id BIGINT NOT NULL REFERENCES repositories (id),
  dependent TEXT NOT NULL,
  PRIMARY KEY (name, registry, repository_id, dependent)
) {{clustered}};

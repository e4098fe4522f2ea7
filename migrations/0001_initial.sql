-- The metadata of a registry. Integers and text only: times are unix seconds (UTC), booleans 0 and 1, checksums lower-case
-- hex. One SQL text for SQLite and PostgreSQL; {{identity}} is the dialect's growing primary key.

-- A user's or an organisation's place in URLs. slug keeps its spelling, slug_key is lower case.
CREATE TABLE namespaces (
  id {{identity}},
  slug TEXT NOT NULL,
  slug_key TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('user', 'organisation')),
  name TEXT NOT NULL,
  slug_perm TEXT NOT NULL UNIQUE,
  created_at BIGINT NOT NULL
);

-- A user is the owner of its own namespace and has its number.
CREATE TABLE users (
  id BIGINT NOT NULL PRIMARY KEY REFERENCES namespaces (id),
  email TEXT,
  password_hash TEXT,
  is_admin BIGINT NOT NULL DEFAULT 0,
  disabled_at BIGINT,
  created_at BIGINT NOT NULL
);

CREATE TABLE memberships (
  organisation_id BIGINT NOT NULL REFERENCES namespaces (id),
  user_id BIGINT NOT NULL REFERENCES users (id),
  role TEXT NOT NULL CHECK (role IN ('Owner', 'Manager', 'Member', 'Collaborator')),
  joined_at BIGINT NOT NULL,
  PRIMARY KEY (organisation_id, user_id)
);
CREATE INDEX memberships_by_user ON memberships (user_id);

-- A deleted repository keeps its row and frees its slug: slug_key becomes unique again by a suffix that no slug may have.
-- crate_count to download_count: sums over its crates and versions, moved by what changes those.
CREATE TABLE repositories (
  id {{identity}},
  namespace_id BIGINT NOT NULL REFERENCES namespaces (id),
  slug TEXT NOT NULL,
  slug_key TEXT NOT NULL,
  slug_perm TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  visibility TEXT NOT NULL CHECK (visibility IN ('public', 'private')),
  default_privilege TEXT NOT NULL CHECK (default_privilege IN ('None', 'Read', 'Write', 'Admin')),
  settings TEXT NOT NULL,
  publish_rules TEXT NOT NULL,
  crate_count BIGINT NOT NULL DEFAULT 0,
  version_count BIGINT NOT NULL DEFAULT 0,
  byte_count BIGINT NOT NULL DEFAULT 0,
  download_count BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  deleted_at BIGINT,
  UNIQUE (namespace_id, slug_key)
);

-- What a repository was called before it was renamed or deleted: its versions up to last_version_id, which were served under
-- that slug, bind whoever has the slug later.
CREATE TABLE former_slugs (
  namespace_id BIGINT NOT NULL REFERENCES namespaces (id),
  slug_key TEXT NOT NULL,
  repository_id BIGINT NOT NULL REFERENCES repositories (id),
  last_version_id BIGINT NOT NULL,
  PRIMARY KEY (namespace_id, slug_key, repository_id)
);

-- canonical: lower case, '-' as '_' (the name's identity). index_key: lower case (the index path).
-- updated_at grows with every change of the index entry: it is the entry's Last-Modified.
CREATE TABLE crates (
  id {{identity}},
  repository_id BIGINT NOT NULL REFERENCES repositories (id),
  name TEXT NOT NULL,
  canonical TEXT NOT NULL,
  index_key TEXT NOT NULL,
  description TEXT NOT NULL,
  keywords TEXT NOT NULL,
  max_version TEXT NOT NULL,
  downloads BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  UNIQUE (repository_id, canonical)
);
CREATE INDEX crates_by_index_key ON crates (repository_id, index_key);
CREATE INDEX crates_by_downloads ON crates (repository_id, downloads DESC, canonical);

-- version_key is the version without build metadata, which alone makes it unique. A deleted version stays as a tombstone.
CREATE TABLE versions (
  id {{identity}},
  crate_id BIGINT NOT NULL REFERENCES crates (id),
  version TEXT NOT NULL,
  version_key TEXT NOT NULL,
  index_line TEXT NOT NULL,
  checksum TEXT NOT NULL,
  size BIGINT NOT NULL,
  yanked BIGINT NOT NULL DEFAULT 0,
  published_at BIGINT NOT NULL,
  published_by BIGINT NOT NULL REFERENCES users (id),
  downloads BIGINT NOT NULL DEFAULT 0,
  deleted_at BIGINT,
  UNIQUE (crate_id, version_key)
);
CREATE INDEX versions_by_checksum ON versions (checksum);

CREATE TABLE crate_owners (
  crate_id BIGINT NOT NULL REFERENCES crates (id),
  user_id BIGINT NOT NULL REFERENCES users (id),
  added_at BIGINT NOT NULL,
  PRIMARY KEY (crate_id, user_id)
);
CREATE INDEX crate_owners_by_user ON crate_owners (user_id);

-- repositories and crate_patterns: JSON lists, NULL for no restriction. prefix: the first characters, to tell keys apart.
CREATE TABLE api_keys (
  id {{identity}},
  slug_perm TEXT NOT NULL UNIQUE,
  user_id BIGINT NOT NULL REFERENCES users (id),
  name TEXT NOT NULL,
  secret_hash TEXT NOT NULL UNIQUE,
  prefix TEXT NOT NULL,
  scope TEXT NOT NULL CHECK (scope IN ('read', 'publish', 'admin')),
  repositories TEXT,
  crate_patterns TEXT,
  created_at BIGINT NOT NULL,
  expires_at BIGINT,
  revoked_at BIGINT,
  last_used_at BIGINT
);
CREATE INDEX api_keys_by_user ON api_keys (user_id);

-- The same token may be set in several repositories. token_sealed can be opened with the data folder's key only.
-- name_key: the name while the token lives, then made unique, so that a deleted token frees its name.
CREATE TABLE entitlements (
  id {{identity}},
  slug_perm TEXT NOT NULL UNIQUE,
  repository_id BIGINT NOT NULL REFERENCES repositories (id),
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  token_hash TEXT NOT NULL,
  token_sealed TEXT NOT NULL,
  is_default BIGINT NOT NULL DEFAULT 0,
  is_active BIGINT NOT NULL DEFAULT 1,
  created_at BIGINT NOT NULL,
  created_by BIGINT REFERENCES users (id),
  updated_at BIGINT NOT NULL,
  deleted_at BIGINT,
  UNIQUE (repository_id, name_key)
);
CREATE INDEX entitlements_by_token ON entitlements (token_hash);

-- The truth. Everything else that can be derived is a follower of it.
CREATE TABLE events (
  sequence {{identity}},
  kind TEXT NOT NULL,
  at BIGINT NOT NULL,
  actor TEXT NOT NULL,
  namespace_id BIGINT NOT NULL DEFAULT 0,
  repository_id BIGINT NOT NULL DEFAULT 0,
  subject_id BIGINT NOT NULL DEFAULT 0,
  crate TEXT NOT NULL DEFAULT '',
  version TEXT NOT NULL DEFAULT '',
  data TEXT NOT NULL DEFAULT '{}'
);
CREATE INDEX events_by_repository ON events (repository_id, sequence);

CREATE TABLE followers (
  name TEXT NOT NULL PRIMARY KEY,
  cursor_sequence BIGINT NOT NULL
);

-- Derived by the follower search_index; lower case, '-' as '_'. words: the name's words between spaces. content: all that a search
-- looks through, in one column, so that a word costs one comparison.
CREATE TABLE search_documents (
  crate_id BIGINT NOT NULL PRIMARY KEY REFERENCES crates (id),
  repository_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  words TEXT NOT NULL,
  keywords TEXT NOT NULL,
  content TEXT NOT NULL
);
CREATE INDEX search_documents_by_repository ON search_documents (repository_id, name);

CREATE TABLE meta (
  name TEXT NOT NULL PRIMARY KEY,
  content TEXT NOT NULL
);

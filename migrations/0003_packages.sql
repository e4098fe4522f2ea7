-- What the packages API tells of a version beyond what the index does. A version from before this migration has NULL in the
-- checksums and in metadata, until the follower package_details has filled them in.

-- slug_perm: stands for this upload for ever; another upload under the same number has another.
-- metadata: JSON, the descriptive part of the publish metadata. quarantined_at: kept from downloads since then; the index
-- line says yanked meanwhile, whatever the column yanked says. purged_at: a deleted version can be restored no more. origin_repository_id: where a copy was uploaded first.
ALTER TABLE versions ADD COLUMN slug_perm TEXT;
ALTER TABLE versions ADD COLUMN checksum_md5 TEXT;
ALTER TABLE versions ADD COLUMN checksum_sha1 TEXT;
ALTER TABLE versions ADD COLUMN checksum_sha512 TEXT;
ALTER TABLE versions ADD COLUMN metadata TEXT;
ALTER TABLE versions ADD COLUMN status_updated_at BIGINT;
ALTER TABLE versions ADD COLUMN quarantined_at BIGINT;
ALTER TABLE versions ADD COLUMN deleted_by BIGINT REFERENCES users (id);
ALTER TABLE versions ADD COLUMN purged_at BIGINT;
ALTER TABLE versions ADD COLUMN origin_repository_id BIGINT REFERENCES repositories (id);
UPDATE versions SET slug_perm = 'v' || CAST(id AS TEXT), status_updated_at = published_at;
CREATE UNIQUE INDEX versions_by_slug_perm ON versions (slug_perm);
CREATE INDEX versions_by_deletion ON versions (deleted_at);

-- tag: lower case. kind: automatic tags are the server's, immutable ones stay until an admin takes them away.
CREATE TABLE version_tags (
  version_id BIGINT NOT NULL REFERENCES versions (id),
  tag TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('plain', 'immutable', 'automatic')),
  PRIMARY KEY (version_id, tag)
);

-- A file on its way in beside cargo: its bytes are kept as blobs, part by part, so that they survive a restart, until a package
-- is made of them, somebody aborts it or it expires. identifier: unguessable, because the bytes are sent to a URL with it and
-- nothing else. md5: what the client says of the whole file.
CREATE TABLE uploads (
  id {{identity}},
  identifier TEXT NOT NULL UNIQUE,
  repository_id BIGINT NOT NULL REFERENCES repositories (id),
  user_id BIGINT NOT NULL REFERENCES users (id),
  filename TEXT NOT NULL,
  md5 TEXT,
  in_parts BIGINT NOT NULL,
  completed_at BIGINT,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX uploads_by_user ON uploads (user_id);
CREATE INDEX uploads_by_expiry ON uploads (expires_at);

CREATE TABLE upload_parts (
  upload_id BIGINT NOT NULL REFERENCES uploads (id),
  number BIGINT NOT NULL,
  checksum TEXT NOT NULL,
  size BIGINT NOT NULL,
  PRIMARY KEY (upload_id, number)
);
CREATE INDEX upload_parts_by_checksum ON upload_parts (checksum);

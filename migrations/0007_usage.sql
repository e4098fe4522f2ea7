-- What was downloaded on which day (days since 1970, UTC), kept for about a year: of a package, with an entitlement token, of a
-- repository with all that was ever in it. Written by the flush of the download counters. bytes: parts of files too.
CREATE TABLE package_days (
  repository_id BIGINT NOT NULL REFERENCES repositories (id),
  day BIGINT NOT NULL,
  version_id BIGINT NOT NULL REFERENCES versions (id),
  downloads BIGINT NOT NULL,
  bytes BIGINT NOT NULL,
  PRIMARY KEY (repository_id, day, version_id)
) {{clustered}};

CREATE TABLE entitlement_days (
  repository_id BIGINT NOT NULL REFERENCES repositories (id),
  day BIGINT NOT NULL,
  entitlement_id BIGINT NOT NULL REFERENCES entitlements (id),
  downloads BIGINT NOT NULL,
  bytes BIGINT NOT NULL,
  PRIMARY KEY (repository_id, day, entitlement_id)
) {{clustered}};

CREATE TABLE repository_days (
  repository_id BIGINT NOT NULL REFERENCES repositories (id),
  day BIGINT NOT NULL,
  downloads BIGINT NOT NULL,
  bytes BIGINT NOT NULL,
  PRIMARY KEY (repository_id, day)
) {{clustered}};

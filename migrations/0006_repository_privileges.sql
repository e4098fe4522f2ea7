-- What somebody was given in one repository, beside what a membership gives: the greater of both counts. In an organisation's
-- repository only members have such rows; they go with the membership.
CREATE TABLE repository_privileges (
  repository_id BIGINT NOT NULL REFERENCES repositories (id),
  user_id BIGINT NOT NULL REFERENCES users (id),
  privilege TEXT NOT NULL CHECK (privilege IN ('Read', 'Write', 'Admin')),
  granted_at BIGINT NOT NULL,
  PRIMARY KEY (repository_id, user_id)
);
CREATE INDEX repository_privileges_by_user ON repository_privileges (user_id);

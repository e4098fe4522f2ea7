-- Sign-ins by the website: the browser keeps a random secret in a cookie, and here is its hash. A row that is gone is a session that
-- has ended; how long one lasts is an option, and is counted from created_at and last_used_at.
CREATE TABLE sessions (
  id {{identity}},
  slug_perm TEXT NOT NULL UNIQUE,
  user_id BIGINT NOT NULL REFERENCES users (id),
  secret_hash TEXT NOT NULL UNIQUE,
  created_at BIGINT NOT NULL,
  last_used_at BIGINT NOT NULL,
  user_agent TEXT NOT NULL,
  address TEXT NOT NULL
);
CREATE INDEX sessions_by_user ON sessions (user_id, last_used_at);
CREATE INDEX sessions_by_creation ON sessions (created_at);
CREATE INDEX sessions_by_last_use ON sessions (last_used_at);

-- A server on which nobody has a password yet lets the admin set the first one; every page asks whether that is so.
CREATE INDEX admins_with_password ON users (id) WHERE password_hash IS NOT NULL AND is_admin = 1;

-- Living versions are all but a few: an index over them looked right for "not deleted, in the order of ids", and made whoever reads
-- one crate walk the versions of all. Only the deleted ones are looked up by their time.
DROP INDEX versions_by_deletion;
CREATE INDEX versions_by_deletion ON versions (deleted_at) WHERE deleted_at IS NOT NULL;

-- Who logs in may name their e-mail.
CREATE INDEX users_by_email ON users (LOWER(email));

-- is_login: made by a log in, of which each user has only so many.
ALTER TABLE api_keys ADD COLUMN is_login BIGINT NOT NULL DEFAULT 0;

-- What happened to one crate since some event: how an index file was at that event is found from it.
CREATE INDEX events_by_crate ON events (repository_id, crate, sequence);

-- Derived by the follower git_index: a state of a repository's git index, named by the event that made it. The oldest are forgotten.
-- number: which state of its repository it is, from 1.
CREATE TABLE git_states (
  repository_id BIGINT NOT NULL,
  sequence BIGINT NOT NULL,
  number BIGINT NOT NULL,
  PRIMARY KEY (repository_id, sequence)
);

-- Derived by the follower git_index: which object stood where in the tree, from the state `since` on and up to, but not in, the
-- state `until` (NULL: it still stands there). directory: '' is the root. object: a SHA-1 in hex, of a blob or a tree. The root has
-- no row: its config.json differs by reader.
CREATE TABLE git_entries (
  repository_id BIGINT NOT NULL,
  directory TEXT NOT NULL,
  name TEXT NOT NULL,
  since BIGINT NOT NULL,
  until BIGINT,
  object TEXT NOT NULL,
  PRIMARY KEY (repository_id, since, directory, name)
);
-- What stands now and what stood once are sought apart: a folder that changes with every publish has thousands of former entries.
CREATE UNIQUE INDEX git_entries_now ON git_entries (repository_id, directory, name) WHERE until IS NULL;
CREATE INDEX git_entries_former ON git_entries (repository_id, directory, until) WHERE until IS NOT NULL;
CREATE INDEX git_entries_by_until ON git_entries (repository_id, until) WHERE until IS NOT NULL;

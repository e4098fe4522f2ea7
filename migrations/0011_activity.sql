-- The event log read by people: newest first of one repository, of one namespace or of all, by kind, by who (by crate there is one). sequence
-- follows what a page is of, so that it is read from where it begins, however much there is. By whom something was done is looked up in
-- one index for all places, which holds these places too.
CREATE INDEX events_by_repository_kind ON events (repository_id, kind, sequence);
CREATE INDEX events_by_namespace_kind ON events (namespace_id, kind, sequence);
CREATE INDEX events_by_kind ON events (kind, sequence);
CREATE INDEX events_by_actor ON events (actor, kind, sequence, repository_id, namespace_id);

-- So that what was downloaded of crates is summed up without looking at their versions. NULL in rows from before this migration.
ALTER TABLE package_days ADD COLUMN crate_id BIGINT;

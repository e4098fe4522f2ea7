-- What somebody did in one repository or namespace is read there alone: through one index for all places, what they did elsewhere
-- was walked too, and the time told a stranger of it.
DROP INDEX events_by_actor;
CREATE INDEX events_by_actor ON events (actor, kind, sequence);
CREATE INDEX events_by_repository_actor ON events (repository_id, actor, kind, sequence);
CREATE INDEX events_by_namespace_actor ON events (namespace_id, actor, kind, sequence);

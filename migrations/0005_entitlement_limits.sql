-- What a token may not go beyond, NULL for no limit: numbers of downloads, of distinct client addresses and of bytes
-- (limit_bandwidth times limit_bandwidth_unit, a power of 1000), a span of time, and a query over packages. used_*: counted in
-- the present period; memory is ahead of them by less than a second. reset_at: when the next period begins.
-- limits_revision grows with each change made by somebody, usage_resets with each reset asked for: how memory learns of them.
ALTER TABLE entitlements ADD COLUMN limit_num_downloads BIGINT;
ALTER TABLE entitlements ADD COLUMN limit_num_clients BIGINT;
ALTER TABLE entitlements ADD COLUMN limit_bandwidth BIGINT;
ALTER TABLE entitlements ADD COLUMN limit_bandwidth_unit BIGINT NOT NULL DEFAULT 0;
ALTER TABLE entitlements ADD COLUMN limit_date_from BIGINT;
ALTER TABLE entitlements ADD COLUMN limit_date_to BIGINT;
ALTER TABLE entitlements ADD COLUMN limit_package_query TEXT;
ALTER TABLE entitlements ADD COLUMN reset_period BIGINT NOT NULL DEFAULT 0;
ALTER TABLE entitlements ADD COLUMN reset_at BIGINT;
ALTER TABLE entitlements ADD COLUMN used_downloads BIGINT NOT NULL DEFAULT 0;
ALTER TABLE entitlements ADD COLUMN used_bandwidth BIGINT NOT NULL DEFAULT 0;
ALTER TABLE entitlements ADD COLUMN limits_revision BIGINT NOT NULL DEFAULT 1;
ALTER TABLE entitlements ADD COLUMN usage_resets BIGINT NOT NULL DEFAULT 0;

-- The addresses that downloaded with a token in the present period, where their number is limited.
CREATE TABLE entitlement_clients (
  entitlement_id BIGINT NOT NULL REFERENCES entitlements (id),
  address TEXT NOT NULL,
  PRIMARY KEY (entitlement_id, address)
);

import { NativeSelect } from '@mantine/core';
import { useMatches, useNavigate } from '@tanstack/react-router';
import type { SchemaCrateVersion } from '@/api/schema';
import { useVersion } from './use_crate';

const kVersion = '/$namespace/$repository/@{$crate}/$version';

function label({ version, yanked, quarantined }: SchemaCrateVersion): string {
  if (quarantined) return `${version} (quarantined)`;
  return yanked ? `${version} (yanked)` : version;
}

/** Which version is looked at. Another one shows the same page of it, where it is a page of versions. */
export function VersionSelect() {
  const { crate, version, name } = useVersion();
  const navigate = useNavigate();
  const here = useMatches({ select: (matches) => matches.at(-1) });
  const choose = (chosen: string) => {
    const params = { ...name, version: chosen };
    switch (here?.fullPath) {
      case `${kVersion}/dependencies`:
        return navigate({ to: `${kVersion}/dependencies`, params });
      case `${kVersion}/features`:
        return navigate({ to: `${kVersion}/features`, params });
      case `${kVersion}/files/$`: {
        const { _splat = '' } = here.params as { _splat?: string };
        return navigate({ to: `${kVersion}/files/$`, params: { ...params, _splat } });
      }
      default:
        return navigate({ to: kVersion, params });
    }
  };
  return (
    <NativeSelect
      aria-label="Version"
      w={200}
      data={crate.versions.map((one) => ({ value: one.version, label: label(one) }))}
      value={version.version}
      onChange={(event) => void choose(event.currentTarget.value)}
    />
  );
}

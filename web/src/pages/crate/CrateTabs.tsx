import { useParams } from '@tanstack/react-router';
import { TabLink, TabLinks } from '@/components/TabLinks';
import { formatCount } from '@/lib/format';
import { useVersion } from './use_crate';

/** The pages of the version that is looked at, and those of the crate. */
export function CrateTabs() {
  const { crate, version, name } = useVersion();
  const { version: named } = useParams({ strict: false });
  const count = (number: number) => (number === 0 ? '' : ` ${formatCount(number)}`);
  const exact = { exact: true, includeSearch: false };
  const any = { includeSearch: false };
  return (
    <TabLinks label="Pages of the crate">
      {named === undefined && version.version === crate.newest_version ? (
        <TabLink to="/$namespace/$repository/@{$crate}" params={name} activeOptions={exact}>
          Readme
        </TabLink>
      ) : (
        <TabLink to="/$namespace/$repository/@{$crate}/$version" params={name} activeOptions={exact}>
          Readme
        </TabLink>
      )}
      <TabLink to="/$namespace/$repository/@{$crate}/versions" params={name} activeOptions={any}>
        Versions{count(crate.versions.length)}
      </TabLink>
      <TabLink to="/$namespace/$repository/@{$crate}/$version/dependencies" params={name}>
        Dependencies{count(version.dependencies)}
      </TabLink>
      <TabLink to="/$namespace/$repository/@{$crate}/dependents" params={name} activeOptions={any}>
        Dependents{count(crate.dependents)}
      </TabLink>
      <TabLink to="/$namespace/$repository/@{$crate}/$version/features" params={name}>
        Features{count(version.features)}
      </TabLink>
      <TabLink to="/$namespace/$repository/@{$crate}/$version/files/$" params={{ ...name, _splat: '' }}>
        Files
      </TabLink>
      <TabLink to="/$namespace/$repository/@{$crate}/owners" params={name}>
        Owners{count(crate.owners.length)}
      </TabLink>
    </TabLinks>
  );
}

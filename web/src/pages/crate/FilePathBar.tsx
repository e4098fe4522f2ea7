import { Text } from '@mantine/core';
import { Fragment } from 'react';
import { Copy } from '@/components/Copy';
import { Link } from '@/components/Link';
import type { VersionName } from './addresses';
import { fileName, foldersAbove } from './file_tree';

/** Where in the crate one is: each folder above a link, and the whole to copy. */
export function FilePathBar({ path, name }: { path: string; name: VersionName }) {
  const folders = path === '' ? [] : ['', ...foldersAbove(path)];
  return (
    <Text component="div" size="sm" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
      {folders.map((folder) => (
        <Fragment key={folder}>
          <Link
            to="/$namespace/$repository/@{$crate}/$version/files/$"
            params={{ ...name, _splat: folder }}
            ff="monospace"
            inherit
          >
            {folder === '' ? name.crate : fileName(folder)}
          </Link>
          {' / '}
        </Fragment>
      ))}
      <b>{path === '' ? name.crate : fileName(path)}</b>
      {path !== '' && (
        <>
          {' '}
          <span style={{ display: 'inline-block', verticalAlign: 'middle' }}>
            <Copy text={path} label="Copy the path" />
          </span>
        </>
      )}
    </Text>
  );
}

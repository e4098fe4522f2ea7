import { Table, Text } from '@mantine/core';
import { IconFile, IconFolder } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { Link } from '@/components/Link';
import { PageTitle } from '@/components/PageTitle';
import { EmptyState, ErrorState, LoadingRows } from '@/components/States';
import { counted, formatBytes } from '@/lib/format';
import type { VersionName } from './addresses';
import { FilePathBar } from './FilePathBar';
import { buildTree, fileName, findFolder, folderSize, type File, type Folder } from './file_tree';
import styles from './files.module.css';
import { FileTree } from './FileTree';
import { FileView } from './FileView';
import { filesQuery } from './queries';
import { useVersion } from './use_crate';

const route = getRouteApi('/$namespace/$repository/@{$crate}/$version/files/$');

/** The files in a version's crate file: a folder of them, or what one holds. */
export function FilesPage() {
  const { crate, name, version } = useVersion();
  const path = (route.useParams()._splat ?? '').replace(/\/+$/, '');
  const files = useQuery({ ...filesQuery(name, version.checksum), enabled: !version.quarantined });
  const tree = useMemo(() => buildTree(files.data ?? []), [files.data]);
  const total = files.data?.length ?? 0;
  return (
    <>
      <PageTitle
        order={2}
        title={`${path === '' ? 'Files' : path} of ${crate.name} ${name.version}`}
        description={files.data && `${counted(total, 'file')}, ${formatBytes(folderSize(tree))} unpacked`}
      >
        Files
      </PageTitle>
      {version.quarantined ? (
        <EmptyState title="The files are not shown">While a version is in quarantine, nothing in it is.</EmptyState>
      ) : files.isLoadingError ? (
        <ErrorState error={files.error} onRetry={() => void files.refetch()} />
      ) : files.data === undefined ? (
        <LoadingRows rows={12} height={28} />
      ) : (
        <div className={styles.columns}>
          <FileTree key={name.version} tree={tree} path={path} name={name} />
          <Content path={path} files={files.data} tree={tree} name={name} />
        </div>
      )}
    </>
  );
}

interface ContentProperties {
  path: string;
  files: File[];
  tree: Folder;
  name: VersionName;
}

function Content({ path, files, tree, name }: ContentProperties) {
  const file = files.find((one) => one.path === path);
  if (file !== undefined) return <FileView key={file.sha256 + path} file={file} name={name} />;
  const folder = findFolder(tree, path);
  if (folder !== undefined) return <FolderView folder={folder} name={name} />;
  return (
    <EmptyState title="There is no such file in this version">
      <Text ff="monospace" style={{ overflowWrap: 'anywhere' }}>
        {path}
      </Text>
      <Link
        to="/$namespace/$repository/@{$crate}/$version/files/$"
        params={{ ...name, _splat: '' }}
        underline="always"
        inherit
      >
        All files of {name.version}
      </Link>
    </EmptyState>
  );
}

function FolderView({ folder, name }: { folder: Folder; name: VersionName }) {
  const rows = [
    ...folder.folders.map((inner) => ({ path: inner.path, size: folderSize(inner), Icon: IconFolder })),
    ...folder.files.map((file) => ({ path: file.path, size: file.size, Icon: IconFile })),
  ];
  return (
    <div className={styles.file}>
      <div className={styles.head}>
        <FilePathBar path={folder.path} name={name} />
      </div>
      <Table verticalSpacing={6}>
        <caption className="visually-hidden">Files in {folder.path === '' ? 'the crate' : folder.path}</caption>
        <Table.Thead className="visually-hidden">
          <Table.Tr>
            <Table.Th scope="col">Name</Table.Th>
            <Table.Th scope="col">Size</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ path, size, Icon }) => (
            <Table.Tr key={path}>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>
                <Icon size={16} aria-hidden style={{ verticalAlign: '-3px', marginRight: 8 }} />
                <Link
                  to="/$namespace/$repository/@{$crate}/$version/files/$"
                  params={{ ...name, _splat: path }}
                  inherit
                >
                  {fileName(path)}
                </Link>
              </Table.Td>
              <Table.Td ta="right" style={{ whiteSpace: 'nowrap' }}>
                <Text component="span" size="sm" c="dimmed">
                  {formatBytes(size)}
                </Text>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

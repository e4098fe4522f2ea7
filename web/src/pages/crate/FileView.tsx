import { Button, Group, Text } from '@mantine/core';
import { IconDownload, IconFileText } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { absoluteUrl } from '@/api/base';
import { Copy } from '@/components/Copy';
import { EmptyState, ErrorState, LoadingRows } from '@/components/States';
import { counted, formatBytes } from '@/lib/format';
import { filePage, fileUrl, type VersionName } from './addresses';
import { FilePathBar } from './FilePathBar';
import { fileName, type File } from './file_tree';
import styles from './files.module.css';
import { linesOf, writeLines } from './line_range';
import { fileTextQuery } from './queries';
import { isImage } from './source_lines';
import { SourceView, useSelectedLines } from './SourceView';

/** The server gives no file that is larger, whatever it is. */
const kMostGiven = 5 * 1024 * 1024;
/** Larger ones are shown when asked for: they make a browser slow. */
const kMostAtOnce = 1024 * 1024;

/** What a file holds: text, an image, or a sentence that it cannot be shown. */
export function FileView({ file, name }: { file: File; name: VersionName }) {
  const [isWanted, setWanted] = useState(file.size <= kMostAtOnce);
  const isGiven = file.size <= kMostGiven;
  const text = useQuery({
    ...fileTextQuery(name, file.path, file.sha256),
    enabled: file.is_text && isGiven && isWanted,
  });
  return (
    <section className={styles.file} aria-label={file.path}>
      <Group className={styles.head} justify="space-between" gap="xs">
        <FilePathBar path={file.path} name={name} />
        <Group gap="xs">
          {text.data !== undefined && <Selection text={text.data} file={file} name={name} />}
          <Text size="sm" c="dimmed">
            {text.data !== undefined && `${counted(linesOf(text.data).length, 'line')}, `}
            {formatBytes(file.size)}
          </Text>
          {isGiven && <FileLinks file={file} name={name} />}
        </Group>
      </Group>
      {!isGiven ? (
        <EmptyState title="This file is too large to be shown">
          It has {formatBytes(file.size)}. It is in the crate file, as cargo downloads it.
        </EmptyState>
      ) : (
        <>
          {isImage(file.path) && <Image file={file} name={name} />}
          {!file.is_text ? (
            !isImage(file.path) && (
              <EmptyState title="This is no text">It can be downloaded, but not be shown here.</EmptyState>
            )
          ) : !isWanted ? (
            <EmptyState title={`This file has ${formatBytes(file.size)}`}>
              <Text mb="sm">To show it all may make the browser slow for a moment.</Text>
              <Button variant="default" onClick={() => setWanted(true)}>
                Show it
              </Button>
            </EmptyState>
          ) : text.isError ? (
            <ErrorState error={text.error} onRetry={() => void text.refetch()} />
          ) : text.data === undefined ? (
            <LoadingRows rows={16} height={14} />
          ) : text.data === '' ? (
            <EmptyState title="This file is empty" />
          ) : (
            <SourceView path={file.path} text={text.data} />
          )}
        </>
      )}
    </section>
  );
}

function FileLinks({ file, name }: { file: File; name: VersionName }) {
  const url = fileUrl(name, file.path);
  return (
    <>
      {file.is_text && (
        <Button
          component="a"
          href={url}
          size="compact-sm"
          variant="default"
          leftSection={<IconFileText size={14} aria-hidden />}
        >
          Raw
        </Button>
      )}
      <Button
        component="a"
        href={url}
        download={fileName(file.path)}
        size="compact-sm"
        variant="default"
        leftSection={<IconDownload size={14} aria-hidden />}
      >
        Download
      </Button>
    </>
  );
}

/** Which lines are selected, and a link to them for others. */
function Selection({ text, file, name }: { text: string; file: File; name: VersionName }) {
  const lines = linesOf(text);
  const selected = useSelectedLines(lines.length);
  if (selected === undefined) return null;
  const link = absoluteUrl(`${filePage(name, file.path)}#${writeLines(selected)}`);
  const { first, last } = selected;
  return (
    <Group gap={4}>
      <Text size="sm" role="status">
        {first === last ? `Line ${first}` : `Lines ${first} to ${last}`}
      </Text>
      <Copy text={link} label="Copy a link to these lines" />
      <Copy text={lines.slice(first - 1, last).join('\n')} label="Copy these lines" />
    </Group>
  );
}

function Image({ file, name }: { file: File; name: VersionName }) {
  const [isBroken, setBroken] = useState(false);
  if (isBroken) return <EmptyState title="This image cannot be shown">It is not what its name says.</EmptyState>;
  return (
    <img
      className={styles.image}
      src={fileUrl(name, file.path)}
      alt={fileName(file.path)}
      onError={() => setBroken(true)}
    />
  );
}

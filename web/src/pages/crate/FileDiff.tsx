import { Button, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { EmptyState, ErrorState, LoadingRows } from '@/components/States';
import { counted, formatBytes, formatCount } from '@/lib/format';
import { fileUrl, type VersionName } from './addresses';
import { DiffRows } from './DiffRows';
import type { FileChange } from './file_changes';
import styles from './files.module.css';
import { fileTextQuery } from './queries';
import { isImage } from './source_lines';

/** Comparing larger texts, or showing what is found, makes a browser slow: it is asked first. */
const kMostAtOnce = 512 * 1024;
/** The server gives no file that is larger. */
const kMostGiven = 5 * 1024 * 1024;

interface Properties {
  change: FileChange;
  /** The version it is in, and the other one. */
  before: VersionName;
  after: VersionName;
  isSplit: boolean;
}

/** What changed in one file. */
export function FileDiff(properties: Properties) {
  const { change } = properties;
  return (
    <section className={styles.file} aria-label={change.path}>
      <div className={styles.head}>
        <Text size="sm" ff="monospace" fw={600} style={{ overflowWrap: 'anywhere' }}>
          {change.path}
        </Text>
      </div>
      <Content {...properties} />
    </section>
  );
}

function Content(properties: Properties) {
  const { change, before, after } = properties;
  const [isWanted, setWanted] = useState(false);
  const sides = [change.before, change.after].filter((file) => file !== undefined);
  const largest = Math.max(...sides.map(({ size }) => size));
  const sizes = sides.map(({ size }) => formatBytes(size)).join(', then ');
  if (largest > kMostGiven) return <EmptyState title="This file is too large to be compared">{sizes}.</EmptyState>;
  if (sides.some(({ is_text }) => !is_text)) {
    if (!isImage(change.path)) {
      return <EmptyState title="This is no text, so its lines cannot be compared">{sizes}.</EmptyState>;
    }
    return (
      <Group p="md" grow align="flex-start">
        {change.before && <Side title={before.version} url={fileUrl(before, change.path)} path={change.path} />}
        {change.after && <Side title={after.version} url={fileUrl(after, change.path)} path={change.path} />}
      </Group>
    );
  }
  if (largest > kMostAtOnce && !isWanted) {
    return (
      <EmptyState title="This file is large">
        <Text mb="sm">{sizes}. To compare it may make the browser slow for a moment.</Text>
        <Button variant="default" onClick={() => setWanted(true)}>
          Compare it
        </Button>
      </EmptyState>
    );
  }
  return <TextChanges {...properties} />;
}

function TextChanges({ change, before, after, isSplit }: Properties) {
  const old = change.before;
  const new_ = change.after;
  const oldText = useQuery({ ...fileTextQuery(before, change.path, old?.sha256 ?? ''), enabled: old !== undefined });
  const newText = useQuery({ ...fileTextQuery(after, change.path, new_?.sha256 ?? ''), enabled: new_ !== undefined });
  const was = old === undefined ? '' : oldText.data;
  const is = new_ === undefined ? '' : newText.data;
  const diff = useQuery({
    queryKey: ['text-diff', old?.sha256, new_?.sha256],
    queryFn: async () => {
      const { textDiff } = await import('./text_diff');
      return textDiff(was!, is!) ?? 'too long';
    },
    enabled: was !== undefined && is !== undefined,
    staleTime: Infinity,
    gcTime: 60_000,
  });
  const failed = [oldText, newText, diff].find(({ isError }) => isError);
  if (failed !== undefined) return <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />;
  if (diff.data === undefined) return <LoadingRows rows={16} height={14} />;
  if (diff.data === 'too long') {
    return (
      <EmptyState title="These texts have too little in common">
        To compare them line by line takes too long.
      </EmptyState>
    );
  }
  const { hunks, added, removed } = diff.data;
  if (hunks.length === 0 && change.change !== 'changed') {
    return <EmptyState title={`The file was ${change.change}`}>It is empty.</EmptyState>;
  }
  if (hunks.length === 0) {
    return <EmptyState title="No line of it differs">Only its bytes do, as in the ends of lines.</EmptyState>;
  }
  return (
    <>
      <Text size="sm" px="sm" py={6} c="dimmed">
        {counted(added, 'line')} added, {formatCount(removed)} removed
      </Text>
      <DiffRows hunks={hunks} path={change.path} isSplit={isSplit} />
    </>
  );
}

function Side({ title, url, path }: { title: string; url: string; path: string }) {
  return (
    <figure style={{ margin: 0, minWidth: 0 }}>
      <Text component="figcaption" size="sm" mb="xs">
        {title}
      </Text>
      <img src={url} alt={`${path} in ${title}`} style={{ maxWidth: '100%', height: 'auto' }} />
    </figure>
  );
}

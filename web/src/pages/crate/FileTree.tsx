import { UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronRight, IconFile, IconFolder } from '@tabler/icons-react';
import { createLink } from '@tanstack/react-router';
import { forwardRef, useState, type ComponentPropsWithoutRef } from 'react';
import type { VersionName } from './addresses';
import { fileName, foldersAbove, type Folder } from './file_tree';
import styles from './files.module.css';

const EntryAnchor = forwardRef<HTMLAnchorElement, ComponentPropsWithoutRef<'a'>>(({ children, ...rest }, reference) => (
  <a ref={reference} {...rest} className={styles.entry}>
    {children}
  </a>
));
EntryAnchor.displayName = 'EntryAnchor';

/** A link in a list of files. */
export const EntryLink = createLink(EntryAnchor);

/** All files of a version, folders to open and close; the way to the file one looks at is open. */
export function FileTree({ tree, path, name }: { tree: Folder; path: string; name: VersionName }) {
  const [changed, setChanged] = useState<ReadonlyMap<string, boolean>>(new Map());
  const above = new Set([...foldersAbove(path), path]);
  const isOpen = (folder: string) => changed.get(folder) ?? (above.has(folder) || tree.folders.length === 1);
  const toggle = (folder: string) => setChanged((before) => new Map(before).set(folder, !isOpen(folder)));

  const list = (folder: Folder) => (
    <ul className={styles.list}>
      {folder.folders.map((inner) => {
        const open = isOpen(inner.path);
        const Chevron = open ? IconChevronDown : IconChevronRight;
        return (
          <li key={inner.path}>
            <UnstyledButton className={styles.entry} aria-expanded={open} onClick={() => toggle(inner.path)}>
              <Chevron size={14} aria-hidden />
              <IconFolder size={16} aria-hidden />
              <span className={styles.name}>{inner.name}</span>
            </UnstyledButton>
            {open && list(inner)}
          </li>
        );
      })}
      {folder.files.map((file) => (
        <li key={file.path}>
          <EntryLink
            to="/$namespace/$repository/@{$crate}/$version/files/$"
            params={{ ...name, _splat: file.path }}
            activeOptions={{ exact: true, includeHash: false }}
            title={file.path}
            preload={false}
          >
            <IconFile size={16} aria-hidden />
            <span className={styles.name}>{fileName(file.path)}</span>
          </EntryLink>
        </li>
      ))}
    </ul>
  );
  return (
    <nav className={styles.tree} aria-label="Files">
      {list(tree)}
    </nav>
  );
}

import { Button, Group, Text } from '@mantine/core';
import { Fragment, memo, useRef, useState } from 'react';
import { formatCount } from '@/lib/format';
import styles from './diff.module.css';
import { pairsOf, type DiffRow, type Hunk } from './diff_rows';
import { countRows, firstRows } from './first_rows';

/** So many more at a time: a browser takes long to lay out a table, and cannot leave out what is not in sight. */
const kRowsAtOnce = 2_000;

const kSigns = { same: '', added: '+', removed: '−' } as const;
const kWords = { same: '', added: 'added', removed: 'removed' } as const;
const kClasses = { same: '', added: styles.added, removed: styles.removed } as const;

/** The lines around every difference: below each other, or side by side. */
export function DiffRows({ hunks, path, isSplit }: { hunks: readonly Hunk[]; path: string; isSplit: boolean }) {
  const box = useRef<HTMLDivElement>(null);
  const [wanted, setWanted] = useState(kRowsAtOnce);
  const total = countRows(hunks);
  const showMore = () => {
    if (wanted + kRowsAtOnce >= total) box.current?.focus({ preventScroll: true }); // the button goes
    setWanted(wanted + kRowsAtOnce);
  };
  return (
    <>
      <div
        ref={box}
        className={`${styles.diff} ${isSplit ? styles.split : ''}`}
        role="region"
        aria-label={`Differences in ${path}`}
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- because it scrolls (WCAG 2.1.1)
        tabIndex={0}
      >
        <table>
          <caption className="visually-hidden">Differences in {path}</caption>
          {isSplit && (
            <colgroup>
              <col style={{ width: 52 }} />
              <col style={{ width: 20 }} />
              <col />
              <col style={{ width: 52 }} />
              <col style={{ width: 20 }} />
              <col />
            </colgroup>
          )}
          {firstRows(hunks, wanted).map((hunk) => (
            <HunkRows key={hunk.title} hunk={hunk} isSplit={isSplit} />
          ))}
        </table>
      </div>
      {total > wanted && (
        <Group p="sm" gap="sm">
          <Button variant="default" size="xs" onClick={showMore}>
            Show more
          </Button>
          <Text size="sm" c="dimmed">
            {formatCount(wanted)} of {formatCount(total)} lines are shown.
          </Text>
        </Group>
      )}
    </>
  );
}

/** Those that are whole stay as they are when more are shown. */
const HunkRows = memo(function HunkRows({ hunk, isSplit }: { hunk: Hunk; isSplit: boolean }) {
  return (
    <tbody>
      <tr className={styles.hunk}>
        <th scope="rowgroup" colSpan={isSplit ? 6 : 4}>
          {hunk.title}
        </th>
      </tr>
      {isSplit ? <SplitRows rows={hunk.rows} /> : <UnifiedRows rows={hunk.rows} />}
    </tbody>
  );
});

function UnifiedRows({ rows }: { rows: readonly DiffRow[] }) {
  return rows.map(({ kind, before, after, text }, at) => (
    <tr key={at} className={kClasses[kind]}>
      <td className={styles.number}>{before}</td>
      <td className={styles.number}>{after}</td>
      <Sign kind={kind} />
      <td className={styles.text}>{text}</td>
    </tr>
  ));
}

function SplitRows({ rows }: { rows: readonly DiffRow[] }) {
  return pairsOf(rows).map(({ before, after }, at) => (
    <tr key={at}>
      <Half row={before} number={before?.before} />
      <Half row={after} number={after?.after} />
    </tr>
  ));
}

function Half({ row, number }: { row?: DiffRow; number?: number }) {
  if (row === undefined) return <td colSpan={3} className={styles.absent} />;
  const colour = kClasses[row.kind];
  return (
    <Fragment>
      <td className={`${styles.number} ${colour}`}>{number}</td>
      <Sign kind={row.kind} colour={colour} />
      <td className={`${styles.text} ${colour}`}>{row.text}</td>
    </Fragment>
  );
}

/** Colour is not all that tells. */
function Sign({ kind, colour = '' }: { kind: DiffRow['kind']; colour?: string }) {
  return (
    <td className={`${styles.sign} ${colour}`}>
      <span aria-hidden>{kSigns[kind]}</span>
      {kind !== 'same' && <span className="visually-hidden">{kWords[kind]}</span>}
    </td>
  );
}

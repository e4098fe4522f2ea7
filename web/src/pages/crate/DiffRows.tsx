import { Fragment } from 'react';
import styles from './diff.module.css';
import { pairsOf, type DiffRow, type Hunk } from './diff_rows';

const kSigns = { same: '', added: '+', removed: '−' } as const;
const kWords = { same: '', added: 'added', removed: 'removed' } as const;
const kClasses = { same: '', added: styles.added, removed: styles.removed } as const;

/** The lines around every difference: below each other, or side by side. */
export function DiffRows({ hunks, path, isSplit }: { hunks: readonly Hunk[]; path: string; isSplit: boolean }) {
  return (
    <div
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
        {hunks.map((hunk) => (
          <tbody key={hunk.title}>
            <tr className={styles.hunk}>
              <th scope="rowgroup" colSpan={isSplit ? 6 : 4}>
                {hunk.title}
              </th>
            </tr>
            {isSplit ? <SplitRows rows={hunk.rows} /> : <UnifiedRows rows={hunk.rows} />}
          </tbody>
        ))}
      </table>
    </div>
  );
}

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

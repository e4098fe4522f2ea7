import { useLocation, useNavigate } from '@tanstack/react-router';
import { memo, useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react';
import { classOf, useHighlighter } from '@/components/Highlighted';
import type { Token } from '@/lib/highlight';
import { linesOf, rangeBetween, readLines, writeLines, type LineRange } from './line_range';
import { languageOf, linesOfTokens } from './source_lines';
import styles from './source.module.css';

const kMostInColours = 400_000;
const kLinesInBlock = 200;
const kLineHeight = 20;

/** What the address's fragment selects in a file of so many lines. */
export function useSelectedLines(count: number): LineRange | undefined {
  const hash = useLocation({ select: (location) => location.hash });
  return useMemo(() => readLines(hash, count), [hash, count]);
}

/** The text of a file with numbers that select lines: by click, with Shift for several, and by the arrow keys. */
export function SourceView({ path, text }: { path: string; text: string }) {
  const highlight = useHighlighter(text.length <= kMostInColours ? languageOf(path) : 'text');
  const lines = useMemo(
    () =>
      highlight === undefined
        ? linesOf(text).map((line): Token[] => [{ text: line, kind: '' }])
        : linesOfTokens(highlight(text)),
    [highlight, text],
  );
  const selected = useSelectedLines(lines.length);
  const navigate = useNavigate();
  const box = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(selected?.first ?? 1);
  const anchor = useRef(selected?.first ?? 1);

  const written = useRef('');
  const select = useCallback(
    (range: LineRange | undefined) => {
      written.current = range === undefined ? '' : writeLines(range);
      void navigate({
        to: '.',
        hash: written.current,
        replace: true,
        resetScroll: false,
        hashScrollIntoView: false,
      });
    },
    [navigate],
  );
  const choose = useCallback(
    (line: number, extends_: boolean) => {
      if (!extends_) anchor.current = line;
      setActive(line);
      select(rangeBetween(anchor.current, line));
    },
    [select],
  );
  const onClick = useCallback(
    (event: MouseEvent<HTMLAnchorElement>) => {
      if (event.ctrlKey || event.metaKey) return; // another tab
      event.preventDefault();
      choose(Number(event.currentTarget.dataset.line), event.shiftKey);
    },
    [choose],
  );
  const count = lines.length;
  const onKeyDown = useCallback(
    (event: KeyboardEvent<HTMLAnchorElement>) => {
      const line = Number(event.currentTarget.dataset.line);
      const next = { ArrowDown: line + 1, ArrowUp: line - 1, Home: 1, End: count }[event.key];
      if (next !== undefined && next >= 1 && next <= count) {
        event.preventDefault();
        box.current?.querySelector<HTMLElement>(`[data-line="${next}"]`)?.focus();
        if (event.shiftKey) choose(next, true);
        else setActive(next);
      } else if (event.key === ' ') {
        event.preventDefault();
        choose(line, event.shiftKey);
      } else if (event.key === 'Escape') {
        select(undefined);
      }
    },
    [choose, select, count],
  );

  // Where a link to lines led; what is selected here is in sight already.
  useEffect(() => {
    if (selected === undefined || writeLines(selected) === written.current) return;
    box.current?.querySelector(`[data-line="${selected.first}"]`)?.parentElement?.scrollIntoView();
  }, [path, selected]);

  return (
    // Focusable because it scrolls (WCAG 2.1.1).
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div ref={box} className={styles.source} role="region" aria-label={`Text of ${path}`} tabIndex={0}>
      {Array.from({ length: Math.ceil(count / kLinesInBlock) }, (_, block) => {
        const first = block * kLinesInBlock + 1;
        const last = Math.min(count, first + kLinesInBlock - 1);
        const isTouched = selected !== undefined && selected.first <= last && selected.last >= first;
        return (
          <LineBlock
            key={first}
            lines={lines}
            first={first}
            last={last}
            selectedFirst={isTouched ? Math.max(first, selected.first) : 0}
            selectedLast={isTouched ? Math.min(last, selected.last) : 0}
            active={active >= first && active <= last ? active : 0}
            onClick={onClick}
            onKeyDown={onKeyDown}
          />
        );
      })}
    </div>
  );
}

interface BlockProperties {
  lines: Token[][];
  first: number;
  last: number;
  /** 0 for none in this block. */
  selectedFirst: number;
  selectedLast: number;
  /** The one number that Tab stops at. */
  active: number;
  onClick: (event: MouseEvent<HTMLAnchorElement>) => void;
  onKeyDown: (event: KeyboardEvent<HTMLAnchorElement>) => void;
}

const LineBlock = memo(function LineBlock(properties: BlockProperties) {
  const { lines, first, last, selectedFirst, selectedLast, active, onClick, onKeyDown } = properties;
  return (
    <div className={styles.block} style={{ containIntrinsicHeight: `auto ${(last - first + 1) * kLineHeight}px` }}>
      {lines.slice(first - 1, last).map((tokens, at) => {
        const line = first + at;
        const isSelected = line >= selectedFirst && line <= selectedLast;
        return (
          <div key={line} className={styles.line} data-selected={isSelected || undefined}>
            <a
              className={styles.number}
              href={`#L${line}`}
              data-line={line}
              aria-label={`Line ${line}`}
              aria-current={isSelected || undefined}
              tabIndex={line === active ? 0 : -1}
              onClick={onClick}
              onKeyDown={onKeyDown}
            />
            <code className={styles.text}>
              {tokens.map(({ text, kind }, token) => (
                <span key={token} className={classOf(kind)}>
                  {text}
                </span>
              ))}
            </code>
          </div>
        );
      })}
    </div>
  );
});

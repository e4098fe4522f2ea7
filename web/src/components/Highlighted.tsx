import { Fragment, useEffect, useMemo, useState } from 'react';
import { loadHighlighter, type Highlighter } from '@/lib/highlight';
import kinds from './Highlighted.module.css';

/** Nothing while the grammar is on its way, and for languages that have none. */
export function useHighlighter(language: string): Highlighter | undefined {
  const [found, setFound] = useState<{ language: string; highlight: Highlighter }>();
  useEffect(() => {
    let wanted = true;
    loadHighlighter(language)
      ?.then((highlight) => wanted && setFound({ language, highlight }))
      .catch(() => undefined); // code without colours is still code
    return () => {
      wanted = false;
    };
  }, [language]);
  return found?.language === language ? found.highlight : undefined;
}

/** The class of a token's kind, for whoever lays tokens out otherwise. */
export function classOf(kind: string): string | undefined {
  return kinds[kind];
}

/** Code in colours; as plain text until they are there, of the same size. */
export function Highlighted({ code, language }: { code: string; language: string }) {
  const highlight = useHighlighter(language);
  const tokens = useMemo(() => highlight?.(code), [highlight, code]);
  if (tokens === undefined) return <>{code}</>;
  return (
    <>
      {tokens.map(({ text, kind }, at) => {
        const colours = classOf(kind);
        return colours === undefined ? (
          <Fragment key={at}>{text}</Fragment>
        ) : (
          <span key={at} className={colours}>
            {text}
          </span>
        );
      })}
    </>
  );
}

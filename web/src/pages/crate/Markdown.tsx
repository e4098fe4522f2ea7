import { useLocation } from '@tanstack/react-router';
import { memo, useEffect, useMemo } from 'react';
import ReactMarkdown, { type Options } from 'react-markdown';
import rehypeRaw from 'rehype-raw';
import rehypeSanitize, { defaultSchema } from 'rehype-sanitize';
import rehypeSlug from 'rehype-slug';
import remarkGfm from 'remark-gfm';
import type { VersionName } from './addresses';
import { components } from './markdown_parts';
import { PlainReadme } from './PlainReadme';
import styles from './readme.module.css';
import { ReadmeBoundary } from './ReadmeBoundary';
import { ReadmeContext } from './readme_context';
import { isExtreme } from './readme_extremes';

// Ids of headings and notes get this before them, so that no README names a thing of the page around it.
const kPrefix = defaultSchema.clobberPrefix ?? '';

// HTML in it is parsed, then everything but GitHub's list of harmless elements and attributes is thrown away, and what is left
// becomes React elements: no string of a README is ever HTML of the page.
const kOptions: Options = {
  remarkPlugins: [remarkGfm],
  remarkRehypeOptions: { clobberPrefix: '' },
  rehypePlugins: [rehypeRaw, rehypeSlug, [rehypeSanitize, defaultSchema]],
  components,
};

const Text = memo(function Text({ text }: { text: string }) {
  return <ReactMarkdown {...kOptions}>{text}</ReactMarkdown>;
});

/** A README in GitHub's Markdown. In a chunk of its own, because the parsers are large. */
export default function Markdown({ text, path, name }: { text: string; path: string; name: VersionName }) {
  const hash = useLocation({ select: (location) => location.hash });
  useEffect(() => {
    if (hash !== '') document.getElementById(kPrefix + hash)?.scrollIntoView();
  }, [hash, text]);
  const isPlain = useMemo(() => isExtreme(text), [text]);
  if (isPlain) return <PlainReadme text={text} />;
  return (
    <ReadmeContext value={{ path, name }}>
      <ReadmeBoundary key={text} text={text}>
        <div className={styles.markdown}>
          <Text text={text} />
        </div>
      </ReadmeBoundary>
    </ReadmeContext>
  );
}

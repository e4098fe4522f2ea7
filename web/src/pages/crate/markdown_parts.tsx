import { IconLink } from '@tabler/icons-react';
import { Children, isValidElement, use, type ComponentPropsWithoutRef, type ElementType, type ReactNode } from 'react';
import type { Components } from 'react-markdown';
import { CodeBlock } from '@/components/CodeBlock';
import { Link } from '@/components/Link';
import { fileUrl } from './addresses';
import { InLinkContext, useReadmePlace } from './readme_context';
import { linkTarget } from './readme_links';
import styles from './readme.module.css';

/** What the elements of a README become. */

/** The text of children that may be elements. */
function textOf(children: ReactNode): string {
  return Children.toArray(children)
    .map((child) => {
      if (typeof child === 'string' || typeof child === 'number') return String(child);
      return isValidElement<{ children?: ReactNode }>(child) ? textOf(child.props.children) : '';
    })
    .join('');
}

function ReadmeLink({ href, title, children, id }: ComponentPropsWithoutRef<'a'>) {
  const { path, name } = useReadmePlace();
  const target = linkTarget(href, path);
  const inside = <InLinkContext value>{children}</InLinkContext>;
  switch (target.kind) {
    case 'heading':
      return (
        <Link to="." hash={target.hash} title={title} id={id} inherit>
          {inside}
        </Link>
      );
    case 'file':
      return (
        <Link
          to="/$namespace/$repository/@{$crate}/$version/files/$"
          params={{ ...name, _splat: target.path }}
          hash={target.hash}
          title={title}
          id={id}
          preload={false}
          inherit
        >
          {inside}
        </Link>
      );
    case 'foreign':
      return (
        <a href={target.url} title={title} id={id} rel="noopener noreferrer nofollow ugc">
          {inside}
        </a>
      );
    case 'none':
      return <span id={id}>{children}</span>;
  }
}

/** Images of the crate are shown. Those from elsewhere would tell a stranger who reads here, so they are links. */
function ReadmeImage({
  src,
  alt = '',
  title,
  width,
  height,
  align,
}: ComponentPropsWithoutRef<'img'> & { align?: string }) {
  const { path, name } = useReadmePlace();
  const isInLink = use(InLinkContext);
  const target = linkTarget(src, path);
  if (target.kind === 'file') {
    const aligned = align === 'left' || align === 'right' ? ({ float: align } as const) : undefined;
    return (
      <img
        src={fileUrl(name, target.path)}
        alt={alt}
        title={title}
        width={width}
        height={height}
        style={aligned}
        loading="lazy"
      />
    );
  }
  const text = alt.trim() === '' ? 'image' : alt;
  if (target.kind !== 'foreign' || isInLink) return <span className={styles.foreignImage}>{text}</span>;
  return (
    <a href={target.url} className={styles.foreignImage} title={title} rel="noopener noreferrer nofollow ugc">
      {text}
    </a>
  );
}

/** A heading one step down, because the page has one of its own; with a link to it. */
function heading(Below: ElementType) {
  return function ReadmeHeading({ id, children }: { id?: string; children?: ReactNode }) {
    const hash = id?.replace(/^user-content-/, '');
    return (
      <Below id={id}>
        {children}
        {hash !== undefined && hash !== '' && (
          <Link
            to="."
            hash={hash}
            className={styles.anchor}
            aria-label={`Link to “${textOf(children)}”`}
            preload={false}
          >
            <IconLink size={16} aria-hidden />
          </Link>
        )}
      </Below>
    );
  };
}

function Preformatted({ children }: { children?: ReactNode }) {
  const [only] = Children.toArray(children);
  const properties = isValidElement<{ className?: string; children?: ReactNode }>(only) ? only.props : undefined;
  // As in "language-rust,no_run".
  const language = /(?:^|\s)language-([\w+#.-]+)/.exec(properties?.className ?? '')?.[1] ?? 'text';
  return (
    <div className={styles.code}>
      <CodeBlock code={textOf(properties === undefined ? children : properties.children)} language={language} />
    </div>
  );
}

function Table({ children }: { children?: ReactNode }) {
  return (
    // Focusable because it scrolls (WCAG 2.1.1).
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles.table} tabIndex={0} role="region" aria-label="Table">
      <table>{children}</table>
    </div>
  );
}

function TaskBox({ checked }: ComponentPropsWithoutRef<'input'>) {
  return <input type="checkbox" checked={Boolean(checked)} readOnly disabled aria-label={checked ? 'Done' : 'To do'} />;
}

export const components: Components = {
  a: ReadmeLink,
  img: ReadmeImage,
  h1: heading('h2'),
  h2: heading('h3'),
  h3: heading('h4'),
  h4: heading('h5'),
  h5: heading('h6'),
  h6: heading('h6'),
  pre: Preformatted,
  table: Table,
  input: TaskBox,
  source: () => null, // other forms of an image, from anywhere
};

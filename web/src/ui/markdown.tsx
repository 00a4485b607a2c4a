import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { safeLink } from './safe-link.ts';
import styles from './markdown.module.css';

const components: Components = {
  a: ({ href, children }) => {
    const target = safeLink(href);
    if (target === undefined) return <span>{children}</span>;
    return (
      <a href={target} rel="noopener noreferrer nofollow" target={target.startsWith('/') || target.startsWith('#') ? undefined : '_blank'}>
        {children}
      </a>
    );
  },
  // A picture from elsewhere would tell its owner who reads this incident and when, so only our own are shown.
  img: ({ src, alt }) => (typeof src === 'string' && src.startsWith('/') && !src.startsWith('//') ? <img src={src} alt={alt ?? ''} /> : <span>{alt}</span>),
  // The boxes of a task list say what they are; they are not to be ticked here.
  input: ({ checked }) => <input type="checkbox" checked={checked === true} disabled readOnly aria-label={checked === true ? 'Done' : 'To do'} />,
  // Both may be wider than the page and scroll by themselves, so the keyboard must reach them.
  // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- see above.
  pre: ({ children }) => <pre tabIndex={0}>{children}</pre>,
  // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- see above.
  table: ({ children }) => <table tabIndex={0}>{children}</table>,
};

/** Shows Markdown (GitHub's dialect) safely: no raw HTML, links only to http(s), mailto and our own pages, no pictures from elsewhere. */
export function Markdown({ children, compact = false }: { children: string; compact?: boolean }) {
  return (
    <div className={compact ? `${styles.text} ${styles.compact}` : styles.text}>
      <ReactMarkdown remarkPlugins={[remarkGfm]} skipHtml components={components} urlTransform={(url) => safeLink(url) ?? ''}>
        {children}
      </ReactMarkdown>
    </div>
  );
}

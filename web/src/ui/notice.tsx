import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { ApiProblem } from '../api/problem.ts';
import styles from './layout.module.css';

/** A short message in its place: what happened, what it means, and the action that helps. */
export function Notice(props: { tone?: 'plain' | 'fail' | 'wait' | 'ok' | 'run'; title: string; children?: ReactNode; action?: ReactNode }) {
  const { tone = 'plain', title, children, action } = props;
  return (
    <div className={styles.notice} data-tone={tone} role={tone === 'fail' ? 'alert' : undefined}>
      <div className={styles.noticeBody}>
        <strong>{title}</strong>
        {children}
      </div>
      {action}
    </div>
  );
}

/** Shows why something failed, field by field when the API said so, with its id for support, and a way to try again. */
export function ProblemNotice({ error, title, onRetry }: { error: unknown; title?: string; onRetry?: (() => void) | undefined }) {
  const problem = ApiProblem.from(error);
  return (
    <Notice
      tone="fail"
      title={title ?? problem.title}
      action={
        onRetry && (
          <Button size="xs" onClick={onRetry}>
            Try again
          </Button>
        )
      }
    >
      {problem.detail !== undefined && <p>{problem.detail}</p>}
      {problem.errors.length > 0 && (
        <ul>
          {problem.errors.map(({ pointer, detail }) => (
            <li key={`${pointer}${detail}`}>{pointer === '' ? detail : `${pointer.replace(/^\//, '')}: ${detail}`}</li>
          ))}
        </ul>
      )}
      {problem.requestId !== undefined && <small>Request {problem.requestId}</small>}
    </Notice>
  );
}

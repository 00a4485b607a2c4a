import { Skeleton } from '@mantine/core';
import { Loading } from '../ui/skeleton.tsx';
import styles from './layout.module.css';

/** The incident page before its incident is there: the same shape in grey. */
export function LoadingFrame({ name }: { name: string }) {
  return (
    <div aria-busy="true">
      <div className={styles.frameHead}>
        <h1 className="visually-hidden" tabIndex={-1}>
          {name}
        </h1>
        <Skeleton height={14} width={180} radius="sm" />
        <Skeleton height={24} width="min(520px, 80%)" radius="sm" />
        <Skeleton height={50} width="min(480px, 100%)" radius="md" />
      </div>
      <div className={styles.frameColumns}>
        <Loading rows={8} label={`Loading ${name}`} />
        <Loading rows={10} height={26} label="Loading" />
        <Loading rows={8} label="Loading" />
      </div>
    </div>
  );
}

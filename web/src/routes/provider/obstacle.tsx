import { Button } from '@mantine/core';
import { AuthFrame } from '../auth-frame.tsx';
import styles from './provider.module.css';

/** Why somebody is not in although they proved, or tried to prove, who they are. */
export type ObstacleCode = 'awaiting-approval' | 'not-a-member' | 'not-believed';

const WORDS: Record<ObstacleCode, { title: string; again: string; foot: string }> = {
  'awaiting-approval': { title: 'Waiting to be let in', again: 'Check again', foot: 'You get a mail when an administrator has decided.' },
  'not-a-member': { title: 'You are not a member', again: 'Check again', foot: 'When an administrator has invited your address, check again.' },
  'not-believed': { title: 'Dispatch does not know who you are', again: 'Try again', foot: 'If it stays like this, tell whoever runs Dispatch what stands here.' },
};

/** The page for people who may not come in: why, whom to ask, and a way to try again or as somebody else. */
export function ObstaclePage({ code, detail, onAgain, onOther }: { code: ObstacleCode; detail: string; onAgain: () => void; onOther?: (() => void) | undefined }) {
  const { title, again, foot } = WORDS[code];
  return (
    <AuthFrame title={title} lead={detail} foot={foot}>
      <div className={styles.stack}>
        <Button variant="filled" size="md" fullWidth onClick={onAgain}>
          {again}
        </Button>
        {onOther && (
          <Button size="md" fullWidth onClick={onOther}>
            Sign in as somebody else
          </Button>
        )}
      </div>
    </AuthFrame>
  );
}

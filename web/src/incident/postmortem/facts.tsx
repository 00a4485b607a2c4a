import { Button } from '@mantine/core';
import { useState } from 'react';
import { useNow } from '../../ui/now.ts';
import { nameOf } from '../../ui/person.tsx';
import { Due, Time } from '../../ui/time.tsx';
import { can } from '../abilities.ts';
import type { Incident, Postmortem } from '../queries.ts';
import { SmartLink } from '../smart-link.tsx';
import { MeetingDialog } from './meeting-dialog.tsx';
import styles from './postmortem.module.css';

const STATES = { drafting: 'Being drafted', scheduled: 'In review', published: 'Published' } as const;

/** Where the postmortem stands: its state, when it is due, when it is talked over, who owns it, its follow-ups. */
export function PostmortemFacts({ incident, postmortem }: { incident: Incident; postmortem: Postmortem }) {
  const [moving, setMoving] = useState(false);
  const published = postmortem.state === 'published';
  const followUps = incident.tasks.filter((task) => task.kind === 'followUp');
  const now = useNow(60_000);
  // A meeting may run late, but not for hours.
  const over = postmortem.meetingAt !== null && now - Date.parse(postmortem.meetingAt) > 3 * 3_600_000;
  const mayMove = !published && can(incident, 'publishPostmortem');
  return (
    <div className={styles.facts}>
      <div>
        <span>State</span>
        <b className={styles.state} data-published={published || undefined}>
          {STATES[postmortem.state]}
        </b>
      </div>
      <div>
        <span>{published ? 'Published' : 'Due'}</span>
        <b>{published && postmortem.publishedAt !== null ? <Time at={postmortem.publishedAt} /> : <Due at={postmortem.dueAt} near={86_400_000} />}</b>
      </div>
      <div>
        <span>Meeting</span>
        <b>
          {postmortem.meetingAt === null ? 'not set' : <Time at={postmortem.meetingAt} />}
          {postmortem.meetingUrl !== null && !published && !over && (
            <SmartLink to={postmortem.meetingUrl}>
              <span style={{ color: 'var(--link)' }}>Join</span>
            </SmartLink>
          )}
          {mayMove && (
            <Button size="xs" h={20} variant="subtle" onClick={() => setMoving(true)}>
              {postmortem.meetingAt === null ? 'Set' : 'Move'}
            </Button>
          )}
        </b>
      </div>
      <div>
        <span>Owner</span>
        <b>
          <bdi>{postmortem.owner === null ? 'nobody' : nameOf(postmortem.owner)}</bdi>
        </b>
      </div>
      <div>
        <span>Follow-ups</span>
        <b>
          <a href="#follow-ups">{followUps.length === 0 ? 'none yet' : `${followUps.filter((task) => task.state === 'open').length} of ${followUps.length} open`}</a>
        </b>
      </div>
      <MeetingDialog incident={incident} postmortem={postmortem} open={moving} onClose={() => setMoving(false)} />
    </div>
  );
}

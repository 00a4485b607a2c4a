import { Button, Menu } from '@mantine/core';
import { useState } from 'react';
import { useZone } from '../../ui/preferences.ts';
import type { Incident } from '../queries.ts';
import { costBlock, tasksBlock } from './blocks.ts';
import { InsertTimeline } from './insert-timeline.tsx';

/** Puts blocks made from the incident into the document where the caret stands. */
export function InsertMenu({ incident, onInsert }: { incident: Incident; onInsert: (block: string) => void }) {
  const [choosing, setChoosing] = useState(false);
  const zone = useZone();
  const followUps = incident.tasks.filter((task) => task.kind === 'followUp');
  const { cost } = incident;
  return (
    <>
      <Menu position="bottom-start">
        <Menu.Target>
          <Button size="xs">Insert block</Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setChoosing(true)}>From the timeline…</Menu.Item>
          <Menu.Item disabled={followUps.length === 0} onClick={() => onInsert(tasksBlock(followUps, { zone, now: Date.now() }))}>
            Follow-ups as a table
          </Menu.Item>
          <Menu.Item disabled={incident.tasks.length === 0} onClick={() => onInsert(tasksBlock(incident.tasks, { zone, now: Date.now() }))}>
            All tasks as a table
          </Menu.Item>
          <Menu.Item disabled={cost === null} onClick={() => cost !== null && onInsert(costBlock(cost, { zone, now: Date.now() }))}>
            Cost
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <InsertTimeline incident={incident.key} open={choosing} onClose={() => setChoosing(false)} onInsert={onInsert} />
    </>
  );
}

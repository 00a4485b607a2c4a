import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { routes } from '../../../../api/contract/index.ts';
import { addressOf } from '../../api/client.ts';
import { useMay, useSession } from '../../api/session.ts';
import { useZone } from '../../ui/preferences.ts';
import type { StageName } from '../../ui/stage.tsx';
import { toastDone, toastFailed } from '../../ui/toast.ts';
import { ApiProblem } from '../../api/problem.ts';
import { can } from '../abilities.ts';
import { copyText, linkTo } from '../copy.ts';
import { takesPart } from '../participants.ts';
import { explain, type Incident, useCommand } from '../queries.ts';
import { download, timelineJson, timelineMarkdown } from '../timeline/export.ts';
import { readAllEvents } from '../timeline/window.ts';
import { stageChoices } from './stages.ts';

/** Joins or leaves the incident for the viewer. */
export function useMembership(incident: Incident): { join: () => void; leave: () => void; busy: boolean } {
  const { person } = useSession();
  const params = { incident: incident.key };
  const join = useCommand(routes.incidents.join, 'You did not join', { onDone: () => toastDone('You joined as an observer') });
  const leave = useCommand(routes.incidents.removeParticipant, 'You did not leave', { onDone: () => toastDone('You left the incident') });
  return { join: () => join.mutate({ params }), leave: () => leave.mutate({ params: { ...params, email: person.email } }), busy: join.isPending || leave.isPending };
}

async function exportTimeline(incident: Incident, format: 'md' | 'json', zone: string): Promise<void> {
  try {
    const events = await readAllEvents(incident.key);
    const text = format === 'md' ? timelineMarkdown(incident, events, { zone, now: Date.now() }) : timelineJson(incident, events);
    download(`${incident.key}-timeline.${format}`, format === 'md' ? 'text/markdown' : 'application/json', text);
  } catch (error) {
    toastFailed('The timeline was not exported', explain(ApiProblem.from(error)));
  }
}

/** Everything else that can be done with the incident as a whole. */
export function MoreMenu({ incident, onStage, onFeedback, onHold }: { incident: Incident; onStage: (stage: StageName) => void; onFeedback: () => void; onHold: () => void }) {
  const mayHold = useMay('seeRestricted');
  const over = incident.stage === 'closed' || incident.stage === 'review';
  const { person } = useSession();
  const zone = useZone();
  const { join, leave } = useMembership(incident);
  const joined = takesPart(incident, person.id);
  return (
    <Menu width={250}>
      <Menu.Target>
        <ActionIcon variant="default" size={34} aria-label="More actions">
          <IconDots size={17} aria-hidden="true" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {can(incident, 'changeStage') && (
          <>
            <Menu.Label>Stage</Menu.Label>
            {stageChoices(incident).map((choice) => (
              <Menu.Item key={choice.stage} onClick={() => onStage(choice.stage)}>
                {choice.label}
              </Menu.Item>
            ))}
            <Menu.Divider />
          </>
        )}
        <Menu.Item onClick={() => void copyText(linkTo(`/incidents/${incident.key}`), 'Link copied')}>Copy link</Menu.Item>
        {incident.workflow.url !== null && (
          <Menu.Item component="a" href={incident.workflow.url} target="_blank" rel="noopener noreferrer">
            Open in Temporal ↗
          </Menu.Item>
        )}
        {over && can(incident, 'post') && <Menu.Item onClick={onFeedback}>Give feedback…</Menu.Item>}
        {mayHold && <Menu.Item onClick={onHold}>Legal hold…</Menu.Item>}
        <Menu.Item component="a" href={addressOf(routes.privacy.exportIncident, { params: { incident: incident.key }, query: {} })} download>
          Export incident (ZIP)
        </Menu.Item>
        <Menu.Label>Timeline</Menu.Label>
        <Menu.Item onClick={() => void exportTimeline(incident, 'md', zone)}>Export as Markdown</Menu.Item>
        <Menu.Item onClick={() => void exportTimeline(incident, 'json', zone)}>Export as JSON</Menu.Item>
        {(can(incident, 'join') || (joined && can(incident, 'manageParticipants'))) && <Menu.Divider />}
        {can(incident, 'join') && <Menu.Item onClick={join}>Join incident</Menu.Item>}
        {joined && can(incident, 'manageParticipants') && (
          <Menu.Item onClick={leave} color="danger">
            Leave incident
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

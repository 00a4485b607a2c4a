import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { SetupView } from '../../../../api/contract/setup.ts';
import { LinkButton } from '../../ui/link-button.tsx';

type Item = SetupView['items'][number]['id'];
type Facts = SetupView['facts'];
/** How an item reads: what to do, why, where, and what to press when it is right as it is. */
export type ItemWords = { title: string; text: ReactNode; links: ReactNode; settle?: string };

const button = { size: 'xs' } as const;
const people = (count: number): string => (count === 1 ? 'One person asks' : `${count} people ask`);

const WORDS: Record<Item, (facts: Facts) => ItemWords> = {
  mail: () => ({
    title: 'Set up mail',
    text: (
      <>
        Invitations, links and reminders stay in the <Link to="/outbox">outbox</Link>. Set <code>SMTP_HOST</code> and its siblings for the installation, or a mail server of this organization.
      </>
    ),
    links: (
      <LinkButton {...button} to="/settings/integrations" search={{ plugin: 'email' }}>
        Set up e-mail
      </LinkButton>
    ),
  }),
  people: ({ pendingRequests }) => ({
    title: pendingRequests === 0 ? 'Invite your colleagues' : `${people(pendingRequests)} to join`,
    text: pendingRequests === 0 ? 'You are alone here. Invite those who answer when something breaks.' : 'They see nothing until you decide.',
    links: (
      <LinkButton {...button} to="/settings/joining">
        {pendingRequests === 0 ? 'Invite people' : 'Decide about requests'}
      </LinkButton>
    ),
  }),
  conversation: () => ({
    title: 'Choose where people talk',
    text: 'Each incident has a conversation in Dispatch. With Slack connected it gets a channel there.',
    links: (
      <LinkButton {...button} to="/settings/integrations" search={{ plugin: 'slack' }}>
        Connect Slack
      </LinkButton>
    ),
    settle: 'Stay with the built-in one',
  }),
  process: () => ({
    title: 'Say who is called',
    text: (
      <>
        <Link to="/settings/process" search={{ part: 'types' }}>
          Types
        </Link>{' '}
        and{' '}
        <Link to="/settings/process" search={{ part: 'severities' }}>
          severities
        </Link>{' '}
        come ready for use, but nobody is called yet: a <Link to="/settings/services">service</Link> knows who is on call, an engagement rule says when.
      </>
    ),
    links: (
      <LinkButton {...button} to="/settings/process" search={{ part: 'rules' }}>
        Engagement rules
      </LinkButton>
    ),
    settle: 'Fine as it is',
  }),
  'second-factor': ({ administrators, administratorsWithoutFactor }) => ({
    title: 'Protect administrators with a second factor',
    text: (
      <>
        {administrators === 1 ? 'You have none' : <Link to="/settings/security">{`${administratorsWithoutFactor} of ${administrators} have none`}</Link>}: a stolen password alone would open everything.
      </>
    ),
    links: (
      <LinkButton {...button} to="/account" hash="second-factor">
        Set up yours
      </LinkButton>
    ),
  }),
  incident: () => ({
    title: 'Declare a practice incident',
    text: 'See what Dispatch does, then close it. It is of the type Exercise, which nobody takes for a real one.',
    links: (
      <LinkButton {...button} to="/declare" search={{ type: 'Exercise', title: 'Practice: our first incident' }}>
        Declare one
      </LinkButton>
    ),
  }),
};

/** The words of an item, from what is so in the organization. */
export function wordsOf(item: Item, facts: Facts): ItemWords {
  return WORDS[item](facts);
}

import { IconAlertCircle, IconCheck, IconClock, IconInbox } from '@tabler/icons-react';

/** What became of a message. */
export type DeliveryStateName = 'pending' | 'sent' | 'outbox' | 'failed';

const LOOKS = {
  pending: { word: 'Sending', color: 'var(--run)', icon: IconClock },
  sent: { word: 'Sent', color: 'var(--ok)', icon: IconCheck },
  outbox: { word: 'Kept here', color: 'var(--wait)', icon: IconInbox },
  failed: { word: 'Failed', color: 'var(--fail)', icon: IconAlertCircle },
} as const;

/** The states a message can be filtered by. */
export const DELIVERY_STATES: readonly { value: DeliveryStateName; label: string }[] = [
  { value: 'failed', label: 'Failed' },
  { value: 'outbox', label: 'Kept here' },
  { value: 'pending', label: 'Sending' },
  { value: 'sent', label: 'Sent' },
];

/** The state of a message by icon, word and colour; "kept here" means that no mail server is set up. */
export function DeliveryState({ state }: { state: DeliveryStateName }) {
  const { word, color, icon: Icon } = LOOKS[state];
  return (
    <span style={{ color, display: 'inline-flex', gap: 6, alignItems: 'center', fontWeight: 530, whiteSpace: 'nowrap' }}>
      <Icon size={14} aria-hidden="true" />
      {word}
    </span>
  );
}

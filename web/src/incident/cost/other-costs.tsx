import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconDots, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { CostView, OtherCost } from '../../../../api/contract/cost-view.ts';
import { routes } from '../../../../api/contract/index.ts';
import { Money } from '../../ui/facts.tsx';
import { Section } from '../../ui/page.tsx';
import { Time } from '../../ui/time.tsx';
import { can } from '../abilities.ts';
import { type Incident, useCommand } from '../queries.ts';
import styles from './cost.module.css';
import { KIND_LABELS, OtherCostForm } from './other-cost-form.tsx';

/** What the incident cost besides people's time; added, changed and taken back here, never mixed into the hours. */
export function OtherCosts({ incident, cost }: { incident: Incident; cost: CostView }) {
  const [open, setOpen] = useState<OtherCost | 'new' | undefined>(undefined);
  const editable = can(incident, 'manageCosts');
  return (
    <Section
      title="Other costs"
      level={3}
      note={
        editable && (
          <Button size="xs" leftSection={<IconPlus size={14} aria-hidden="true" />} onClick={() => setOpen('new')}>
            Add cost
          </Button>
        )
      }
    >
      {open === 'new' && <OtherCostForm incident={incident} currency={cost.currency} onDone={() => setOpen(undefined)} />}
      {cost.otherLines.length === 0 && open === undefined && <p className={styles.quiet}>None yet: vendors, credits to customers, downtime, missed business.</p>}
      <ul className={styles.others}>
        {cost.otherLines.map((line) =>
          open !== 'new' && open?.id === line.id ? (
            <li key={line.id}>
              <OtherCostForm incident={incident} currency={cost.currency} line={line} onDone={() => setOpen(undefined)} />
            </li>
          ) : (
            <Line key={line.id} line={line} incident={incident} editable={editable} onChange={() => setOpen(line)} />
          ),
        )}
      </ul>
      {cost.otherLines.length > 0 && (
        <p className={styles.sum}>
          <span>Other costs</span>
          <b>
            <Money amount={cost.otherTotal} currency={cost.currency} exact />
          </b>
        </p>
      )}
    </Section>
  );
}

function Line({ line, incident, editable, onChange }: { line: OtherCost; incident: Incident; editable: boolean; onChange: () => void }) {
  const remove = useCommand(routes.cost.lines.remove, 'The cost was not removed');
  return (
    <li>
      <span className={styles.otherWhat}>
        <bdi>{line.note}</bdi>
        <small>
          {KIND_LABELS[line.kind]} · <Time at={line.at} />
          {line.addedBy !== null && (
            <>
              {' '}
              · <bdi>{line.addedBy}</bdi>
            </>
          )}
        </small>
      </span>
      <b>
        <Money amount={line.amount} currency={line.currency} exact />
      </b>
      {editable && (
        <Menu>
          <Menu.Target>
            <ActionIcon aria-label={`Change or remove ${line.note}`}>
              <IconDots size={16} aria-hidden="true" />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconPencil size={15} aria-hidden="true" />} onClick={onChange}>
              Change cost
            </Menu.Item>
            <Menu.Item leftSection={<IconTrash size={15} aria-hidden="true" />} color="danger" onClick={() => remove.mutate({ params: { incident: incident.key, id: line.id } })}>
              Remove cost
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
    </li>
  );
}

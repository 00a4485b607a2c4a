import { IconAlertCircle, IconCircleCheck, IconCircleDashed } from '@tabler/icons-react';
import styles from '../settings.module.css';

type Instance = { isEnabled: boolean; health: { ok: boolean; detail: string } | null };

function lookOf(instances: readonly Instance[], active: readonly Instance[], always: boolean) {
  if (active.some((instance) => instance.health?.ok === false)) return [IconAlertCircle, 'Needs you', 'var(--fail)'] as const;
  if (active.some((instance) => instance.health)) return [IconCircleCheck, 'Well', 'var(--ok)'] as const;
  if (active.length > 0) return [IconCircleCheck, 'On', 'var(--ok)'] as const;
  if (instances.length > 0) return [IconCircleDashed, 'Off', 'var(--ink3)'] as const;
  if (always) return [IconCircleCheck, 'Always on', 'var(--ok)'] as const;
  return [IconCircleDashed, 'Not set up', 'var(--ink3)'] as const;
}

/** Whether a plugin is in use and well, over all its instances. */
export function Health({ instances, always = false }: { instances: readonly Instance[]; /** It needs no setting up. */ always?: boolean }) {
  const active = instances.filter((instance) => instance.isEnabled);
  const ill = active.find((instance) => instance.health?.ok === false);
  const [Icon, word, color] = lookOf(instances, active, always);
  return (
    <span className={styles.health} style={{ color }} title={ill?.health?.detail}>
      <Icon size={14} aria-hidden="true" />
      {word}
    </span>
  );
}

import { Button, Drawer, MultiSelect, Select, Switch } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { routes } from '../../../../../api/contract/index.ts';
import { call, type OutputOf } from '../../../api/client.ts';
import { useSend } from '../../../api/hooks.ts';
import { LazyMarkdown } from '../../../ui/lazy-markdown.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { toastDone, toastFailed } from '../../../ui/toast.ts';
import type { Values } from '../forms/spec.ts';
import { SpecForm } from '../forms/spec-form.tsx';
import styles from '../settings.module.css';
import { useNames } from '../use-names.ts';
import { SetupGuide } from './guide.tsx';
import { HealthParts } from './health-parts.tsx';
import { capabilityInWords, specsOfSchema } from './schema-specs.ts';

type Plugin = OutputOf<typeof routes.settings.plugins.list>['data'][number];
const EVERYWHERE = '*';

/** One plugin: how to set it up, its settings for the organization or one project, what it is used for, and whether it is well. */
export function PluginPanel({ plugin, onClose }: { plugin: Plugin | undefined; onClose: () => void }) {
  return (
    <Drawer opened={plugin !== undefined} onClose={onClose} position="right" size="lg" title={plugin?.name ?? ''}>
      {plugin && <Body key={plugin.id} plugin={plugin} />}
    </Drawer>
  );
}

function Body({ plugin }: { plugin: Plugin }) {
  const { projects } = useNames();
  const [scope, setScope] = useState(EVERYWHERE);
  const project = scope === EVERYWHERE ? null : scope;
  const instance = plugin.instances.find((each) => each.project === project);
  return (
    <>
      <p>{plugin.description}</p>
      {plugin.setup.trim() !== '' && (
        <div className={styles.part}>
          <LazyMarkdown compact>{plugin.setup}</LazyMarkdown>
        </div>
      )}
      {plugin.guide && <SetupGuide guide={plugin.guide} vendor={plugin.name} />}
      <div className={styles.part}>
        <Select label="Settings for" data={[{ value: EVERYWHERE, label: 'The whole organization' }, ...projects]} value={scope} onChange={(next) => setScope(next ?? EVERYWHERE)} description="A project’s own settings win over the organization’s." />
      </div>
      {instance?.health && (
        <div className={styles.part}>
          <Notice tone={instance.health.ok ? 'ok' : 'fail'} title={titleOf(instance.health)}>
            <p>{instance.health.detail}</p>
          </Notice>
          {instance.health.parts && <HealthParts parts={instance.health.parts} />}
        </div>
      )}
      <InstanceForm key={`${scope} ${instance?.id ?? ''}`} plugin={plugin} project={project} />
    </>
  );
}

function titleOf({ ok, parts = [] }: { ok: boolean; parts?: readonly unknown[] | undefined }): string {
  if (ok) return 'It is well';
  // With its parts known it works as such, and only some of them lack something.
  return parts.length > 1 ? 'Something lacks' : 'It does not work';
}

function InstanceForm({ plugin, project }: { plugin: Plugin; project: string | null }) {
  const client = useQueryClient();
  const instance = plugin.instances.find((each) => each.project === project);
  const [isEnabled, setEnabled] = useState(instance?.isEnabled ?? true);
  const [capabilities, setCapabilities] = useState<string[]>(instance?.capabilities ?? plugin.capabilities);
  const specs = specsOfSchema(plugin.schema, plugin.secrets);
  const check = useSend(routes.settings.plugins.check, {
    onDone: (health) => (health.ok ? toastDone(`${plugin.name} is well. ${health.detail}`) : toastFailed(`${plugin.name} does not work`, health.detail)),
    onFailed: (problem) => toastFailed('The check could not be made', problem.detail ?? problem.title),
  });
  const send = async (settings: Values): Promise<void> => {
    await call(routes.settings.plugins.configure, { params: { plugin: plugin.id }, body: { project, isEnabled, capabilities, settings } });
    await client.invalidateQueries({ queryKey: ['plugins.list'] });
    toastDone(`${plugin.name} is saved.`);
  };
  return (
    <div className={styles.part}>
      <SpecForm
        specs={specs}
        value={instance?.settings ?? {}}
        action={instance ? 'Save settings' : `Set up ${plugin.name}`}
        send={send}
        extra={
          <>
            <MultiSelect mt="md" label="Use it for" data={plugin.capabilities.map((capability) => ({ value: capability, label: capabilityInWords(capability) }))} value={capabilities} onChange={setCapabilities} description="What is left out goes on with what is built in, or with another plugin." />
            <Switch mt="md" label="On" checked={isEnabled} onChange={(event) => setEnabled(event.currentTarget.checked)} />
            {instance && (
              <Button mt="md" size="xs" loading={check.isPending} onClick={() => check.mutate({ params: { plugin: plugin.id }, body: { project } })}>
                Check {plugin.name} now
              </Button>
            )}
          </>
        }
      />
    </div>
  );
}

import { instanceVersions } from '../../models/plugin-instances.ts';
import type { InboundHost, Listener } from '../../plugins/contract.ts';
import type { InboundSource } from '../../models/inbound.ts';
import type { ApiDeps } from '../deps.ts';
import { reasonOf } from '../reason.ts';

const LOOK_EVERY_MS = 5_000;

/** Connections to vendors that bring what the vendors would otherwise send to our addresses. */
export interface Listeners {
  /** Looks now which there should be; resolves when they are begun or ended. */
  look(): Promise<void>;
  /** Ends all of them. */
  stop(): Promise<void>;
}

/**
 * Keeps one connection open for each enabled instance that asks for one, as settings come and go. Every API process holds its own: vendors
 * share what happens among them, and what comes twice is carried out once.
 */
export function startListeners(deps: ApiDeps, hostOf: (source: InboundSource) => InboundHost): Listeners {
  const open = new Map<string, { organizationId: string; listener: Listener }>();
  const seen = new Map<string, string>();
  let looking: Promise<void> = Promise.resolve();
  let isStopped = false;

  const bring = async (organizationId: string): Promise<void> => {
    deps.registry.invalidate(organizationId);
    const wanted = new Map((await deps.registry.listening(organizationId)).map((instance) => [instance.key, instance]));
    for (const [key, { organizationId: owner, listener }] of open) {
      if (owner !== organizationId || wanted.has(key)) continue;
      open.delete(key);
      await listener.stop();
    }
    for (const [key, { projectId, pluginId, listen }] of wanted) {
      if (open.has(key) || isStopped) continue;
      const listener = listen(hostOf({ organizationId, projectId, pluginId }));
      if (listener !== null) open.set(key, { organizationId, listener });
    }
  };
  const look = async (): Promise<void> => {
    try {
      const versions = await instanceVersions(deps.db);
      for (const organizationId of new Set([...versions.keys(), ...seen.keys()])) {
        const version = versions.get(organizationId) ?? '';
        if (seen.get(organizationId) === version || isStopped) continue;
        await bring(organizationId);
        seen.set(organizationId, version);
      }
    } catch (error) {
      deps.logger.warn({ reason: reasonOf(error) }, 'settings of plugins cannot be read now; trying again');
    }
  };
  const inTurn = (): Promise<void> => (looking = looking.then(look));
  const timer = setInterval(() => void inTurn(), LOOK_EVERY_MS).unref();
  void inTurn();
  return {
    look: inTurn,
    async stop() {
      isStopped = true;
      clearInterval(timer);
      await looking;
      await Promise.all([...open.values()].map(({ listener }) => listener.stop()));
    },
  };
}

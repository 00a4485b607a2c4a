import type { Metrics } from '../config/metrics.ts';
import { DomainError } from '../domain/errors.ts';
import type { CommandGateway } from './gateway.ts';

/** The same gateway, telling of each Update how it ended: `done`, `refused` by the incident's rules, or `failed` because nobody answered. */
export function measuredGateway(gateway: CommandGateway, metrics: Metrics): CommandGateway {
  const timed = async <T>(update: string, work: () => Promise<T>): Promise<T> => {
    const since = performance.now();
    const tell = (outcome: string): void => metrics.time('temporal_update', performance.now() - since, { update, outcome });
    try {
      const result = await work();
      tell('done');
      return result;
    } catch (error) {
      tell(error instanceof DomainError && error.code !== 'unavailable' ? 'refused' : 'failed');
      throw error;
    }
  };
  return {
    ...gateway,
    send: (incidentId, command) => timed(command.name, () => gateway.send(incidentId, command)),
    postmortem: (incidentId, command) => timed(`postmortem.${command.name}`, () => gateway.postmortem(incidentId, command)),
  };
}

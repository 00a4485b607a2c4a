import type { PluginContext } from '../contract.ts';
import type { SlackSettings } from './settings.ts';

/** How the socket of an instance is doing in this process. */
export interface SocketState {
  ok: boolean;
  detail: string;
}

const states = new Map<string, SocketState>();
const keyOf = ({ appToken = '' }: SlackSettings, { organizationId, projectId }: Pick<PluginContext, 'organizationId' | 'projectId'>): string => `${organizationId}/${projectId ?? ''}/${appToken}`;

/** Notes how the socket is doing; null = it is closed for good. */
export function setSocketState(settings: SlackSettings, context: PluginContext, state: SocketState | null): void {
  const key = keyOf(settings, context);
  if (state === null) states.delete(key);
  else states.set(key, state);
}

/** How the socket is doing; null when this process holds none. */
export function socketState(settings: SlackSettings, context: PluginContext): SocketState | null {
  return states.get(keyOf(settings, context)) ?? null;
}

import type { Plugin } from './contract.ts';

/** A plugin that is in the product; its code is loaded when it is first needed. */
export interface LazyPlugin {
  id: string;
  load(): Promise<Plugin>;
}

/** Every plugin of the product, one line each. */
export const PLUGINS: readonly LazyPlugin[] = [
  { id: 'builtin', load: async () => (await import('./builtin/index.ts')).builtin },
  { id: 'email', load: async () => (await import('./email/index.ts')).email },
  { id: 'slack', load: async () => (await import('./slack/index.ts')).slack },
  { id: 'duo', load: async () => (await import('./duo/index.ts')).duo },
];

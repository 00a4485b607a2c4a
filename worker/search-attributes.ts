import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { SEARCH_ATTRIBUTES } from '../workflows/attributes.ts';

/** `INDEXED_VALUE_TYPE_KEYWORD` of Temporal's API. */
const KEYWORD = 2;
/** gRPC status of something that is there already. */
const ALREADY_EXISTS = 6;
const USABLE_WITHIN_MS = 60_000;

/** Registers the search attributes that are missing and waits until the server accepts them (its caches take some seconds). Answers which were new; throws when one exists with another type. */
export async function registerSearchAttributes(client: Client): Promise<string[]> {
  const { namespace } = client.options;
  const { customAttributes } = await client.connection.operatorService.listSearchAttributes({ namespace });
  const types: Record<string, number | undefined> = customAttributes;
  const wrong = SEARCH_ATTRIBUTES.filter((name) => types[name] !== undefined && types[name] !== KEYWORD);
  if (wrong.length > 0) throw new Error(`The search attributes ${wrong.join(', ')} exist in namespace ${namespace} with another type than Keyword: remove or rename them there`);
  const missing = SEARCH_ATTRIBUTES.filter((name) => types[name] === undefined);
  if (missing.length > 0) await add(client, missing);
  await untilUsable(client);
  return missing;
}

async function add(client: Client, names: readonly string[]): Promise<void> {
  const searchAttributes = Object.fromEntries(names.map((name) => [name, KEYWORD]));
  try {
    await client.connection.operatorService.addSearchAttributes({ namespace: client.options.namespace, searchAttributes });
  } catch (error) {
    // Another process that started at the same moment was quicker.
    if (codeOf(error) !== ALREADY_EXISTS) throw error;
  }
}

async function untilUsable(client: Client): Promise<void> {
  const query = SEARCH_ATTRIBUTES.map((name) => `${name} = "-"`).join(' OR ');
  const until = Date.now() + USABLE_WITHIN_MS;
  for (let pause = 50; ; pause = Math.min(pause * 2, 2000)) {
    try {
      await client.workflow.count(query);
      return;
    } catch (error) {
      if (Date.now() > until) throw error;
    }
    await sleep(pause);
  }
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}

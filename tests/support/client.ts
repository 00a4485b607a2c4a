import { setTimeout as sleep } from 'node:timers/promises';
import type { IncidentDetail } from '../../api/contract/incidents.ts';

/** An answer of the API: status, parsed body, and the `Location`-free facts tests look at. */
export interface Answer<T> {
  status: number;
  body: T;
  contentType: string;
}

/** Talks to a running API over HTTP as a client would; paths are relative to the default organization. */
export interface ApiClient {
  url: string;
  call<T = unknown>(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer<T>>;
  declare(fields?: Record<string, unknown>, headers?: Record<string, string>): Promise<IncidentDetail>;
  incident(idOrKey: string): Promise<IncidentDetail>;
  /** Asks every `pauseMs` (50) until the incident satisfies the condition; throws with the last state it saw after `seconds` (30). */
  until(idOrKey: string, condition: (i: IncidentDetail) => boolean, seconds?: number, pauseMs?: number): Promise<IncidentDetail>;
}

/** A client for the API at `url`. */
export function apiClient(url: string, token?: string): ApiClient {
  const base = `${url}/api/v1/default`;
  const call = async <T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer<T>> => {
    const response = await fetch(`${base}${path}`, {
      method,
      headers: {
        'x-dispatch-csrf': '1',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const contentType = response.headers.get('content-type') ?? '';
    const text = await response.text();
    return { status: response.status, contentType, body: (contentType.includes('json') ? JSON.parse(text) : text) as T };
  };
  const incident = async (id: string): Promise<IncidentDetail> => {
    const answer = await call<IncidentDetail>('GET', `/incidents/${id}`);
    if (answer.status !== 200) throw new Error(`GET incident ${id}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  return {
    url,
    call,
    incident,
    async declare(fields = {}, headers = {}) {
      const answer = await call<IncidentDetail>('POST', '/incidents', { title: 'Card payments are failing', description: 'EU cards time out since 09:05.', ...fields }, headers);
      if (answer.status !== 201) throw new Error(`declare: ${answer.status} ${JSON.stringify(answer.body)}`);
      return answer.body;
    },
    async until(id, condition, seconds = 30, pauseMs = 50) {
      const end = Date.now() + seconds * 1000;
      let last: IncidentDetail | string = 'nothing read yet';
      while (Date.now() < end) {
        try {
          last = await incident(id);
          if (condition(last)) return last;
        } catch (error) {
          last = String(error);
        }
        await sleep(pauseMs);
      }
      const seen = typeof last === 'string' ? last : JSON.stringify({ stage: last.stage, steps: last.steps.map((s) => [s.id, s.state, s.attempts, s.lastError]), resources: last.resources.map((r) => r.kind) });
      throw new Error(`the incident did not get there in ${seconds} s; last seen: ${seen}`);
    },
  };
}

/** True when every step of the incident has ended well or was skipped. */
export function settled(incident: IncidentDetail): boolean {
  return incident.steps.length > 0 && incident.steps.every((s) => s.state === 'succeeded' || s.state === 'skipped');
}

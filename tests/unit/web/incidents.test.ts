import { describe, expect, it } from '@jest/globals';
import { DeclareBody } from '../../../api/contract/incidents.ts';
import { bodyOf, EMPTY, fromTemplate, readDraft } from '../../../web/src/routes/declare/draft.ts';
import { groupsOf, queryOf, SORTS } from '../../../web/src/routes/incidents/query.ts';
import { listOf, readIncidentSearch, withValue } from '../../../web/src/routes/incidents/search.ts';
import { summarize } from '../../../web/src/routes/receipt/summary.ts';
import { IncidentQuery } from '../../../api/contract/incidents.ts';

describe('the address of the list', () => {
  it('keeps what it knows and drops the rest', () => {
    expect(readIncidentSearch({ stage: 'active,stable', q: '', sort: 'severity', evil: 'x', severity: 3 })).toEqual({ stage: 'active,stable', sort: 'severity' });
  });

  it('sets and removes one value', () => {
    expect(withValue({ q: 'a' }, 'stage', 'active')).toEqual({ q: 'a', stage: 'active' });
    expect(withValue({ q: 'a', stage: 'active' }, 'q', '')).toEqual({ stage: 'active' });
    expect(listOf('a,,b')).toEqual(['a', 'b']);
    expect(listOf(undefined)).toEqual([]);
  });

  it('asks for the groups it filters by, those that need people first', () => {
    expect(groupsOf({})).toEqual(['active', 'stable', 'review', 'closed']);
    expect(groupsOf({ stage: 'closed,active' })).toEqual(['active', 'closed']);
  });

  it('sorts what is open by severity and what is over by time, unless told', () => {
    expect(queryOf({}, 'active').sort).toBe('severity');
    expect(queryOf({}, 'closed').sort).toBe('-reportedAt');
    expect(queryOf({ sort: 'title' }, 'active').sort).toBe('title');
    expect(queryOf({ sort: 'drop table' }, 'active').sort).toBe('severity');
  });

  it('offers only sortings that the API knows', () => {
    for (const { value } of SORTS) expect(IncidentQuery.safeParse({ sort: value }).success).toBe(true);
  });
});

describe('a declaration', () => {
  it('sends only what was filled in', () => {
    expect(bodyOf({ ...EMPTY, title: ' Mail is late ', description: 'Since nine' })).toEqual({ title: 'Mail is late', description: 'Since nine' });
  });

  it('is what the API accepts, with everything filled in', () => {
    const body = bodyOf({ title: 'Mail is late', description: 'Since nine', severity: 'Sev 2', type: 'Outage', priority: 'P1', project: 'Mail', commanderEmail: 'a@example.com', visibility: 'restricted', stage: 'closed', tags: ['region/eu'], reportedAt: '2026-11-22T09:00:00.000Z' });
    expect(DeclareBody.parse(body)).toEqual(body);
  });

  it('drops a visibility or stage that an address made up', () => {
    expect(bodyOf({ ...EMPTY, title: 't', description: 'd', visibility: 'secret', stage: 'review' })).toEqual({ title: 't', description: 'd' });
  });

  it('is filled in by an address', () => {
    expect(fromTemplate({ title: 'Mail is late', severity: 'Sev 2', tags: 'mail, region/eu ,' })).toEqual({ ...EMPTY, title: 'Mail is late', severity: 'Sev 2', tags: ['mail', 'region/eu'] });
    expect(fromTemplate({})).toBeUndefined();
  });

  it('comes back as a draft, and nothing comes back of what is no draft', () => {
    const values = { ...EMPTY, title: 'Mail is late', tags: ['a'], commanderEmail: 'a@example.com' };
    expect(readDraft(JSON.stringify(values))).toEqual(values);
    for (const text of [undefined, '', '{', 'null', '"x"', JSON.stringify(EMPTY), JSON.stringify({ ...EMPTY, severity: 'Sev 1' })]) expect(readDraft(text)).toBeUndefined();
    expect(readDraft(JSON.stringify({ title: 'kept', tags: 'not a list', severity: 5, other: 'x' }))).toEqual({ ...EMPTY, title: 'kept' });
  });
});

describe('the receipt', () => {
  const step = (state: string, startedAt: string | null = null, finishedAt: string | null = null) => ({ state, startedAt, finishedAt });

  it('counts what is done, left and in need of a person', () => {
    expect(summarize([step('succeeded'), step('skipped'), step('running'), step('pending'), step('failed')])).toEqual({ total: 5, done: 2, failed: 1, left: 2, took: undefined });
  });

  it('says how long everything took once nothing is left', () => {
    const done = [step('succeeded', '2026-11-22T09:00:00.000Z', '2026-11-22T09:00:01.000Z'), step('failed', '2026-11-22T09:00:00.500Z', '2026-11-22T09:00:02.100Z')];
    expect(summarize(done)).toEqual({ total: 2, done: 1, failed: 1, left: 0, took: 2_100 });
  });

  it('has nothing to say before the first step', () => {
    expect(summarize([])).toEqual({ total: 0, done: 0, failed: 0, left: 0, took: undefined });
  });
});

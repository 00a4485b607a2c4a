import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { incidentIdOf, rememberIncidents } from '../../../web/src/api/aliases.ts';
import { affects, type Change, readChange } from '../../../web/src/live/changes.ts';
import { backOff, createStreamReader, type StreamMessage } from '../../../web/src/live/sse.ts';

function read(pieces: readonly string[]): StreamMessage[] {
  const messages: StreamMessage[] = [];
  const feed = createStreamReader((message) => messages.push(message));
  for (const piece of pieces) feed(piece);
  return messages;
}

const STREAM = ': hello\n\nid: 7\nevent: change\ndata: {"a":1}\n\ndata: one\r\ndata:two\r\n\r\nevent: empty\n\nid: 8\ndata: last\n\n';

describe('createStreamReader', () => {
  it('reads messages, drops comments and empty ones, keeps the last id', () => {
    expect(read([STREAM])).toEqual([
      { id: '7', event: 'change', data: '{"a":1}' },
      { id: '7', event: 'message', data: 'one\ntwo' },
      { id: '8', event: 'message', data: 'last' },
    ]);
  });

  it('does not care where the network cuts the stream', () => {
    const whole = read([STREAM]);
    fc.assert(
      fc.property(fc.array(fc.nat({ max: STREAM.length }), { maxLength: 12 }), (cuts) => {
        const places = [0, ...[...cuts].sort((a, b) => a - b), STREAM.length];
        const pieces = places.slice(1).map((end, index) => STREAM.slice(places[index], end));
        expect(read(pieces)).toEqual(whole);
      }),
    );
  });

  it('gives nothing for a message that has not ended', () => {
    expect(read(['data: half\n'])).toEqual([]);
  });
});

describe('backOff', () => {
  it('doubles from half a second to twenty, a fifth more or less', () => {
    expect([1, 2, 3, 4].map((attempt) => backOff(attempt, 0.5))).toEqual([500, 1_000, 2_000, 4_000]);
    expect(backOff(50, 0.5)).toBe(20_000);
    expect(backOff(1, 0)).toBe(400);
    expect(backOff(1, 1)).toBe(600);
  });
});

const ID = '7f3c0a52-0000-4000-8000-0000000000e1';
const OTHER = '7f3c0a52-0000-4000-8000-0000000000e2';
const change = (over: Partial<Change>): Change => ({ position: 1, topic: 'incident', incidentId: ID, id: null, ...over });

describe('live changes', () => {
  rememberIncidents('incidents.list', {}, { data: [{ id: ID, key: 'INC-214' }] });
  rememberIncidents('incidents.get', { incident: 'OLD-3' }, { id: ID, key: 'INC-214' });

  it('knows the id behind a key, a former key and an id', () => {
    expect(['INC-214', 'OLD-3', ID, 'INC-9'].map(incidentIdOf)).toEqual([ID, ID, ID, undefined]);
  });

  it('renews the incident that changed, by whatever name it is open, and not another', () => {
    for (const incident of ['INC-214', 'OLD-3', ID]) expect(affects(change({}), ['incidents.get', { incident }, {}])).toBe(true);
    expect(affects(change({ incidentId: OTHER }), ['incidents.get', { incident: 'INC-214' }, {}])).toBe(false);
  });

  it('renews an incident whose id is not known yet rather than missing something', () => {
    expect(affects(change({}), ['incidents.get', { incident: 'INC-999' }, {}])).toBe(true);
  });

  it('renews only what shows the topic', () => {
    expect(affects(change({ topic: 'messages' }), ['timeline.messages', { incident: 'INC-214' }, {}])).toBe(true);
    expect(affects(change({ topic: 'messages' }), ['incidents.list', {}, {}])).toBe(false);
    expect(affects(change({ topic: 'deliveries', incidentId: null }), ['deliveries.list', {}, {}])).toBe(true);
    expect(affects(change({ topic: 'settings', incidentId: null }), ['incident-severities.list', {}, {}])).toBe(true);
    expect(affects(change({ topic: 'settings', incidentId: null }), ['incidents.list', {}, {}])).toBe(false);
    expect(affects(change({ topic: 'settings', incidentId: null }), ['session.get', {}, {}])).toBe(false);
  });

  it('reads only what is a change', () => {
    expect(readChange(JSON.stringify(change({})))).toEqual(change({}));
    for (const data of ['', '{', 'null', '{"position":"1","topic":"incident","incidentId":null,"id":null}', '{"position":1}']) expect(readChange(data)).toBeUndefined();
  });
});

import { describe, expect, it } from '@jest/globals';
import type { CommandData } from '../../../domain/incident/commands.ts';
import { decide } from '../../../domain/incident/machine.ts';
import type { IncidentState } from '../../../domain/incident/state.ts';
import { plus } from '../../../domain/time.ts';
import { command, declared } from '../../support/incident-builders.ts';
import { after } from './run.ts';

const NOW = '2026-05-12T12:00:00.000Z';
const bill = { lineId: 'l1', kind: 'vendor', amount: '1250.5', currency: 'EUR', note: 'Invoice 17', at: null } as const;
const open = (): IncidentState => declared({}, plus(NOW, -3_600_000));
const closed = (): IncidentState => after(open(), 'changeStage', { stage: 'closed', reason: null }, { at: NOW });

describe('cost lines', () => {
  it('are added, changed and taken away, in closed incidents too', () => {
    const added = after(closed(), 'addCostLine', bill, { at: NOW });
    expect(added.costLines).toEqual([{ ...bill, at: NOW }]);
    const changed = after(added, 'changeCostLine', { lineId: 'l1', changes: { amount: '-3', kind: 'credits', note: bill.note } }, { at: NOW });
    expect(changed.costLines).toEqual([{ ...bill, at: NOW, amount: '-3', kind: 'credits' }]);
    expect(after(changed, 'removeCostLine', { lineId: 'l1' }, { at: NOW }).costLines).toEqual([]);
    expect(decide(added, command('changeCostLine', { lineId: 'l1', changes: { amount: '1250.5' } }), NOW)).toEqual([]);
  });

  it.each<[string, Partial<CommandData['addCostLine']>]>([
    ['/amount', { amount: '0.00' }],
    ['/amount', { amount: 'much' }],
    ['/amount', { amount: '0.0000001' }],
    ['/amount', { amount: '-1000000000000' }],
    ['/currency', { currency: 'euro' }],
    ['/at', { at: plus(NOW, 3_600_000) }],
    ['/at', { at: 'yesterday' }],
    ['/note', { note: 'x'.repeat(2001) }],
    ['/kind', { kind: 'tips' as 'other' }],
  ])('are refused with %s (%#)', (pointer, wrong) => {
    expect(() => decide(open(), command('addCostLine', { ...bill, ...wrong }), NOW)).toThrow(expect.objectContaining({ code: 'invalid-request', fields: [expect.objectContaining({ pointer })] }));
  });

  it('that are not there, or there already, are refused', () => {
    const added = after(open(), 'addCostLine', bill, { at: NOW });
    expect(() => decide(added, command('addCostLine', bill), NOW)).toThrow(expect.objectContaining({ code: 'conflict' }));
    expect(() => decide(added, command('removeCostLine', { lineId: 'other' }), NOW)).toThrow(expect.objectContaining({ code: 'not-found' }));
  });
});

describe('re-rating', () => {
  const rerate = { pricingId: 'p1', before: '10.00', after: '12.00', currency: 'USD', reason: 'The rates were wrong' };

  it('holds for the closing that it was asked for', () => {
    const state = closed();
    const closedAt = state.stages.at(-1)?.from;
    expect(after(state, 'rerateCost', rerate, { at: NOW }).rerated).toEqual({ pricingId: 'p1', closedAt });
    expect(() => decide(state, command('rerateCost', { ...rerate, reason: ' ' }), NOW)).toThrow(expect.objectContaining({ code: 'invalid-request' }));
  });

  it('is refused while the incident is open', () => {
    expect(() => decide(open(), command('rerateCost', rerate), NOW)).toThrow(expect.objectContaining({ code: 'not-allowed-now' }));
  });
});

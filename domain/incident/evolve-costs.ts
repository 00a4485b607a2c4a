import type { IncidentEvent } from './events.ts';
import type { IncidentState } from './state.ts';

/** The kinds of event about cost lines and re-rating. */
type CostEventKind = 'cost.lineAdded' | 'cost.lineChanged' | 'cost.lineRemoved' | 'cost.rerated';

/** Folds cost lines and re-rating. */
export function evolveCost(state: IncidentState, event: IncidentEvent<CostEventKind>): IncidentState {
  const lines = state.costLines ?? [];
  switch (event.kind) {
    case 'cost.lineAdded':
      return { ...state, costLines: [...lines, event.data] };
    case 'cost.lineChanged': {
      const { lineId, changes } = event.data;
      return { ...state, costLines: lines.map((line) => (line.lineId === lineId ? { ...line, ...changes } : line)) };
    }
    case 'cost.lineRemoved':
      return { ...state, costLines: lines.filter((line) => line.lineId !== event.data.lineId) };
    case 'cost.rerated':
      return { ...state, rerated: { pricingId: event.data.pricingId, closedAt: closedAt(state) ?? event.at } };
  }
}

/** When the incident was closed since it was last opened, ISO; null while it is open. */
export function closedAt({ stages }: Pick<IncidentState, 'stages'>): string | null {
  const opened = Math.max(stages.findLastIndex((s) => s.stage === 'active'), 0);
  return stages.slice(opened).find((s) => s.stage === 'closed')?.from ?? null;
}

import type { routes } from '../contract/index.ts';
import type { Handlers } from '../http/handler.ts';
import { costSums } from './cost/analytics.ts';
import { costConfiguration } from './cost/configuration.ts';
import { exportCosts } from './cost/export.ts';
import { costCaseFile, costHistory } from './cost/incident.ts';
import { costLines } from './cost/lines.ts';
import { passState, recalculateNow } from './cost/pass.ts';
import { previewRerates, rerateAll } from './cost/re-rate.ts';
import { simulate } from './cost/simulate.ts';

/** Cost of incidents: explained, configured, tried, re-rated, added up, exported. */
export const cost: Handlers<(typeof routes)['cost']> = {
  history: costHistory,
  caseFile: costCaseFile,
  lines: costLines,
  ...costConfiguration,
  simulate,
  previewRerate: previewRerates,
  rerate: rerateAll,
  recalculate: recalculateNow,
  pass: passState,
  ...costSums,
  exportFile: exportCosts,
};

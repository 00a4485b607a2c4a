import { sweep } from '../activities.ts';

/** Sends e-mails that stayed pending, and forgets what nobody needs any more. */
export async function tidySweep(): Promise<{ deliveries: number; pruned: number }> {
  return sweep.tidy.executeWithOptions({ summary: 'Retry deliveries and prune' }, []);
}

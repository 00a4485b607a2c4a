import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/common';
import type { Command, CommandResult } from '../domain/incident/commands.ts';
import { incidentWorkflowId, postmortemWorkflowId } from '../workflows/ids.ts';

/** What data-protection work needs of the workflows that own incidents. */
export interface Owners {
  /** Hands a command to the incident's owner when it runs; false when it does not, and nobody else writes to the incident. */
  tell(incidentId: string, command: Command): Promise<boolean>;
  /** Removes the histories of the incident and its postmortem from Temporal, those that still run only when `running` is set. Answers how many. */
  forget(incidentId: string, options: { running: boolean }): Promise<number>;
}

/** The owners as Temporal knows them. */
export function ownersIn(client: Client): Owners {
  return {
    async tell(incidentId, command) {
      const handle = client.workflow.getHandle(incidentWorkflowId(incidentId));
      try {
        if ((await handle.describe()).status.name !== 'RUNNING') return false;
        await handle.executeUpdate<CommandResult, [Command]>(command.name, { args: [command], updateId: command.commandId });
        return true;
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) return false;
        throw error;
      }
    },
    async forget(incidentId, { running }) {
      const { namespace } = client.options;
      let count = 0;
      const ids = [incidentWorkflowId(incidentId), postmortemWorkflowId(incidentId)].map((id) => `WorkflowId = "${id}"`);
      for await (const execution of client.workflow.list({ query: ids.join(' OR ') })) {
        if (execution.status.name === 'RUNNING' && !running) continue;
        const workflowExecution = { workflowId: execution.workflowId, runId: execution.runId };
        await client.workflowService.deleteWorkflowExecution({ namespace, workflowExecution }).catch((error: unknown) => {
          if (!(error instanceof WorkflowNotFoundError) && !isGone(error)) throw error;
        });
        count += 1;
      }
      return count;
    },
  };
}

// gRPC's NOT_FOUND: somebody else removed it, or its retention was over.
function isGone(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 5;
}

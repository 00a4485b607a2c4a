import type { IncidentBrief, TicketCapability, VendorPerson } from '../contract.ts';
import { type BuiltinContext, incidentPage, objectOf } from './objects.ts';

/** Tickets inside the product: the incident's own page is its ticket, under the key that was reserved for it. */
export function builtinTicket(context: BuiltinContext): TicketCapability {
  const { store } = context;
  return {
    async create({ mark, incidentId, reservedKey, brief, metadata }) {
      const object = await store.ensureObject({
        mark,
        incidentId,
        kind: 'ticket',
        name: reservedKey,
        data: { ...ticketData(brief), metadata },
      });
      return { externalId: object.id, url: incidentPage(context, incidentId), name: object.name };
    },
    async update(id, brief, metadata) {
      await objectOf(store, 'ticket', id);
      await store.updateObject(id, {
        data: { ...ticketData(brief), ...(metadata === undefined ? {} : { metadata }) },
      });
    },
    async createTask({ mark, incidentId, taskId, title, description, assignee, incidentKey }) {
      const data = taskData({ title, description, assignee, done: false });
      const object = await store.ensureObject({
        mark,
        incidentId,
        kind: 'ticket',
        name: `${incidentKey} ${title}`,
        data: { ...data, taskId },
      });
      return { externalId: object.id, url: incidentPage(context, incidentId, 'tasks'), name: object.name };
    },
    async updateTask(id, task) {
      await objectOf(store, 'ticket', id);
      await store.updateObject(id, { data: taskData(task) });
    },
  };
}

function ticketData(brief: IncidentBrief): Record<string, unknown> {
  const { title, stage, severity, priority, type, commander, links } = brief;
  return { title, stage, severity, priority, type, commander: commander.email, links };
}

function taskData(task: {
  title: string;
  description: string;
  assignee: VendorPerson | null;
  done: boolean;
}): Record<string, unknown> {
  return {
    title: task.title,
    description: task.description,
    assignee: task.assignee?.email ?? null,
    done: task.done,
  };
}

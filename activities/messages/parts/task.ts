/** A task as messages tell of it; `dueAt` ISO. */
export interface MessageTask {
  taskId: string;
  title: string;
  description: string;
  dueAt: string | null;
}

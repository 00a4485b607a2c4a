import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';

/** Says that something was done and offers to take it back for 8 s. */
export function toastUndo(message: string, undo: () => void): void {
  const id = `undo-${Date.now()}-${Math.round(performance.now() * 1000)}`;
  const take = (): void => {
    notifications.hide(id);
    undo();
  };
  notifications.show({
    id,
    autoClose: 8_000,
    color: 'accent',
    message: (
      <Group justify="space-between" wrap="nowrap">
        <span>{message}</span>
        <Button size="xs" onClick={take}>
          Undo
        </Button>
      </Group>
    ),
  });
}

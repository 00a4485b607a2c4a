import { notifications } from '@mantine/notifications';

const closeButtonProps = { 'aria-label': 'Close' };

/** Says that something was done; it leaves by itself after 4 s. */
export function toastDone(message: string): void {
  notifications.show({ message, autoClose: 4_000, color: 'accent', closeButtonProps });
}

/** Says that something could not be done and why; it stays until it is closed. */
export function toastFailed(title: string, detail: string): void {
  notifications.show({ title, message: detail, autoClose: false, color: 'danger', role: 'alert', closeButtonProps });
}

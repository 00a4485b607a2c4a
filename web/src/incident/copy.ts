import { toastDone, toastFailed } from '../ui/toast.ts';

/** Puts a text into the clipboard and says so ("Link copied"); says what to do when the browser forbids it. */
export async function copyText(text: string, said: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toastDone(said);
  } catch {
    toastFailed('The browser does not allow copying here', `Copy it by hand: ${text}`);
  }
}

/** The whole address of a path of this product. */
export function linkTo(path: string): string {
  return new URL(path, window.location.origin).href;
}

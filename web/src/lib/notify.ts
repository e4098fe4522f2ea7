import { notifications } from '@mantine/notifications';
import { sentenceOf } from '@/api/errors';

/** Short words at the edge of the page, read out too: for what nothing else on the page shows. */

const kClose = { 'aria-label': 'Close' };

export function notifyDone(message: string): void {
  notifications.show({ message, color: 'teal', closeButtonProps: kClose });
}

export function notifyFailed(error: unknown): void {
  notifications.show({
    title: 'This did not work',
    message: sentenceOf(error),
    color: 'red',
    autoClose: 10_000,
    closeButtonProps: kClose,
  });
}

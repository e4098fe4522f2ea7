import '@mantine/notifications/styles.css';

import { Notifications } from '@mantine/notifications';

/** Where lib/notify shows its words. */
export function Notices() {
  return <Notifications position="bottom-right" />;
}

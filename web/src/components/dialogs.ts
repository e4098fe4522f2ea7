import { lazyDialog } from './lazy_dialog';

export const Confirm = lazyDialog(async () => (await import('./Confirm')).Confirm);
export const ConfirmByName = lazyDialog(async () => (await import('./ConfirmByName')).ConfirmByName);

import { lazyDialog } from '@/components/lazy_dialog';

export const CreateDialog = lazyDialog(async () => (await import('./CreateDialog')).CreateDialog);
export const PasswordDialog = lazyDialog(async () => (await import('./PasswordDialog')).PasswordDialog);

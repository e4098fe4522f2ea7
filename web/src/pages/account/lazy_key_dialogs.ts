import { lazyDialog } from '@/components/lazy_dialog';

export const KeyDialog = lazyDialog(async () => (await import('./key_dialogs')).KeyDialog);
export const NewSecret = lazyDialog(async () => (await import('./key_dialogs')).NewSecret);

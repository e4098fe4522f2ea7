import { lazyDialog } from '@/components/lazy_dialog';

export const TokenDialog = lazyDialog(async () => (await import('./TokenDialog')).TokenDialog);

import type { SchemaCrateVersion } from '@/api/schema';

/** What one may do to a version. */
export type Change = 'yank' | 'unyank' | 'tag' | 'quarantine' | 'release' | 'copy' | 'move' | 'delete';

/** Of the dialogs that ask before. */
export interface DialogProperties {
  version: SchemaCrateVersion;
  opened: boolean;
  onClose: () => void;
}

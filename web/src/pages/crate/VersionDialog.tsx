import { quarantine, unyank, yank } from './changes';
import { ConfirmDialog } from './ConfirmDialog';
import { DeleteDialog } from './DeleteDialog';
import { DestinationDialog } from './DestinationDialog';
import { TagsDialog } from './TagsDialog';
import { useCrateName } from './use_crate';
import type { Change, DialogProperties } from './version_change';

/** Asks before a version is changed, and for what that needs. */
export function VersionDialog({ change, ...rest }: DialogProperties & { change: Change }) {
  const crate = useCrateName();
  const { version, slug_perm } = rest.version;
  const name = { ...crate, version };
  const title = `${crate.crate} ${version}`;
  switch (change) {
    case 'yank':
      return (
        <ConfirmDialog
          {...rest}
          title={`Yank ${title}`}
          action="Yank"
          done={`${title} is yanked.`}
          run={() => yank(name)}
        >
          Cargo will choose it for nothing new. Builds whose lock file names it still work. This can be undone.
        </ConfirmDialog>
      );
    case 'unyank':
      return (
        <ConfirmDialog
          {...rest}
          title={`Undo the yank of ${title}`}
          action="Undo the yank"
          done={`${title} is offered again.`}
          run={() => unyank(name)}
        >
          Cargo will choose it again where it fits.
        </ConfirmDialog>
      );
    case 'quarantine':
      return (
        <ConfirmDialog
          {...rest}
          title={`Put ${title} into quarantine`}
          action="Put into quarantine"
          done={`${title} is in quarantine.`}
          run={() => quarantine({ ...crate, slug_perm }, false)}
        >
          Nobody can download it until it is released, builds whose lock file names it included. Its files are not
          shown.
        </ConfirmDialog>
      );
    case 'release':
      return (
        <ConfirmDialog
          {...rest}
          title={`Release ${title} from quarantine`}
          action="Release"
          done={`${title} is released.`}
          run={() => quarantine({ ...crate, slug_perm }, true)}
        >
          Whoever may read the repository can download it again.
        </ConfirmDialog>
      );
    case 'tag':
      return <TagsDialog {...rest} />;
    case 'copy':
    case 'move':
      return <DestinationDialog key={change} {...rest} change={change} />;
    case 'delete':
      return <DeleteDialog {...rest} />;
  }
}

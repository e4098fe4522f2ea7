import { TagsInput } from '@mantine/core';
import { useState } from 'react';
import { changeTags } from './changes';
import { ConfirmDialog } from './ConfirmDialog';
import { useCrateName } from './use_crate';
import type { DialogProperties } from './version_change';

const kByServer = 'latest';

/** Gives a version tags, and takes them away; the one that the server gives stays where it is. */
export function TagsDialog({ version, opened, onClose }: DialogProperties) {
  const crate = useCrateName();
  const given = version.tags.filter((tag) => tag !== kByServer);
  const [tags, setTags] = useState(given);
  const [text, setText] = useState('');
  const title = `${crate.crate} ${version.version}`;
  // What is typed and not yet ended by Enter is meant too.
  const wanted = text.trim() === '' || tags.includes(text.trim()) ? tags : [...tags, text.trim()];
  const run = () => changeTags({ ...crate, slug_perm: version.slug_perm }, given, wanted);
  return (
    <ConfirmDialog
      opened={opened}
      onClose={onClose}
      title={`Tags of ${title}`}
      action="Save"
      done={`The tags of ${title} are changed.`}
      run={run}
    >
      <TagsInput
        label="Tags"
        description="End each with Enter. Searches find versions by tag: tag:stable"
        value={tags}
        onChange={setTags}
        searchValue={text}
        onSearchChange={setText}
        clearable
        clearButtonProps={{ 'aria-label': 'Remove all tags' }}
        data-autofocus
      />
    </ConfirmDialog>
  );
}

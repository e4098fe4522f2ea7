import { Alert, Button, Group, Paper, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError, sentenceOf } from '@/api/errors';
import { useSession } from '@/app/session';
import { Link } from '@/components/Link';
import { PageTitle } from '@/components/PageTitle';
import { EmptyState } from '@/components/States';
import { notifyDone } from '@/lib/notify';
import { useRepositoryChange } from '@/pages/repository/queries';
import { addOwner, removeOwner } from './changes';
import { ConfirmDialog } from './ConfirmDialog';
import { useCrate, useCrateName } from './use_crate';

/** Who may publish versions of a crate. */
export function OwnersPage() {
  const crate = useCrate();
  return (
    <>
      <PageTitle
        order={2}
        title={`Owners of ${crate.name}`}
        description="They may publish, yank and name other owners, besides whoever administers the repository."
      >
        Owners
      </PageTitle>
      <Stack gap="lg" maw={640}>
        {crate.owners.length === 0 ? (
          <EmptyState title="Nobody owns it">Only who administers the repository may publish it.</EmptyState>
        ) : (
          <OwnerList />
        )}
        {crate.may.change_owners && <AddOwner />}
      </Stack>
    </>
  );
}

function OwnerList() {
  const { name: spelled, owners, may } = useCrate();
  const crate = useCrateName();
  const { user } = useSession();
  const [leaving, setLeaving] = useState<string>();
  const [opened, setOpened] = useState(false);
  return (
    <Stack gap="xs" component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
      {owners.map(({ slug, name }) => (
        <Paper component="li" key={slug} withBorder px="md" py="xs">
          <Group justify="space-between" wrap="nowrap" mih={36}>
            <Text style={{ overflowWrap: 'anywhere' }}>
              <Link to="/$namespace" params={{ namespace: slug }} underline="always" inherit>
                {slug}
              </Link>
              {name !== slug && ` (${name})`}
              {slug === user?.slug && ' – you'}
            </Text>
            {may.change_owners && (
              <Button
                size="xs"
                variant="default"
                onClick={() => {
                  setLeaving(slug);
                  setOpened(true);
                }}
                aria-label={`Remove ${slug}`}
              >
                Remove
              </Button>
            )}
          </Group>
        </Paper>
      ))}
      {leaving !== undefined && (
        <ConfirmDialog
          opened={opened}
          onClose={() => setOpened(false)}
          title={`Remove ${leaving} from the owners of ${spelled}`}
          action="Remove"
          done={`${leaving} is no longer an owner of ${spelled}.`}
          run={() => removeOwner(crate, leaving)}
        >
          {leaving === user?.slug
            ? 'You may then no longer publish it, nor make yourself an owner again, unless you administer the repository.'
            : `${leaving} may then no longer publish it. Versions that ${leaving} published stay.`}
        </ConfirmDialog>
      )}
    </Stack>
  );
}

function AddOwner() {
  const crate = useCrateName();
  const changed = useRepositoryChange();
  const [slug, setSlug] = useState('');
  const add = useMutation({
    mutationFn: () => addOwner(crate, slug.trim()),
    onSuccess: async () => {
      notifyDone(`${slug.trim()} is an owner of ${crate.crate}.`);
      setSlug('');
      await changed();
    },
  });
  const field = add.error instanceof ApiError ? add.error.fields.owners : undefined;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (slug.trim() !== '') add.mutate();
      }}
    >
      <Stack gap="sm">
        <Group align="flex-end" gap="sm">
          <TextInput
            label="Add an owner"
            placeholder="User name"
            value={slug}
            onChange={(event) => setSlug(event.currentTarget.value)}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            error={field !== undefined}
            aria-describedby={add.isError ? 'owner-refused' : undefined}
            style={{ flex: '1 1 240px' }}
          />
          <Button type="submit" loading={add.isPending} disabled={slug.trim() === ''}>
            Add
          </Button>
        </Group>
        {add.isError && (
          <Alert color="red" role="alert" id="owner-refused">
            {field ?? sentenceOf(add.error)}
          </Alert>
        )}
      </Stack>
    </form>
  );
}

import { Alert, Radio, Stack, Textarea, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { repositoryKey, usePlace, useRepository } from '../queries';
import { pick } from './fields';
import { SaveRow, SettingsGroup } from './Group';
import { useSettingsForm } from './use_settings_form';

/** What the repository is called, and who may read it. */
export function General() {
  const place = usePlace();
  const repository = useRepository();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { form, submit, isSaving, failure } = useSettingsForm(
    pick(repository, ['name', 'slug', 'description', 'repository_type_str']),
    (changes) => changes,
    async ({ slug }) => {
      if (slug === place.repository) return;
      await navigate({
        to: '/$namespace/$repository/settings',
        params: { ...place, repository: slug },
        replace: true,
      });
      client.removeQueries({ queryKey: repositoryKey(place) });
    },
  );
  const isRenamed = form.values.slug !== repository.slug;
  const willBePublic = !repository.is_public && form.values.repository_type_str === 'Public';
  return (
    <SettingsGroup title="General">
      <form onSubmit={submit}>
        <Stack>
          <TextInput label="Name" required maxLength={50} {...form.getInputProps('name')} />
          <TextInput
            label="Name in URLs"
            required
            maxLength={50}
            autoCapitalize="none"
            spellCheck={false}
            {...form.getInputProps('slug')}
          />
          {isRenamed && (
            <Alert color="orange" title="Every address of this repository changes" role="status">
              Cargo knows a registry by its address: it must be set up anew everywhere, and Cargo.lock files that name
              the old address no longer build. The old address is not forwarded.
            </Alert>
          )}
          <Textarea label="Description" maxLength={1000} autosize minRows={2} {...form.getInputProps('description')} />
          <Radio.Group label="Who may read it" {...form.getInputProps('repository_type_str')}>
            <Stack mt="xs" gap="sm">
              <Radio
                value="Private"
                label="Private"
                description="Whoever has a privilege here or an entitlement token. To others it does not exist."
              />
              <Radio value="Public" label="Public" description="Everybody, without signing in." />
            </Stack>
          </Radio.Group>
          {willBePublic && (
            <Alert color="orange" role="status">
              Everybody will be able to read all crates of this repository, with their source.
            </Alert>
          )}
          <SaveRow isDirty={form.isDirty()} isSaving={isSaving} failure={failure} />
        </Stack>
      </form>
    </SettingsGroup>
  );
}

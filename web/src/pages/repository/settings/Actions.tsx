import { Checkbox, NativeSelect, SimpleGrid, Stack, Switch } from '@mantine/core';
import { useRepository } from '../queries';
import { kActionFields, kLeastFields, kUploadFlags, pick } from './fields';
import { SaveRow, SettingsGroup } from './Group';
import { useSettingsForm } from './use_settings_form';

const kDefault = ['None', 'Read', 'Write', 'Admin'] as const;

/** Which privilege is needed for what. */
export function Actions() {
  const repository = useRepository();
  const { form, submit, isSaving, failure } = useSettingsForm(
    pick(repository, [
      'default_privilege',
      ...kActionFields.flatMap(({ least, own }) => [least, own]),
      ...kLeastFields.map(({ name }) => name),
    ]),
    (changes) => changes,
  );
  return (
    <SettingsGroup
      title="Who may do what"
      description="Read is enough to build with crates, Write to publish, Admin for everything. Owners and Managers of the organisation have Admin."
    >
      <form onSubmit={submit}>
        <Stack>
          <NativeSelect
            label="Every member of the organisation has"
            data={[...kDefault]}
            maw={400}
            {...form.getInputProps('default_privilege')}
          />
          <SimpleGrid cols={{ base: 1, sm: 2 }} verticalSpacing="lg">
            {kActionFields.map(({ least, own, label, ownLabel, from }) => (
              <Stack key={least} gap="xs">
                <NativeSelect label={label} data={needs(from)} {...form.getInputProps(least)} />
                <Checkbox label={ownLabel} {...form.getInputProps(own, { type: 'checkbox' })} />
              </Stack>
            ))}
            {kLeastFields.map(({ name, label, from }) => (
              <NativeSelect key={name} label={label} data={needs(from)} {...form.getInputProps(name)} />
            ))}
          </SimpleGrid>
          <SaveRow isDirty={form.isDirty()} isSaving={isSaving} failure={failure} />
        </Stack>
      </form>
    </SettingsGroup>
  );
}

function needs(privileges: ReadonlyArray<'Read' | 'Write' | 'Admin'>) {
  return privileges.map((value) => ({ value, label: `Needs ${value}` }));
}

/** How uploads are understood. */
export function Uploads() {
  const repository = useRepository();
  const { form, submit, isSaving, failure } = useSettingsForm(
    pick(
      repository,
      kUploadFlags.map(({ name }) => name),
    ),
    (changes) => changes,
  );
  return (
    <SettingsGroup title="Uploads">
      <form onSubmit={submit}>
        <Stack>
          {kUploadFlags.map(({ name, label, description }) => (
            <Switch
              key={name}
              label={label}
              description={description}
              {...form.getInputProps(name, { type: 'checkbox' })}
            />
          ))}
          <SaveRow isDirty={form.isDirty()} isSaving={isSaving} failure={failure} />
        </Stack>
      </form>
    </SettingsGroup>
  );
}

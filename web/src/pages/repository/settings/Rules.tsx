import { Accordion, NumberInput, SimpleGrid, Stack, Switch } from '@mantine/core';
import type { ReactNode } from 'react';
import { useRepository } from '../queries';
import { kCountRules, kRateRules, kRuleFlags, kSizeRules, type NumberField } from './fields';
import { SaveRow, SettingsGroup } from './Group';
import { useSettingsForm } from './use_settings_form';

const kParts: ReadonlyArray<readonly [title: string, fields: readonly NumberField[]]> = [
  ['Sizes', kSizeRules],
  ['Numbers', kCountRules],
  ['How often one may publish', kRateRules],
];

/** What a version must be like to be taken in. */
export function Rules() {
  const { publish_rules } = useRepository();
  const { form, submit, isSaving, failure } = useSettingsForm(publish_rules, (changes) => ({ publish_rules: changes }));
  const part = (title: string, children: ReactNode) => (
    <Accordion.Item key={title} value={title}>
      <Accordion.Control>{title}</Accordion.Control>
      <Accordion.Panel>{children}</Accordion.Panel>
    </Accordion.Item>
  );
  return (
    <SettingsGroup
      title="Publish rules"
      description="What is published or uploaded must keep them; what is here already stays."
    >
      <form onSubmit={submit} noValidate>
        <Stack>
          <Accordion multiple defaultValue={['Content']} variant="contained" order={3}>
            {part(
              'Content',
              <Stack>
                {kRuleFlags.map(({ name, label, description }) => (
                  <Switch
                    key={name}
                    label={label}
                    description={description}
                    {...form.getInputProps(name, { type: 'checkbox' })}
                  />
                ))}
              </Stack>,
            )}
            {kParts.map(([title, fields]) =>
              part(
                title,
                <SimpleGrid cols={{ base: 1, sm: 2 }}>
                  {fields.map(({ name, label, description, unit }) => (
                    <NumberInput
                      key={name}
                      label={label}
                      description={description}
                      inputWrapperOrder={['label', 'input', 'description', 'error']}
                      min={0}
                      allowDecimal={false}
                      thousandSeparator=","
                      suffix={unit === undefined ? undefined : ` ${unit}`}
                      {...form.getInputProps(name)}
                    />
                  ))}
                </SimpleGrid>,
              ),
            )}
          </Accordion>
          <SaveRow isDirty={form.isDirty()} isSaving={isSaving} failure={failure} />
        </Stack>
      </form>
    </SettingsGroup>
  );
}

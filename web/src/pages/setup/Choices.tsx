import { Chip, Fieldset, Group, NativeSelect, Radio, Stack, Text } from '@mantine/core';
import type { SchemaSetup, SchemaSetupChoice } from '@/api/schema';
import { kDimensions, type DimensionName } from './search';

interface OneOf {
  question: string;
  name: DimensionName;
  choices: SchemaSetupChoice[];
  chosen: string;
  onChoose: (choice: SchemaSetupChoice) => void;
}

/** All values at a glance, with why some do not go together with the rest. */
function Radios({ question, name, choices, chosen, onChoose }: OneOf) {
  return (
    <Radio.Group
      label={question}
      name={name}
      value={chosen}
      onChange={(value) => onChoose(choices.find((choice) => choice.value === value)!)}
    >
      <Stack gap={8} mt={6}>
        {choices.map((choice) => (
          <Radio
            key={choice.value}
            value={choice.value}
            label={choice.label}
            description={choice.value === chosen ? choice.note : (choice.why_not ?? undefined)}
            disabled={choice.selection === null}
            size="sm"
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}

/** The same where there is little room; the system's own list is the best one on a phone. */
function Select({ question, name, choices, chosen, onChoose }: OneOf) {
  const current = choices.find(({ value }) => value === chosen);
  return (
    <NativeSelect
      label={question}
      name={name}
      description={current?.note}
      inputWrapperOrder={['label', 'input', 'description']}
      value={chosen}
      onChange={(event) => onChoose(choices.find(({ value }) => value === event.currentTarget.value)!)}
      data={choices.map(({ value, label, is_fitting, selection }) => ({
        value,
        label:
          is_fitting || value === chosen
            ? label
            : `${label} (${selection === null ? 'not here' : 'changes other choices'})`,
        disabled: selection === null,
      }))}
    />
  );
}

interface Properties {
  setup: SchemaSetup;
  layout: 'radios' | 'selects';
  onChoose: (choice: SchemaSetupChoice, clicked: DimensionName) => void;
}

export function Choices({ setup, layout, onChoose }: Properties) {
  const One = layout === 'radios' ? Radios : Select;
  return (
    <>
      {kDimensions.map(({ name, question }) => (
        <One
          key={name}
          name={name}
          question={question}
          choices={setup.choices[name]}
          chosen={setup.chosen[name]}
          onChoose={(choice) => onChoose(choice, name)}
        />
      ))}
    </>
  );
}

/** What for: several at once. */
export function Tasks({ setup, onToggle }: { setup: SchemaSetup; onToggle: (choice: SchemaSetupChoice) => void }) {
  const unfit = setup.choices.task.filter(({ is_fitting }) => !is_fitting);
  return (
    <Fieldset legend={<Text fw={600}>What for</Text>} variant="unstyled">
      <Group gap={8} mt={6}>
        {setup.choices.task.map((choice) => (
          <Chip
            key={choice.value}
            checked={setup.chosen.task.includes(choice.value)}
            onChange={() => onToggle(choice)}
            disabled={choice.selection === null}
          >
            {choice.label}
          </Chip>
        ))}
      </Group>
      {unfit.length > 0 && (
        <Stack gap={2} mt={8}>
          {reasons(unfit).map(({ why, labels }) => (
            <Text key={why} size="xs" c="dimmed">
              {labels.join(', ')}: {why}
            </Text>
          ))}
        </Stack>
      )}
    </Fieldset>
  );
}

/** Each reason once, with all that it stands in the way of. */
function reasons(unfit: SchemaSetupChoice[]): Array<{ why: string; labels: string[] }> {
  const found = new Map<string, string[]>();
  for (const { why_not, label } of unfit) {
    const why = why_not ?? '';
    found.set(why, [...(found.get(why) ?? []), label]);
  }
  return [...found].map(([why, labels]) => ({ why, labels }));
}

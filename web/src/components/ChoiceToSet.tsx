import { Button, Group, NativeSelect } from '@mantine/core';
import { useRef, useState } from 'react';

interface Properties<Choice extends string> {
  /** What is chosen, as "Role of alice". */
  label: string;
  /** What the button does, as "Set the role of alice". */
  action: string;
  choices: readonly Choice[];
  /** What holds. */
  value: Choice;
  onSet: (choice: Choice) => void;
  isPending: boolean;
  width?: number;
}

/** A choice that takes effect by a button: the arrow keys of a select pass by choices that nobody wants. */
export function ChoiceToSet<Choice extends string>(properties: Properties<Choice>) {
  const { label, action, choices, value, onSet, isPending, width = 150 } = properties;
  const select = useRef<HTMLSelectElement>(null);
  const [chosen, setChosen] = useState<Choice>();
  if (chosen === value) setChosen(undefined); // it holds now, and what comes later is shown
  const set = () => {
    if (chosen === undefined) return;
    select.current?.focus(); // the button goes when it is done
    onSet(chosen);
  };
  return (
    <Group gap="xs">
      <NativeSelect
        ref={select}
        aria-label={label}
        w={width}
        data={[...choices]}
        value={chosen ?? value}
        onChange={({ currentTarget }) => setChosen(currentTarget.value as Choice)}
      />
      {chosen !== undefined && chosen !== value && (
        <Button size="xs" variant="default" aria-label={action} onClick={set} loading={isPending}>
          Set
        </Button>
      )}
    </Group>
  );
}

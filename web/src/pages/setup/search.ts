import type { SchemaSetup, SchemaSetupChoice } from '@/api/schema';
import type { SetupSearch } from '@/pages/repository/searches';

/** From what stands in the page's address to what the server is asked, and from a click to the next address. Pure. */

export type DimensionName = 'protocol' | 'cargo' | 'credential' | 'store';

export const kDimensions: ReadonlyArray<{ name: DimensionName; question: string }> = [
  { name: 'protocol', question: 'How cargo reads' },
  { name: 'cargo', question: 'Which cargo' },
  { name: 'credential', question: 'Who you are' },
  { name: 'store', question: 'Where it goes' },
];

/** Whoever comes with a token wants it used, unless the address says otherwise. */
export function questionOf({ token, ...search }: SetupSearch): Omit<SetupSearch, 'token'> {
  if (token === undefined || search.credential !== undefined || search.protocol !== undefined) return search;
  return { ...search, credential: 'entitlement' };
}

/** The address with this value chosen, and with what must change with it. */
export function withChoice(search: SetupSearch, choice: SchemaSetupChoice): SetupSearch {
  return choice.selection === null ? search : { ...search, ...choice.selection };
}

/** What is chosen otherwise after this click than before, but for the choice itself, in the server's words. */
export function alsoChanged(setup: SchemaSetup, chosen: SchemaSetupChoice, clicked?: DimensionName): string[] {
  const { selection } = chosen;
  if (selection === null) return [];
  return kDimensions
    .filter(({ name }) => name !== clicked && selection[name] !== setup.chosen[name])
    .map(({ name, question }) => {
      const label = setup.choices[name].find(({ value }) => value === selection[name])?.label ?? selection[name];
      return `${question}: ${label}`;
    });
}

/** Adds or takes away a task. All that fit, and none, are told by saying nothing. */
export function withTask(search: SetupSearch, setup: SchemaSetup, choice: SchemaSetupChoice): SetupSearch {
  const now = setup.chosen.task;
  const next = now.includes(choice.value)
    ? now.filter((value) => value !== choice.value)
    : setup.choices.task.map(({ value }) => value).filter((value) => value === choice.value || now.includes(value));
  const base = choice.is_fitting ? search : withChoice(search, choice);
  const fitting = setup.choices.task.filter(({ is_fitting }) => is_fitting).map(({ value }) => value);
  const isAll = choice.is_fitting
    ? next.length === 0 || fitting.every((value) => next.includes(value))
    : search.task === undefined;
  return { ...base, task: isAll ? undefined : next.join(',') };
}

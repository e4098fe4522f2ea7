import { describe, expect, it } from 'vitest';
import type { SchemaSetup, SchemaSetupChoice, SchemaSetupSelection } from '@/api/schema';
import { alsoChanged, questionOf, withChoice, withoutChoices, withTask } from './search';

const kSelection: SchemaSetupSelection = {
  protocol: 'sparse',
  cargo: '1.74',
  credential: 'entitlement',
  store: 'config',
};

function choice(value: string, selection: SchemaSetupSelection | null = kSelection, fits = true): SchemaSetupChoice {
  return { value, label: value.toUpperCase(), note: '', is_fitting: fits, why_not: fits ? null : 'No.', selection };
}

const kOlder = choice('older', { ...kSelection, cargo: 'older', protocol: 'git' }, false);
const kPublish = choice('publish', { ...kSelection, credential: 'api-key' }, false);
const kSetup: SchemaSetup = {
  registry: 'acme-tools',
  index: '',
  choices: {
    protocol: [choice('sparse'), choice('git', { ...kSelection, protocol: 'git' })],
    cargo: [choice('1.74'), kOlder],
    credential: [choice('api-key', { ...kSelection, credential: 'api-key' }), choice('entitlement')],
    store: [choice('config')],
    task: [choice('depend'), choice('install'), kPublish],
  },
  chosen: { ...kSelection, task: ['depend', 'install'], crate: 'serde', version: '1.0.0' },
  sections: [],
  notes: [],
  troubleshooting: [],
};

describe('the address of a set-up page', () => {
  it('that names a token only asks for the lines with a token', () => {
    expect(questionOf({ token: 'abc', crate: 'x' })).toEqual({ crate: 'x', credential: 'entitlement' });
    expect(questionOf({ token: 'abc', protocol: 'sparse-token' })).toEqual({ protocol: 'sparse-token' });
    expect(questionOf({ token: 'abc', credential: 'api-key' })).toEqual({ credential: 'api-key' });
    expect(questionOf({ store: 'gitlab' })).toEqual({ store: 'gitlab' });
  });

  it('takes what must change with a choice', () => {
    expect(withChoice({ crate: 'x' }, kOlder)).toEqual({ crate: 'x', ...kSelection, cargo: 'older', protocol: 'git' });
    expect(withChoice({ crate: 'x' }, choice('none', null, false))).toEqual({ crate: 'x' });
    expect(alsoChanged(kSetup, kOlder, 'cargo')).toEqual(['How cargo reads: GIT']);
    expect(alsoChanged(kSetup, kPublish)).toEqual(['Who you are: API-KEY']);
  });

  it('names tasks only where they are not all that fit', () => {
    const without = withTask({}, kSetup, kSetup.choices.task[1]!);
    expect(without).toEqual({ task: 'depend' });
    const one: SchemaSetup = { ...kSetup, chosen: { ...kSetup.chosen, task: ['depend'] } };
    expect(withTask({ task: 'depend' }, one, kSetup.choices.task[0]!).task).toBeUndefined();
    expect(withTask({ task: 'depend' }, one, kSetup.choices.task[1]!).task).toBeUndefined();
  });

  it('changes the other choices for a task that does not fit them', () => {
    expect(withTask({}, kSetup, kPublish)).toEqual({ ...kSelection, credential: 'api-key', task: undefined });
    const one: SchemaSetup = { ...kSetup, chosen: { ...kSetup.chosen, task: ['depend'] } };
    expect(withTask({ task: 'depend' }, one, kPublish)).toEqual({
      ...kSelection,
      credential: 'api-key',
      task: 'depend,publish',
    });
  });

  it('keeps the names when it begins again', () => {
    expect(withoutChoices({ crate: 'x', store: 'gitlab', task: 'publish' })).toEqual({ crate: 'x' });
  });
});

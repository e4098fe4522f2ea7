import { describe, expect, it } from 'vitest';
import { byDay, kindWords, splitSentence, withNewer } from './events';

describe('a sentence', () => {
  it('is split around the crate and its version', () => {
    expect(splitSentence('alice published serde 1.0.2', 'serde', '1.0.2')).toEqual({
      before: 'alice published ',
      named: 'serde 1.0.2',
      after: '',
    });
    expect(splitSentence('alice made bob an owner of serde', 'serde', null).named).toBe('serde');
  });
  it('takes the crate and not an actor of the same name', () => {
    expect(splitSentence('tea yanked tea 1.0.0', 'tea', '1.0.0').before).toBe('tea yanked ');
  });
  it('stays whole where it names none', () => {
    expect(splitSentence('alice changed the settings of tools', null, null)).toEqual({
      before: 'alice changed the settings of tools',
      named: '',
      after: '',
    });
  });
});

describe('events', () => {
  it('are put together by day', () => {
    const days = byDay([
      { at: '2026-03-02T12:00:00Z' },
      { at: '2026-03-01T13:00:00Z' },
      { at: '2026-03-01T12:00:00Z' },
    ]);
    expect(days.map(({ day, events }) => [day, events.length])).toEqual([
      ['Monday, 2 March 2026', 1],
      ['Sunday, 1 March 2026', 2],
    ]);
  });
  it('that are newer come above, none twice, none too many', () => {
    const at = (...sequences: number[]) => sequences.map((sequence) => ({ sequence }));
    expect(withNewer(at(5, 4, 3), at(3, 2, 1), 4)).toEqual(at(5, 4, 3, 2));
  });
  it('have kinds in words', () => expect(kindWords('owner_added')).toBe('owner added'));
});

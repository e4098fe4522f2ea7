import { describe, expect, it } from 'vitest';
import { troublesFor } from './troubles';

const kNoToken = {
  error: 'no token found for `acme-tools`',
  cause: 'The repository is private, and cargo has no token for it.',
  fix: 'Let cargo ask for one.',
  code: 'cargo login --registry acme-tools\n',
};
const kNoCrate = { error: 'no matching package named', cause: 'No such crate.', fix: 'Look at the name.', code: null };
const kAll = [kNoToken, kNoCrate];

describe('troubles', () => {
  it('are all shown while nothing is looked for', () => {
    expect(troublesFor(kAll, '  ')).toEqual(kAll);
  });
  it('are found by words anywhere in them', () => {
    expect(troublesFor(kAll, 'PRIVATE  token')).toEqual([kNoToken]);
    expect(troublesFor(kAll, 'look name')).toEqual([kNoCrate]);
    expect(troublesFor(kAll, 'certificate')).toEqual([]);
  });
  it('are found in what cargo printed, whole and with line breaks', () => {
    const output =
      '    Updating index\nerror: failed to get `x`\n\nCaused by:\n  No matching\n  package named `x` found\n';
    expect(troublesFor(kAll, output)).toEqual([kNoCrate]);
  });
});

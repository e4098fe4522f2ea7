import { useState } from 'react';
import { passwordFault } from '@/lib/password';
import { SecretInput } from './SecretInput';

/** A password that is being chosen, typed twice. */
export interface ChosenPassword {
  password: string;
  again: string;
}

export const kNoPassword: ChosenPassword = { password: '', again: '' };

export function isChosen({ password, again }: ChosenPassword): boolean {
  return passwordFault(password) === undefined && password === again;
}

interface Properties {
  chosen: ChosenPassword;
  onChange: (chosen: ChosenPassword) => void;
  /** What the server says against it. */
  refusal?: string;
  /** Somebody has tried to go on: say what is wrong at once. */
  insist?: boolean;
}

/** The two fields; what is wrong is said when a field is left, not while one types. */
export function NewPassword({ chosen, onChange, refusal, insist = false }: Properties) {
  const [left, setLeft] = useState({ password: false, again: false });
  const fault = insist || (left.password && chosen.password !== '') ? passwordFault(chosen.password) : undefined;
  const differs = (insist || (left.again && chosen.again !== '')) && chosen.again !== chosen.password;
  return (
    <>
      <SecretInput
        label="New password"
        description="At least 8 characters. A few words that belong together only for you are better than one with signs."
        autoComplete="new-password"
        required
        value={chosen.password}
        onChange={(event) => onChange({ ...chosen, password: event.currentTarget.value })}
        onBlur={() => setLeft((before) => ({ ...before, password: true }))}
        error={refusal ?? fault}
      />
      <SecretInput
        label="The same password again"
        autoComplete="new-password"
        required
        value={chosen.again}
        onChange={(event) => onChange({ ...chosen, again: event.currentTarget.value })}
        onBlur={() => setLeft((before) => ({ ...before, again: true }))}
        error={differs ? 'This is not the same as above.' : undefined}
      />
    </>
  );
}

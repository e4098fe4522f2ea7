import { MantineProvider } from '@mantine/core';
import { cleanup, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { ChoiceToSet } from './ChoiceToSet';

beforeAll(() => {
  window.matchMedia = vi.fn().mockReturnValue({ matches: false, addEventListener() {}, removeEventListener() {} });
});
afterEach(cleanup);

const onSet = vi.fn();
const choice = (value: string, isPending = false) => (
  <MantineProvider env="test">
    <ChoiceToSet
      label="Role of alice"
      action="Set the role of alice"
      choices={['Owner', 'Manager', 'Member']}
      value={value}
      onSet={onSet}
      isPending={isPending}
    />
  </MantineProvider>
);
const button = () => screen.queryByRole('button', { name: 'Set the role of alice' });

describe('a choice', () => {
  it('takes effect by the button alone, which is there when it differs from what holds', async () => {
    const { rerender } = render(choice('Member'));
    const select = screen.getByRole('combobox', { name: 'Role of alice' });
    expect(button()).toBeNull();
    await userEvent.selectOptions(select, 'Manager');
    expect(onSet).not.toHaveBeenCalled();
    await userEvent.click(button()!);
    expect(onSet.mock.calls).toEqual([['Manager']]);
    expect(select).toHaveFocus();
    rerender(choice('Member', true));
    expect(select).toBeEnabled();
    rerender(choice('Manager'));
    expect(select).toHaveValue('Manager');
    expect(button()).toBeNull();
  });
  it('is gone when one goes back to what holds, and follows it then', async () => {
    const { rerender } = render(choice('Member'));
    const select = screen.getByRole('combobox', { name: 'Role of alice' });
    await userEvent.selectOptions(select, 'Owner');
    await userEvent.selectOptions(select, 'Member');
    expect(button()).toBeNull();
    rerender(choice('Manager'));
    expect(select).toHaveValue('Manager');
    expect(button()).toBeNull();
  });
});

import { MantineProvider } from '@mantine/core';
import { cleanup, fireEvent, render } from '@testing-library/react';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import type { Hunk } from './diff_rows';
import { DiffRows } from './DiffRows';

beforeAll(() => {
  window.matchMedia = vi.fn().mockReturnValue({ matches: false, addEventListener() {}, removeEventListener() {} });
});
afterEach(cleanup);

it('a large difference is shown part by part', () => {
  const hunk: Hunk = {
    title: '@@ -0,0 +1,3000 @@',
    rows: Array.from({ length: 3000 }, (_, at) => ({ kind: 'added', after: at + 1, text: 'x' })),
  };
  const { container } = render(
    <MantineProvider env="test">
      <DiffRows hunks={[hunk]} path="src/lib.rs" isSplit={false} />
    </MantineProvider>,
  );
  const rows = () => container.querySelectorAll('tr').length - 1;
  expect(rows()).toBe(2000);
  expect(container.textContent).toMatch(/2,000 of 3,000 lines are shown/);
  fireEvent.click(container.querySelector('button')!);
  expect(rows()).toBe(3000);
  expect(container.querySelector('button')).toBeNull();
  expect(container.querySelector('[role="region"]')).toHaveFocus();
}, 20_000);

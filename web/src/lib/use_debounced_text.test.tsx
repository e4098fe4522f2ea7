import { act, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useDebouncedText } from './use_debounced_text';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('commits once, when typing rests', () => {
  const commit = vi.fn();
  const { result } = renderHook(() => useDebouncedText('', commit, 250));
  act(() => result.current[1]('s'));
  act(() => void vi.advanceTimersByTime(200));
  act(() => result.current[1]('se'));
  expect(commit).not.toHaveBeenCalled();
  act(() => void vi.advanceTimersByTime(250));
  expect(commit.mock.calls).toEqual([['se']]);
});

it('follows a change from outside, but not the echo of its own while somebody types on', () => {
  const commit = vi.fn();
  const { result, rerender } = renderHook(({ committed }) => useDebouncedText(committed, commit, 250), {
    initialProps: { committed: 'old' },
  });
  act(() => result.current[1]('ser'));
  act(() => void vi.advanceTimersByTime(250));
  act(() => result.current[1]('serd'));
  rerender({ committed: 'ser' });
  expect(result.current[0]).toBe('serd');
  act(() => void vi.advanceTimersByTime(250));
  rerender({ committed: 'serd' });
  rerender({ committed: 'old' });
  expect(result.current[0]).toBe('old');
});

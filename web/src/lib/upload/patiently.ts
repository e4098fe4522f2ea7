import { ApiError } from '@/api/errors';

const kAttempts = 5;
const kFirstPause = 250;
const kLongestPause = 90_000;

/** How long to wait before the next attempt, in milliseconds; undefined when another would be no better. */
export function pauseAfter(error: unknown, attempt: number): number | undefined {
  if (attempt >= kAttempts || !(error instanceof ApiError)) return undefined;
  if (error.status === 429) return Math.min((error.retryAfter ?? 1) * 1000, kLongestPause);
  if (error.status === 0 || error.status >= 500) return kFirstPause * 2 ** attempt;
  return undefined;
}

function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((done, failed) => {
    const stop = () => {
      clearTimeout(timer);
      failed(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      done();
    }, milliseconds);
    signal.addEventListener('abort', stop, { once: true });
  });
}

/** Again after a pause, each twice the one before, while the server may only be away for a moment. */
export async function patiently<T>(call: () => Promise<T>, signal: AbortSignal, wait = sleep): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    signal.throwIfAborted();
    try {
      return await call();
    } catch (error) {
      signal.throwIfAborted();
      const pause = pauseAfter(error, attempt);
      if (pause === undefined) throw error;
      await wait(pause, signal);
    }
  }
}

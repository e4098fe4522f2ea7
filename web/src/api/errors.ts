/** An answer that refuses, or none at all. `message` is the server's sentence, meant for people. */
export class ApiError extends Error {
  constructor(
    /** HTTP status; 0 when no answer came. */
    readonly status: number,
    message: string,
    /** Sentences by the name of the field they are about. */
    readonly fields: Readonly<Record<string, string>> = {},
    /** A word for programs, where the server gives one. */
    readonly code = '',
    /** Seconds to wait before trying again, where the server asks for it. */
    readonly retryAfter?: number,
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

const kUnreachable = 'The server cannot be reached. Check the connection; this page tries again by itself.';

const kByStatus: Readonly<Record<number, string>> = {
  0: kUnreachable,
  401: 'You are not signed in, or no longer.',
  403: 'You may not do this.',
  404: 'There is nothing here, or nothing you may see.',
  413: 'This is larger than the server takes.',
  429: 'Too many requests in a short time. Wait a moment and try again.',
  502: 'A proxy in front of the server got no answer from it.',
  503: 'The server is busy or starting. Try again in a moment.',
};

/** Where the server's sentence is for those who write programs. */
const kByCode: Readonly<Record<string, string>> = {
  csrf: 'You were signed in anew since this page was opened, in another tab perhaps. Try once more.',
};

/** What the server says to programs that showed nothing. */
const kNobody = 'Authentication credentials were not provided.';

interface ErrorBody {
  detail?: unknown;
  code?: unknown;
  fields?: unknown;
}

function fieldSentences(fields: unknown): Record<string, string> {
  if (typeof fields !== 'object' || fields === null) return {};
  return Object.fromEntries(
    Object.entries(fields).map(([name, sentences]) => [
      name,
      Array.isArray(sentences) ? sentences.map(String).join(' ') : String(sentences),
    ]),
  );
}

/** Turns any answer that refuses, whatever its body is, into an ApiError. */
export function errorOf(response: Pick<Response, 'status' | 'headers'>, body: unknown): ApiError {
  const { detail, code, fields } = (typeof body === 'object' && body !== null ? body : {}) as ErrorBody;
  const isNobody = detail === kNobody;
  const sentence =
    (typeof code === 'string' ? kByCode[code] : undefined) ??
    (typeof detail === 'string' && detail !== '' && !isNobody
      ? detail
      : (kByStatus[response.status] ?? `The server answered with status ${response.status}.`));
  const wait = Number(response.headers.get('retry-after') ?? NaN);
  return new ApiError(
    response.status,
    sentence,
    fieldSentences(fields),
    typeof code === 'string' ? code : '',
    Number.isFinite(wait) ? wait : undefined,
  );
}

export function unreachable(): ApiError {
  return new ApiError(0, kUnreachable);
}

/** The sentence of any failure. */
export function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

import createClient, { type FetchResponse, type Middleware } from 'openapi-fetch';
import { base } from './base';
import { ApiError, errorOf, unreachable } from './errors';
import type { paths } from './schema';

let csrfToken = '';

/** The session's token, which every change must show (see app/session.ts). */
export function setCsrfToken(token: string): void {
  csrfToken = token;
}

/** The fields that a change needs beside the cookie; for what is not sent by `api` (uploads with progress). */
export function changeFields(): Record<string, string> {
  return csrfToken === '' ? {} : { 'X-CSRF-Token': csrfToken };
}

/** For what a page asks again and again while nobody need be there: it does not keep the session alive. */
export const kUnattended = { 'X-Entrepot-Unattended': '1' } as const;

let hearRefusal: (error: ApiError) => void = () => undefined;

/** Who is told of every answer that refuses (app/query_client.ts looks at the session then). One for the whole page. */
export function onRefusal(hear: (error: ApiError) => void): void {
  hearRefusal = hear;
}

/** An answer that refuses, as an error; all that talks to the server makes its errors here. */
export function refusalOf(response: Pick<Response, 'status' | 'headers'>, body: unknown): ApiError {
  const error = errorOf(response, body);
  hearRefusal(error);
  return error;
}

const kReading = new Set(['GET', 'HEAD']);

const csrf: Middleware = {
  onRequest({ request }) {
    if (!kReading.has(request.method)) {
      for (const [name, content] of Object.entries(changeFields())) request.headers.set(name, content);
    }
    return request;
  },
  onError() {
    return unreachable();
  },
};

/** The server's API, typed by its own description. */
export const api = createClient<paths>({ baseUrl: base, credentials: 'same-origin' });
api.use(csrf);

/** The body of an answer, or a thrown ApiError: what queries and mutations of TanStack Query want. */
export async function take<T extends Record<string | number, unknown>, O, M extends `${string}/${string}`>(
  answer: Promise<FetchResponse<T, O, M>>,
): Promise<Exclude<FetchResponse<T, O, M>['data'], undefined>> {
  const { data, error, response } = await answer;
  if (!response.ok) throw refusalOf(response, error);
  return data as Exclude<FetchResponse<T, O, M>['data'], undefined>;
}

export interface Page<Row> {
  rows: Row[];
  /** How many there are on all pages. */
  total: number;
  pages: number;
}

/** The same for lists whose totals stand in the header fields X-Pagination-…; `rowsOf` finds the rows in the body. */
export async function takePage<T extends Record<string | number, unknown>, O, M extends `${string}/${string}`, Row>(
  answer: Promise<FetchResponse<T, O, M>>,
  rowsOf: (body: Exclude<FetchResponse<T, O, M>['data'], undefined>) => Row[],
): Promise<Page<Row>> {
  const { data, error, response } = await answer;
  if (!response.ok) throw refusalOf(response, error);
  const rows = rowsOf(data as Exclude<FetchResponse<T, O, M>['data'], undefined>);
  const number = (name: string, otherwise: number) => Number(response.headers.get(name) ?? otherwise);
  return {
    rows,
    total: number('x-pagination-count', rows.length),
    pages: Math.max(1, number('x-pagination-pagetotal', 1)),
  };
}

/** For bodies that are no JSON: the text of a file. */
export async function takeText(path: string): Promise<string> {
  let response: Response;
  try {
    response = await fetch(base + path, { credentials: 'same-origin' });
  } catch {
    throw unreachable();
  }
  if (!response.ok) throw refusalOf(response, await response.json().catch(() => undefined));
  return response.text();
}

export { ApiError };

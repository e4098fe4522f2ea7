/** The management API as a program uses it, to bring a server into the state in which a story begins. */
export class Api {
  constructor(
    readonly url: string,
    private readonly key: string,
  ) {}

  async send(method: string, path: string, body?: unknown): Promise<Response> {
    const bytes = body instanceof Uint8Array;
    return fetch(this.url + path, {
      method,
      headers: {
        Authorization: `Token ${this.key}`,
        ...(body !== undefined && { 'Content-Type': bytes ? 'application/octet-stream' : 'application/json' }),
      },
      body: body === undefined ? undefined : bytes ? (body as BodyInit) : JSON.stringify(body),
    });
  }

  /** The answer's body; a refusal is a mistake of the story. */
  async call<Answer = unknown>(method: string, path: string, body?: unknown): Promise<Answer> {
    const answer = await this.send(method, path, body);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as Answer;
  }

  get<Answer>(path: string): Promise<Answer> {
    return this.call<Answer>('GET', path);
  }
}

import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Api } from './api';
import { cleanEnvironment, kBinary, removeFolder, temporaryFolder } from './environment';

const kStartMilliseconds = 20_000;
const kStopMilliseconds = 40_000;

/** The real program on a data folder of its own and a port that the system chose. Owned by one file of stories. */
export class Server {
  private constructor(
    readonly folder: string,
    readonly url: string,
    /** The administrator's, as the first start prints it. */
    readonly key: string,
    private readonly process: ChildProcess,
  ) {}

  static async start(options: string[] = []): Promise<Server> {
    if (!existsSync(kBinary)) throw new Error(`${kBinary} is not built: run \`make build\``);
    const folder = temporaryFolder('server');
    const data = join(folder, 'data');
    const answer = JSON.parse(
      execFileSync(kBinary, ['init', '--data', data, '--admin', 'admin', '--json'], {
        encoding: 'utf8',
        env: cleanEnvironment(),
      }),
    ) as { api_key: string };
    const log = join(folder, 'serve.log');
    const child = spawn(kBinary, ['serve', '--data', data, '--listen', '127.0.0.1:0', ...options], {
      stdio: ['ignore', 'ignore', openSync(log, 'w')],
      env: cleanEnvironment(),
    });
    process.once('exit', () => child.kill('SIGKILL')); // a run that is broken off leaves no server behind
    const url = await firstLine(child, log);
    await ready(url);
    return new Server(folder, url, answer.api_key, child);
  }

  /** Asks as the administrator. */
  get api(): Api {
    return new Api(this.url, this.key);
  }

  log(): string {
    return readFileSync(join(this.folder, 'serve.log'), 'utf8');
  }

  /** The exit code of a server that was asked to end. */
  async stop(): Promise<number | null> {
    const ended = new Promise<number | null>((resolve) => this.process.once('exit', resolve));
    this.process.kill('SIGTERM');
    const code = await Promise.race([ended, pause(kStopMilliseconds, 'late' as const, { ref: false })]);
    if (code === 'late') {
      this.process.kill('SIGKILL');
      throw new Error(`serve did not end: ${this.log().slice(-2000)}`);
    }
    removeFolder(this.folder);
    return code;
  }
}

/** Its log begins with where it listens. */
async function firstLine(child: ChildProcess, log: string): Promise<string> {
  for (let waited = 0; waited < kStartMilliseconds; waited += 10) {
    const line = existsSync(log) ? readFileSync(log, 'utf8').split('\n') : [];
    if (line.length > 1 && line[0]!.startsWith('{')) {
      return (JSON.parse(line[0]!) as { url: string }).url.replace(/\/$/, '');
    }
    if (child.exitCode !== null) break;
    await pause(10);
  }
  throw new Error(`serve did not start: ${existsSync(log) ? readFileSync(log, 'utf8') : 'no log'}`);
}

async function ready(url: string): Promise<void> {
  for (let waited = 0; waited < kStartMilliseconds; waited += 20) {
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.status === 200) return;
    await pause(20);
  }
  throw new Error(`${url} is not ready`);
}

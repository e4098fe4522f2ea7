import { spawn } from 'node:child_process';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { cargoProgram, cleanEnvironment, folderOf, removeFolder, temporaryFolder } from './environment';

const kMilliseconds = 45_000;

export interface Output {
  code: number | null;
  /** What it said, on both ways out. */
  text: string;
}

/** Real cargo in a home of its own: nobody's configuration, cache or credentials is seen or touched. Owned by one story. */
export class Cargo {
  readonly folder = temporaryFolder('cargo');
  readonly home = join(this.folder, 'home');
  private readonly environment: Record<string, string>;

  constructor() {
    mkdirSync(join(this.home, '.cargo'), { recursive: true });
    this.environment = cleanEnvironment({
      HOME: this.home,
      CARGO_HOME: join(this.home, '.cargo'),
      CARGO_TERM_COLOR: 'never',
      CARGO_TERM_PROGRESS_WHEN: 'never',
      CARGO_INCREMENTAL: '0',
      PATH: `${folderOf(cargoProgram())}${delimiter}${process.env.PATH ?? ''}`,
    });
  }

  /** Adds to a file as a page tells to: "~/…" lies in the home, anything else in the folder of the project. */
  paste(file: string, lines: string, project = this.folder): void {
    const path = file.startsWith('~/') ? join(this.home, file.slice(2)) : join(project, file);
    mkdirSync(dirname(path), { recursive: true });
    appendFileSync(path, lines);
  }

  /** Lines of a shell, as a person would paste them. */
  shell(lines: string, cwd = this.folder): Promise<Output> {
    return new Promise((resolve, reject) => {
      const shell = spawn('bash', ['-euo', 'pipefail', '-c', lines], {
        cwd,
        env: this.environment,
        timeout: kMilliseconds,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let text = '';
      for (const stream of [shell.stdout, shell.stderr]) {
        stream.setEncoding('utf8').on('data', (part: string) => (text += part));
      }
      shell.once('error', reject);
      shell.once('close', (code) => resolve({ code, text }));
    });
  }

  /** A package that can be published; its folder. */
  project(name: string, more = '', source = 'pub fn answer() -> u32 {\n    42\n}\n'): string {
    const root = join(this.folder, name);
    mkdirSync(join(root, 'src'), { recursive: true });
    writeFileSync(
      join(root, 'Cargo.toml'),
      `[package]\nname = "${name}"\nversion = "0.1.0"\nedition = "2021"\ndescription = "A crate of a story."\nlicense = "MIT"\n${more}`,
    );
    writeFileSync(join(root, 'src/lib.rs'), source);
    return root;
  }

  remove(): void {
    removeFolder(this.folder);
  }
}

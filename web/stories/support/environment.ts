import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where things are: the only reader of the stories' variables. */

const kRoot = fileURLToPath(new URL('../../../', import.meta.url));

export const kBinary = process.env.ENTREPOT_BINARY ?? join(kRoot, 'build/release/entrepot');
export const kWebBuild = join(kRoot, 'build/web');

/** The caller's environment without anything that would configure the programs under test. */
export function cleanEnvironment(more: Record<string, string> = {}): Record<string, string> {
  const configures = /^(CARGO|ENTREPOT|RUSTC|RUSTFLAGS|SSL_CERT|GIT_|https?_proxy|all_proxy|no_proxy)/i;
  const kept = Object.entries(process.env).filter(([name, value]) => value !== undefined && !configures.test(name));
  return { ...(Object.fromEntries(kept) as Record<string, string>), ...more };
}

/** The real cargo, not rustup's shim in front of it, which reads CARGO_HOME for itself. */
export function cargoProgram(): string {
  if (process.env.ENTREPOT_CARGO !== undefined) return process.env.ENTREPOT_CARGO;
  const sysroot = execFileSync('rustc', ['--print', 'sysroot'], { encoding: 'utf8' }).trim();
  const behindShim = join(sysroot, 'bin/cargo');
  return existsSync(behindShim) ? behindShim : 'cargo';
}

export function folderOf(program: string): string {
  return dirname(program);
}

export function temporaryFolder(what: string): string {
  return mkdtempSync(join(tmpdir(), `entrepot-story-${what}-`));
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

import { describe, expect, it } from 'vitest';
import { filled, kMask, masked, missingIn, secretsIn } from './fill_secrets';

const kToml = '[registries.acme]\ntoken = "Token {{api_key}}"\n';

describe('secrets in code', () => {
  it('are found in the order in which they are asked for', () => {
    expect(secretsIn("'{{password}}' '{{user}}' '{{user}}' ${{ secrets.X }} {{other}}")).toEqual(['user', 'password']);
  });

  it('are filled in where they are known, else named', () => {
    expect(filled(kToml, 'toml', { api_key: 'ent_abc' })).toBe('[registries.acme]\ntoken = "Token ent_abc"\n');
    expect(filled(kToml, 'toml', {})).toContain('"Token YOUR_API_KEY"');
    expect(filled(kToml, 'toml', { api_key: '' })).toContain('"Token YOUR_API_KEY"');
  });

  it('are quoted as the language wants it, and taken literally', () => {
    expect(filled("printf %s '{{password}}'", 'shell', { password: 'it\'s $& $1 \\ "' })).toBe(
      "printf %s 'it'\\''s $& $1 \\ \"'",
    );
    expect(filled(kToml, 'toml', { api_key: 'a"b\\c' })).toContain('"Token a\\"b\\\\c"');
    expect(filled('Token {{api_key}}\n', 'text', { api_key: "a'b" })).toBe("Token a'b\n");
  });

  it('are not filled into each other', () => {
    expect(filled('{{user}}:{{password}}', 'text', { user: '{{password}}', password: 'p' })).toBe('{{password}}:p');
  });

  it('are hidden with always the same length, but for the name', () => {
    const shown = masked("'{{user}}:{{password}}'", 'shell', { user: "o'neil", password: 'x' });
    expect(shown).toBe(`'o'\\''neil:${kMask}'`);
    expect(masked(kToml, 'toml', {})).toContain('YOUR_API_KEY');
  });

  it('are said to be missing', () => {
    expect(missingIn("'{{user}}:{{password}}'", { user: 'ada', password: '' })).toEqual(['password']);
    expect(missingIn(kToml, { api_key: 'x' })).toEqual([]);
  });
});

/** Puts secrets in the place of the placeholders that the server writes into code, in the browser only. Pure. */

export const kSecretKinds = ['user', 'password', 'api_key', 'entitlement_token'] as const;
export type SecretKind = (typeof kSecretKinds)[number];
export type Secrets = Partial<Record<SecretKind, string>>;

/** In the place of what is not known yet; the command line says the same. */
export const kStandIns: Readonly<Record<SecretKind, string>> = {
  user: 'YOUR_USER',
  password: 'YOUR_PASSWORD',
  api_key: 'YOUR_API_KEY',
  entitlement_token: 'YOUR_ENTITLEMENT_TOKEN',
};

/** Always as long, so that it tells nothing. */
export const kMask = '••••••••••••';

const kPlaceholder = /\{\{(user|password|api_key|entitlement_token)\}\}/g;

/** The server keeps placeholders within single quotes of a shell and double quotes of TOML. */
const kQuoted: Readonly<Record<string, (value: string) => string>> = {
  shell: (value) => value.replaceAll("'", "'\\''"),
  toml: (value) => value.replace(/[\\"]/g, '\\$&'),
};

function fill(code: string, of: (kind: SecretKind) => string): string {
  return code.replace(kPlaceholder, (_, kind: SecretKind) => of(kind));
}

export function secretsIn(code: string): SecretKind[] {
  const found = new Set([...code.matchAll(kPlaceholder)].map(([, kind]) => kind as SecretKind));
  return kSecretKinds.filter((kind) => found.has(kind));
}

/** What is copied, and what "Show" shows. */
export function filled(code: string, language: string, secrets: Secrets): string {
  const quoted = (Object.hasOwn(kQuoted, language) && kQuoted[language]) || ((value: string) => value);
  return fill(code, (kind) => {
    const value = secrets[kind];
    return value === undefined || value === '' ? kStandIns[kind] : quoted(value);
  });
}

/** The same without telling; a user's name is no secret. */
export function masked(code: string, language: string, secrets: Secrets): string {
  const hidden = Object.fromEntries(
    kSecretKinds.map((kind) => [kind, secrets[kind] && kind !== 'user' ? kMask : secrets[kind]]),
  );
  return filled(code, language, hidden);
}

/** What the code needs and nobody has given. */
export function missingIn(code: string, secrets: Secrets): SecretKind[] {
  return secretsIn(code).filter((kind) => !secrets[kind]);
}

const kLeast = 8;
const kMost = 256;

/** The server's rule for passwords, in its words; undefined for one that it takes. It counts bytes. */
export function passwordFault(password: string): string | undefined {
  const length = new TextEncoder().encode(password).length;
  if (length < kLeast) return `The password must have at least ${kLeast} characters.`;
  if (length > kMost) return `The password must have at most ${kMost} characters.`;
  return undefined;
}

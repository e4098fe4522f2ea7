/** The slug that the server makes of a name when none is given: "My Crates!" → "my-crates" (src/registry/repositories.cc). */
export function slugOf(name: string): string {
  let slug = '';
  // Each byte of UTF-8 that is no letter or digit of ASCII counts, but dashes never follow each other.
  for (const character of name.replace(/[A-Z]/g, (letter) => letter.toLowerCase())) {
    if (/[a-z0-9_]/.test(character)) slug += character;
    else if (slug !== '' && !slug.endsWith('-')) slug += '-';
  }
  return slug.replace(/-+$/, '');
}

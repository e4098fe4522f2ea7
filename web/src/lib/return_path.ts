const kSomewhere = 'https://here.invalid';
const kWaysIn = new Set(['/sign-in', '/first-run']);

function hasControlCharacter(text: string): boolean {
  return [...text].some((character) => character < ' ' || character === '\u007f');
}

/**
 * Where to go after signing in: a path of this site, as the address bar's `to` names it, and else the start page. Whoever
 * makes somebody follow a link must not thereby choose where that person ends up, so what another browser might read as
 * another host ("//host", "/\host", with tabs in it) counts as absent. The ways in would lead in a circle.
 */
export function returnPath(to: string | undefined): string {
  if (to === undefined || !to.startsWith('/') || hasControlCharacter(to)) return '/';
  if (/^\/[/\\]/.test(to)) return '/';
  let address: URL;
  try {
    address = new URL(to, kSomewhere);
  } catch {
    return '/';
  }
  // The dots of "/..//host" are gone by now, and its two slashes stand at the beginning.
  if (address.origin !== kSomewhere || address.pathname.startsWith('//') || kWaysIn.has(address.pathname)) return '/';
  return address.pathname + address.search + address.hash;
}

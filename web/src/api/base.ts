/** The path under which this server lives, "" or "/base": the server writes it into the page (src/site). */
function readBase(): string {
  const written = document.querySelector<HTMLMetaElement>('meta[name="entrepot-base"]')?.content ?? '';
  return written === '__BASE__' ? '' : written;
}

export const base = readBase();

/** An absolute URL of this server for a path that begins with '/'. */
export function absoluteUrl(path: string): string {
  return `${window.location.origin}${base}${path}`;
}

/** When the signature of a URL ends, in milliseconds since the epoch; undefined for a URL that is not signed. */
export function expiryOf(url: string): number | undefined {
  const parameters = URL.canParse(url) ? new URL(url).searchParams : undefined;
  const date = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(parameters?.get('X-Amz-Date') ?? '');
  const seconds = Number(parameters?.get('X-Amz-Expires') ?? Number.NaN);
  if (!date || Number.isNaN(seconds)) return undefined;
  const [year = 0, month = 0, ...rest] = date.slice(1).map(Number);
  return Date.UTC(year, month - 1, ...rest) + seconds * 1000;
}

/** Where a URL leads, without its signature; "" for what is no URL. */
export function placeOf(url: string): string {
  if (!URL.canParse(url)) return '';
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}

/** The command that prints this URL with a signature made now. */
export function signingCommand(url: string): string {
  return `lambdaless url ${isOnAws(url) ? '' : '--sign '}${placeOf(url)}`;
}

function isOnAws(url: string): boolean {
  return URL.canParse(url) && /\.amazonaws\.com(\.cn)?$/.test(new URL(url).hostname);
}

/** When the signature of a URL ends, in milliseconds since the epoch; undefined for a URL that is not signed. */
export function expiryOf(url: string): number | undefined {
  const parameters = URL.canParse(url) ? new URL(url).searchParams : undefined;
  const date = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(parameters?.get('X-Amz-Date') ?? '');
  const seconds = Number(parameters?.get('X-Amz-Expires') ?? Number.NaN);
  if (!date || Number.isNaN(seconds)) return undefined;
  const [year = 0, month = 0, ...rest] = date.slice(1).map(Number);
  return Date.UTC(year, month - 1, ...rest) + seconds * 1000;
}

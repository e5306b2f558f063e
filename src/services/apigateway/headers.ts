/** The value of a header, whatever case its name was sent in. */
export function headerOf(headers: Readonly<Record<string, string>>, name: string): string | undefined {
  const wanted = name.toLowerCase();
  const key = Object.keys(headers).find((each) => each.toLowerCase() === wanted);
  return key === undefined ? undefined : headers[key];
}

import { gunzipSync, inflateSync } from 'node:zlib';

type Decode = (body: Buffer, limitBytes: number) => Buffer;

/** Source: API Gateway developer guide, "Content codings supported by API Gateway". */
const CODINGS: Readonly<Record<string, Decode>> = {
  identity: (body) => body,
  gzip: (body, maxOutputLength) => gunzipSync(body, { maxOutputLength }),
  deflate: (body, maxOutputLength) => inflateSync(body, { maxOutputLength }),
};

/** @returns undefined for a coding that is not supported, and for a body that is not in it, or too long without it */
export function decodedBody(
  coding: string | undefined,
  body: Buffer,
  limitBytes: number,
): Buffer | undefined {
  const name = coding?.trim().toLowerCase() ?? 'identity';
  if (!Object.hasOwn(CODINGS, name)) return undefined;
  try {
    return CODINGS[name]?.(body, limitBytes);
  } catch {
    // Not in this coding, or a bomb: the answer is the same.
    return undefined;
  }
}

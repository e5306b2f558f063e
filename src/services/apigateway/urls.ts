/** A request's place in an API. */
export interface ApiLocation {
  readonly apiId: string;
  readonly stage: string;
  /** Behind the stage: "/" or "/@connections/…", still percent-encoded. */
  readonly path: string;
}

const EXECUTE_API_HOST = /^([a-z0-9]+)\.execute-api\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?(?::\d+)?$/i;

/**
 * Finds the API that a request means: by AWS's host name, then the path is `/{stage}/…`, else by its id in the
 * path, `/{apiId}/{stage}/…`.
 */
export function locateApi(
  host: string | undefined,
  pathname: string,
  isApi: (apiId: string) => boolean,
): ApiLocation | undefined {
  const apiId = EXECUTE_API_HOST.exec(host ?? '')?.[1];
  const [, ...parts] = pathname.split('/');
  const [id, stage, ...rest] = apiId === undefined ? parts : [apiId, ...parts];
  if (id === undefined || stage === undefined || stage === '' || !isApi(id)) return undefined;
  return { apiId: id, stage, path: `/${rest.join('/')}` };
}

const EXECUTE_API_URL = /(wss|https):\/\/([a-z0-9]+)\.execute-api\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?/g;

/**
 * Replaces every execute-api URL in a text by the one under which the runtime serves it.
 * @param localOrigin "http://127.0.0.1:4650"
 */
export function localExecuteApiUrls(
  text: string,
  localOrigin: string,
  isApi: (apiId: string) => boolean,
): string {
  const { host } = new URL(localOrigin);
  return text.replace(EXECUTE_API_URL, (url, scheme: string, apiId: string) =>
    isApi(apiId) ? `${scheme === 'wss' ? 'ws' : 'http'}://${host}/${apiId}` : url,
  );
}

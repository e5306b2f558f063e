import { isJsonObject } from '../../core/json.ts';
import { type IntegrationAnswer, IntegrationFailure } from './exchange.ts';
import { isStatusCode } from './overrides.ts';
import { jsonOf } from './payload.ts';

/**
 * A MOCK integration answers with the status that its mapped request names, `{"statusCode": 200}`, and no body.
 * @throws IntegrationFailure if the request names none
 */
export function mockAnswer(request: string): IntegrationAnswer {
  const document = jsonOf(request);
  const statusCode = isJsonObject(document) ? document['statusCode'] : looseStatusCode(request);
  if (isStatusCode(statusCode)) return { statusCode, body: '' };
  throw new IntegrationFailure('The request template of a MOCK integration gives no {"statusCode": …}');
}

const LOOSE = /^\s*\{(?:[\s\S]*,)?\s*(["']?)statusCode\1\s*:\s*(\d{3})\s*(?:,[\s\S]*)?\}\s*$/;

/** AWS also reads what is nearly JSON: the CDK's CORS methods say `{ statusCode: 200 }`. */
function looseStatusCode(request: string): number | undefined {
  const found = LOOSE.exec(request)?.[2];
  return found === undefined ? undefined : Number(found);
}

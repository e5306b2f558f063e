import { isJsonObject, type JsonValue, parseJson } from '../../core/json.ts';
import { type IntegrationAnswer, IntegrationFailure } from './exchange.ts';

/**
 * A MOCK integration answers with the status that its mapped request names: `{"statusCode": 200}`. AWS also
 * takes the key without quotes.
 * @throws IntegrationFailure if the request names none.
 */
export function mockAnswer(request: string): IntegrationAnswer {
  const statusCode = statusCodeOf(request);
  if (statusCode === undefined) {
    throw new IntegrationFailure('The request template of a MOCK integration gives no {"statusCode": …}');
  }
  return { statusCode, body: '' };
}

function statusCodeOf(request: string): number | undefined {
  let value: JsonValue;
  try {
    value = parseJson(request.replace(/([{,]\s*)statusCode(\s*:)/, '$1"statusCode"$2'));
  } catch {
    // Not JSON: the caller says what is wrong.
    return undefined;
  }
  const statusCode = isJsonObject(value) ? Number(value['statusCode']) : Number.NaN;
  return Number.isInteger(statusCode) && statusCode >= 100 && statusCode <= 599 ? statusCode : undefined;
}

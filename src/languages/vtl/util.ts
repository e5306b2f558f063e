import { parseJsonAsWritten } from '../../core/json.ts';
import { escapeJavaScript, urlDecode, urlEncode } from './java-text.ts';
import { isJavaNumber } from './numbers.ts';
import { fromJson, HostObject, textOf, type Value } from './values.ts';

/**
 * `$util`: the six functions that API Gateway documents.
 * Source: API Gateway developer guide, "Variables for data transformations", `$util` variables.
 */
export const UTIL: HostObject = new HostObject('util', {
  base64Decode: (text) => Buffer.from(textOf(text ?? null), 'base64').toString('utf8'),
  base64Encode: (text) => Buffer.from(textOf(text ?? null), 'utf8').toString('base64'),
  escapeJavaScript: (text) => escapeJavaScript(textOf(text ?? null)),
  parseJson: (text) => parse(textOf(text ?? null)),
  urlDecode: (text) => urlDecode(textOf(text ?? null)),
  urlEncode: (text) => urlEncode(textOf(text ?? null)),
});

/** What is no JSON gives nothing, as does a number alone (reported of AWS). */
function parse(text: string): Value {
  try {
    const value = fromJson(parseJsonAsWritten(text));
    return isJavaNumber(value) ? null : value;
  } catch {
    // Not JSON, so there is nothing to give.
    return null;
  }
}

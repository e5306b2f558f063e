import { isJsonObject, type JsonObject, type JsonValue } from '../../../core/json.ts';
import type { MachineType } from '../definition.ts';
import type { Report } from './report.ts';
import { oneOf, requireFields } from './values.ts';

const LONGEST_LABEL = 40;
/** Source: Developer Guide, "Map state in Distributed mode", Label. */
const FORBIDDEN_IN_LABEL = /[\s?*<>{}[\]:;,\\|^~$#%&`"\p{Cc}]/u;

export function checkLabel(
  label: JsonValue | undefined,
  at: string,
  labels: Set<string>,
  report: Report,
): void {
  if (typeof label !== 'string') return;
  const forbidden = FORBIDDEN_IN_LABEL.exec(label)?.[0];
  if (forbidden !== undefined) {
    report.add('INVALID_LABEL_NAME', `Label contains invalid character: '${visible(forbidden)}'`, at);
  }
  if (label.length > LONGEST_LABEL) {
    report.add(
      'INVALID_LABEL_NAME',
      `Label '${label}' exceeds the ${LONGEST_LABEL}-character limit allowed by the service`,
      at,
    );
  }
  if (labels.has(label)) report.add('DUPLICATE_LABEL_NAME', `Duplicate Label name: ${label}`, at);
  labels.add(label);
}

function visible(character: string): string {
  const escaped = ESCAPES[character];
  if (escaped !== undefined) return escaped;
  if (!/\p{Cc}/u.test(character)) return character;
  return `\\x${(character.codePointAt(0) as number).toString(16).padStart(2, '0')}`;
}

/**
 * Express machines have no distributed mode: Developer Guide, "Map state in Distributed mode". The wording follows that
 * of other refusals.
 * @returns whether the processor runs in distributed mode
 */
export function checkProcessor(
  processor: JsonObject,
  machineType: MachineType,
  at: string,
  report: Report,
): boolean {
  const config = processor['ProcessorConfig'];
  if (!isJsonObject(config)) return false;
  const { Mode = 'INLINE', ExecutionType } = config;
  const place = `${at}/ProcessorConfig`;
  oneOf('INLINE', 'DISTRIBUTED')(Mode, `${place}/Mode`, report);
  if (Mode !== 'DISTRIBUTED') {
    if (ExecutionType !== undefined) report.schema("Field 'ExecutionType' is not supported", place);
    return false;
  }
  if (machineType === 'EXPRESS') {
    report.schema("Express state machine does not support 'DISTRIBUTED' mode", `${place}/Mode`);
  }
  if (ExecutionType === undefined) requireFields(config, ['ExecutionType'], place, report);
  else oneOf('STANDARD', 'EXPRESS')(ExecutionType, `${place}/ExecutionType`, report);
  return true;
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

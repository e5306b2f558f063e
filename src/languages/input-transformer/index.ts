/**
 * What a target of an EventBridge rule receives: the event, a part of it, a constant, or a text made from it.
 *
 * Verified against results recorded from EventBridge; where those say nothing, docs/aws-facts.md does.
 */
import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  parseJsonAsWritten,
  stringifyJson,
} from '../../core/json.ts';
import { type EventPath, parseEventPath, valueAt } from './event-path.ts';
import { InputError } from './input-error.ts';
import { compileTemplate, sampleOf, type Template } from './template.ts';

export { InputError } from './input-error.ts';

/** How a target says what it wants; at most one of the three. */
export interface InputSpecification {
  /** A constant: valid JSON. */
  readonly Input?: string | undefined;
  readonly InputPath?: string | undefined;
  readonly InputTransformer?:
    | {
        readonly InputPathsMap?: Readonly<Record<string, string>> | undefined;
        readonly InputTemplate: string;
      }
    | undefined;
}

/** What is known about an event besides itself when it is handed to a target. */
export interface InputContext {
  readonly ruleArn: string;
  readonly ruleName: string;
  /** When EventBridge received the event, as ISO 8601. */
  readonly ingestionTime: string;
}

/**
 * Gives a target's input for an event, as the text that is sent.
 * @throws InputError when the result of a JSON template is no JSON: such an event is not delivered
 */
export type CompiledInput = (eventText: string, context: InputContext) => string;

const MAX_VARIABLES = 100;
const MAX_TEMPLATE_LENGTH = 8192;
/** Service model of EventBridge, InputTransformerPathKey. */
const VARIABLE_NAME = /^[A-Za-z0-9_-]{1,256}$/;

/** @throws InputError when a path, a variable or the constant is not valid */
export function compileInput(specification: InputSpecification): CompiledInput {
  const { Input, InputPath, InputTransformer } = specification;
  if ([Input, InputPath, InputTransformer].filter((given) => given !== undefined).length > 1) {
    throw new InputError('Only one of Input, InputPath, or InputTransformer must be provided.');
  }
  if (Input !== undefined) return constantInput(Input);
  if (InputPath !== undefined) return partialInput(InputPath);
  if (InputTransformer === undefined) return (eventText) => eventText;
  return transformedInput(InputTransformer.InputPathsMap ?? {}, InputTransformer.InputTemplate);
}

/** Compiles and applies a specification in one go. @throws InputError */
export function transformInput(
  specification: InputSpecification,
  eventText: string,
  context: InputContext,
): string {
  return compileInput(specification)(eventText, context);
}

function constantInput(text: string): CompiledInput {
  if (!isJson(text)) throw new InputError(`Input is not valid JSON: ${text}`);
  return () => text;
}

function partialInput(text: string): CompiledInput {
  const path = pathOf('InputPath', text);
  if (path.steps.length === 0) return (eventText) => eventText;
  return (eventText) => stringifyJson(valueAt(path, parseJsonAsWritten(eventText)) ?? null);
}

function transformedInput(map: Readonly<Record<string, string>>, text: string): CompiledInput {
  const paths = variablePaths(map);
  if (text.length > MAX_TEMPLATE_LENGTH) {
    throw new InputError(`InputTemplate is longer than ${MAX_TEMPLATE_LENGTH} characters.`);
  }
  const template = compileTemplate(text);
  for (const name of template.variables) {
    if (!paths.has(name) && !PREDEFINED.has(name)) {
      throw new InputError(`InputTemplate contains invalid placeholder ${name}.`);
    }
  }
  if (template.isJson) sampleOf(template);
  return (eventText, context) => renderInput(template, paths, eventText, context);
}

function renderInput(
  template: Template,
  paths: ReadonlyMap<string, EventPath>,
  eventText: string,
  context: InputContext,
): string {
  const event = parseJsonAsWritten(eventText);
  const text = template.render((name) => {
    const path = paths.get(name);
    return path ? valueAt(path, event) : PREDEFINED.get(name)?.(event, context);
  });
  if (template.isJson && !isJson(text)) {
    throw new InputError(`The input transformer made a text that is not valid JSON: ${text.slice(0, 200)}`);
  }
  return text;
}

function variablePaths(map: Readonly<Record<string, string>>): Map<string, EventPath> {
  const entries = Object.entries(map);
  if (entries.length > MAX_VARIABLES) {
    throw new InputError(`InputPathsMap has more than ${MAX_VARIABLES} variables.`);
  }
  return new Map(
    entries.map(([name, path]) => {
      if (/^aws\./i.test(name)) throw new InputError(`InputPathsMap: the name '${name}' is reserved.`);
      if (!VARIABLE_NAME.test(name)) {
        throw new InputError(
          `InputPathsMap: the name '${name}' has not 1 to 256 letters, digits, '_' and '-'.`,
        );
      }
      return [name, pathOf(`InputPathsMap.${name}`, path)];
    }),
  );
}

function pathOf(where: string, text: string): EventPath {
  const path = parseEventPath(text);
  if (!path) throw new InputError(`${where} is not a JSON path that EventBridge supports: ${text}`);
  return path;
}

type Predefined = (event: JsonValue, context: InputContext) => JsonValue;

const PREDEFINED: ReadonlyMap<string, Predefined> = new Map<string, Predefined>([
  ['aws.events.rule-arn', (_event, { ruleArn }) => ruleArn],
  ['aws.events.rule-name', (_event, { ruleName }) => ruleName],
  ['aws.events.event.ingestion-time', (_event, { ingestionTime }) => ingestionTime],
  ['aws.events.event.json', (event) => event],
  ['aws.events.event', withoutDetail],
]);

/** `<aws.events.event>`: the event without its detail, and with `detailType` instead of `detail-type`. */
function withoutDetail(event: JsonValue): JsonValue {
  if (!isJsonObject(event)) return event;
  const { detail: _detail, 'detail-type': detailType, ...rest } = event;
  const copy: JsonObject = { ...rest };
  if (detailType !== undefined) copy['detailType'] = detailType;
  return copy;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

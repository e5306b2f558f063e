import { isJsonObject, type JsonObject, type JsonValue } from '../core/json.ts';
import type { Problems } from './problems.ts';

/** The parts of a template that mean something to the runtime, each present and an object of objects. */
export interface Sections {
  readonly Parameters: JsonObject;
  readonly Rules: JsonObject;
  readonly Mappings: JsonObject;
  readonly Conditions: JsonObject;
  readonly Resources: JsonObject;
  readonly Outputs: JsonObject;
  readonly languageExtensions: boolean;
}

const SECTIONS = ['Parameters', 'Rules', 'Mappings', 'Conditions', 'Resources', 'Outputs'] as const;

/** Sections that describe the template and change nothing about the stack. */
const DESCRIPTIVE = new Set(['AWSTemplateFormatVersion', 'Description', 'Metadata']);

const RESOURCE_KEYS = new Set([
  'Type',
  'Properties',
  'DependsOn',
  'Condition',
  'Metadata',
  // What happens on update and deletion: here a stack ends with its process.
  'DeletionPolicy',
  'UpdateReplacePolicy',
  'UpdatePolicy',
  'CreationPolicy',
]);

/** What may become of a resource that goes (CloudFormation, "DeletionPolicy attribute"). */
const POLICIES: Readonly<Record<string, readonly string[]>> = {
  DeletionPolicy: ['Delete', 'Retain', 'RetainExceptOnCreate', 'Snapshot'],
  UpdateReplacePolicy: ['Delete', 'Retain', 'Snapshot'],
};

const FORMAT_VERSION = '2010-09-09';

const LANGUAGE_EXTENSIONS = 'AWS::LanguageExtensions';

/** Checks a template's outer shape. The result is only usable if `problems` stays empty. */
export function sectionsOf(template: JsonObject, problems: Problems): Sections {
  for (const key of Object.keys(template)) {
    if (DESCRIPTIVE.has(key) || key === 'Transform' || (SECTIONS as readonly string[]).includes(key))
      continue;
    problems.add(
      key === 'Hooks' ? 'TEMPLATE_UNSUPPORTED' : 'TEMPLATE_INVALID',
      `The template has the section '${key}', which lambdaless does not know`,
    );
  }
  const version = template['AWSTemplateFormatVersion'];
  if (version !== undefined && version !== FORMAT_VERSION) {
    problems.add(
      'TEMPLATE_INVALID',
      `AWSTemplateFormatVersion is ${JSON.stringify(version)}; there is only "${FORMAT_VERSION}"`,
    );
  }
  const [parameters, rules, mappings, conditions, resources, outputs] = SECTIONS.map((name) =>
    section(template, name, problems),
  ) as [JsonObject, JsonObject, JsonObject, JsonObject, JsonObject, JsonObject];
  if (template['Resources'] === undefined) {
    problems.add('TEMPLATE_INVALID', "The template has no 'Resources'; is this a CloudFormation template?");
  }
  for (const [logicalId, declaration] of Object.entries(resources))
    checkResource(logicalId, declaration, problems);
  return {
    Parameters: parameters,
    Rules: rules,
    Mappings: mappings,
    Conditions: conditions,
    Resources: resources,
    Outputs: outputs,
    languageExtensions: checkTransform(template['Transform'], problems),
  };
}

/** Types whose resources run code of the deployer's. */
const CODE_TYPES: ReadonlySet<string> = new Set([
  'AWS::Lambda::Function',
  'AWS::Serverless::Function',
  'AWS::CloudFormation::CustomResource',
]);

export function isCode(type: string): boolean {
  return CODE_TYPES.has(type) || type.startsWith('Custom::');
}

/** Code cannot run here by design, so one sentence names all of it. */
export function reportCode(resources: JsonObject, problems: Problems): void {
  const found = Object.entries(resources).flatMap(([logicalId, declaration]) => {
    const type = isJsonObject(declaration) ? declaration['Type'] : undefined;
    return typeof type === 'string' && isCode(type) ? [`${type} '${logicalId}'`] : [];
  });
  if (found.length === 0) return;
  problems.add(
    'TEMPLATE_UNSUPPORTED',
    `this template contains ${found.join(', ')}; lambdaless runs only stacks without code: no Lambda functions, custom resources or containers`,
  );
}

function section(template: JsonObject, name: (typeof SECTIONS)[number], problems: Problems): JsonObject {
  const value = template[name] ?? {};
  if (isJsonObject(value)) return value;
  problems.add('TEMPLATE_INVALID', `The template's '${name}' must be an object`);
  return {};
}

function checkResource(logicalId: string, declaration: JsonValue, problems: Problems): void {
  const complain = (message: string): void =>
    problems.add('TEMPLATE_INVALID', `Resource '${logicalId}' ${message}`);
  if (!/^[A-Za-z0-9]+$/.test(logicalId)) complain('has a name that is not alphanumeric');
  if (!isJsonObject(declaration)) {
    complain('must be an object');
    return;
  }
  if (typeof declaration['Type'] !== 'string') complain('has no Type');
  if (!isJsonObject(declaration['Properties'] ?? {})) complain('has Properties that are no object');
  for (const key of Object.keys(declaration)) {
    if (!RESOURCE_KEYS.has(key)) complain(`has the unknown attribute '${key}'`);
  }
  for (const [key, values] of Object.entries(POLICIES)) {
    const value = declaration[key];
    if (value !== undefined && !values.includes(value as string)) {
      complain(`has the ${key} ${JSON.stringify(value)}; there are ${values.join(', ')}`);
    }
  }
}

/** Whether the language extensions are declared, the one transform that is no code. */
function checkTransform(transform: JsonValue | undefined, problems: Problems): boolean {
  const names = transform === undefined ? [] : Array.isArray(transform) ? transform : [transform];
  for (const name of names) {
    if (name === LANGUAGE_EXTENSIONS) continue;
    problems.add(
      'TEMPLATE_UNSUPPORTED',
      `The template declares the transform ${JSON.stringify(name)}; macros are code: pass the transformed template instead`,
    );
  }
  return names.includes(LANGUAGE_EXTENSIONS);
}

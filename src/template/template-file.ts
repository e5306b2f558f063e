import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { LambdalessError, messageOf } from '../core/errors.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../core/json.ts';
import { parseJsonOrYaml, parseTemplate } from './read.ts';

/**
 * Reads a template file, and the files of definitions that it names.
 * @throws LambdalessError TEMPLATE_UNREADABLE if there is no such file or it holds no JSON or YAML object.
 */
export async function readTemplateFile(path: string): Promise<JsonObject> {
  return inlineDefinitions(parseTemplate(await readText(path, `template ${path}`), path), path);
}

/**
 * Puts into a template the state machine definitions that it keeps in files of their own, beside it:
 * SAM's `DefinitionUri: statemachine/orders.asl.json`, and `DefinitionS3Location`, which is a path before
 * `aws cloudformation package`, and in what the CDK synthesizes an asset in the same folder.
 * @throws LambdalessError TEMPLATE_UNREADABLE if there is no such file, or it holds no JSON or YAML object.
 */
async function inlineDefinitions(template: JsonObject, templatePath: string): Promise<JsonObject> {
  if (!isJsonObject(template['Resources'])) return template;
  const entries = Object.entries(template['Resources']).map(async ([logicalId, declaration]) => [
    logicalId,
    await withDefinition(logicalId, declaration, dirname(templatePath)),
  ]);
  return { ...template, Resources: Object.fromEntries(await Promise.all(entries)) };
}

const LOCATIONS: Readonly<Record<string, string>> = {
  'AWS::Serverless::StateMachine': 'DefinitionUri',
  'AWS::StepFunctions::StateMachine': 'DefinitionS3Location',
};

async function withDefinition(
  logicalId: string,
  declaration: JsonValue,
  directory: string,
): Promise<JsonValue> {
  if (!isJsonObject(declaration) || !isJsonObject(declaration['Properties'])) return declaration;
  const property = LOCATIONS[String(declaration['Type'])];
  if (property === undefined) return declaration;
  const { [property]: location, ...properties } = declaration['Properties'];
  const path = localPath(location);
  if (path === undefined) return declaration;
  const definition = await readDefinition(resolve(directory, path), `${property} of '${logicalId}'`);
  return { ...declaration, Properties: { ...properties, Definition: definition } };
}

/** The CDK writes the file for the object key `<hash>.json` to `asset.<hash>.json`, whatever the bucket. */
function localPath(location: JsonValue | undefined): string | undefined {
  if (typeof location === 'string') return location.startsWith('s3://') ? undefined : location;
  const key = isJsonObject(location) ? location['Key'] : undefined;
  return typeof key === 'string' ? `asset.${basename(key)}` : undefined;
}

async function readDefinition(path: string, what: string): Promise<JsonObject> {
  const text = await readText(path, what);
  const definition = parseJsonOrYaml(text, path);
  if (isJsonObject(definition)) return definition;
  throw new LambdalessError('TEMPLATE_UNREADABLE', `Cannot read the ${what}: ${path} holds no object`);
}

async function readText(path: string, what: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const message = `Cannot read the ${what}: ${messageOf(error)}`;
    throw new LambdalessError('TEMPLATE_UNREADABLE', message, { cause: error });
  }
}

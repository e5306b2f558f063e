import { readFileSync } from 'node:fs';
import { Tokenization } from 'aws-cdk-lib';
import { minifyJsonata } from './matcher/minify.ts';

/** Values by placeholder name. Both kinds may be CDK tokens. */
export type Placeholders = Readonly<Record<string, string | number>>;

/**
 * Reads a mapping template from `templates/` and fills in its `%Name%` placeholders.
 * `%`, because `$` and `#` belong to VTL.
 */
export function mappingTemplate(name: string, values: Placeholders = {}): string {
  const text = read(`templates/${name}.vtl`).trimEnd();
  return text.replace(/%([A-Z]\w*)%/g, (match, placeholder: string) => filled(match, placeholder, values));
}

/**
 * Reads a state machine definition from `definitions/`. In its strings, `file:name.jsonata` stands for the
 * expression in that file and `expression:name` for one of `expressions`; `${Name}` is a placeholder.
 *
 * @returns the definition as JSON text without white space.
 */
export function stateMachineDefinition(
  name: string,
  values: Placeholders,
  expressions: Readonly<Record<string, string>> = {},
): string {
  const definition: unknown = JSON.parse(read(`definitions/${name}.asl.json`), (_key, value) =>
    typeof value === 'string' ? withExpressions(value, expressions) : value,
  );
  return JSON.stringify(definition).replace(
    /"\$\{([A-Z]\w*)\}"|\$\{([A-Z]\w*)\}/g,
    (match, alone?: string, within?: string) => filled(match, alone ?? within ?? '', values),
  );
}

/** A JSONata file of `definitions/`, minified. */
export function jsonataFile(file: string): string {
  return minifyJsonata(read(`definitions/${file}`));
}

function withExpressions(text: string, expressions: Readonly<Record<string, string>>): string {
  return text.replace(/file:([\w.-]+)|expression:(\w+)/g, (match, file?: string, name?: string) => {
    const expression = file === undefined ? expressions[name as string] : jsonataFile(file);
    if (expression === undefined) throw new Error(`no expression for ${match}`);
    return withExpressions(expression, expressions);
  });
}

/**
 * A value that a placeholder stands for. Between quotes of its own, a number takes the quotes' place, so that a
 * definition that is still JSON becomes one with a number.
 */
function filled(match: string, name: string, values: Placeholders): string {
  const value = values[name];
  if (value === undefined) throw new Error(`no value for ${match}`);
  if (typeof value === 'number') return Tokenization.stringifyNumber(value);
  return match.startsWith('"') ? `"${value}"` : value;
}

function read(path: string): string {
  return readFileSync(new URL(path, import.meta.url), 'utf8');
}

import { readFileSync } from 'node:fs';
import { Tokenization } from 'aws-cdk-lib';
import { minifyJsonata } from './matcher/minify.ts';

/** As much of a state machine's definition as is edited here. */
export interface Definition {
  readonly States: Readonly<Record<string, State>>;
}

export interface State {
  readonly Choices?: readonly Choice[];
}

export interface Choice {
  readonly Next: string;
}

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
 * @param edit changes the definition before its placeholders are filled.
 * @returns the definition as JSON text without white space.
 */
export function stateMachineDefinition(
  name: string,
  values: Placeholders,
  expressions: Readonly<Record<string, string>> = {},
  edit: (definition: Definition) => Definition = (definition) => definition,
): string {
  return JSON.stringify(edit(readDefinition(name, expressions) as Definition)).replace(
    /"\$\{([A-Z]\w*)\}"|\$\{([A-Z]\w*)\}/g,
    (match, alone?: string, within?: string) => filled(match, alone ?? within ?? '', values),
  );
}

/** A file of `definitions/` with its expressions in place. */
export function readDefinition(name: string, expressions: Readonly<Record<string, string>> = {}): object {
  return JSON.parse(read(`definitions/${name}.asl.json`), (_key, value: unknown) =>
    typeof value === 'string' ? withExpressions(value, expressions) : value,
  ) as object;
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

import { readFileSync } from 'node:fs';
import { minifyJsonata } from './matcher/minify.ts';

/** Values by placeholder name. Strings may be CDK tokens. */
export type Placeholders = Readonly<Record<string, string | number>>;

/**
 * Reads a mapping template from `templates/` and fills in its `%Name%` placeholders.
 * `%`, because `$` and `#` belong to VTL.
 */
export function mappingTemplate(name: string, values: Placeholders = {}): string {
  return fill(read(`templates/${name}.vtl`).trimEnd(), /%([A-Z]\w*)%/g, values);
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
    typeof value === 'string' ? (numberOf(value, values) ?? withExpressions(value, expressions)) : value,
  );
  return fill(JSON.stringify(definition), /\$\{([A-Z]\w*)\}/g, values);
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

/** A placeholder that stands alone and has a number becomes that number. */
function numberOf(text: string, values: Placeholders): number | undefined {
  const name = /^\$\{(\w+)\}$/.exec(text)?.[1];
  const value = name === undefined ? undefined : values[name];
  return typeof value === 'number' ? value : undefined;
}

function fill(text: string, placeholder: RegExp, values: Placeholders): string {
  return text.replace(placeholder, (match, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`no value for ${match}`);
    return String(value);
  });
}

function read(path: string): string {
  return readFileSync(new URL(path, import.meta.url), 'utf8');
}

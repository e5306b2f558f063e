import { readFileSync } from 'node:fs';

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
 * Reads a state machine definition from `definitions/`, puts in the JSONata files it names as
 * `{% file:name.jsonata %}`, and fills in its `${Name}` placeholders.
 *
 * @returns the definition as JSON text without white space.
 */
export function stateMachineDefinition(name: string, values: Placeholders): string {
  const definition: unknown = JSON.parse(read(`definitions/${name}.asl.json`), (_key, value) =>
    typeof value === 'string' ? (numberOf(value, values) ?? withFiles(value)) : value,
  );
  return fill(JSON.stringify(definition), /\$\{([A-Z]\w*)\}/g, values);
}

/** A placeholder that stands alone and has a number becomes that number. */
function numberOf(text: string, values: Placeholders): number | undefined {
  const name = /^\$\{(\w+)\}$/.exec(text)?.[1];
  const value = name === undefined ? undefined : values[name];
  return typeof value === 'number' ? value : undefined;
}

/** Puts JSONata files in the place of their names, without comments and line breaks. */
function withFiles(text: string): string {
  return text.replace(/file:([\w.-]+)/g, (_match, file: string) => {
    const expression = read(`definitions/${file}`).replace(/\/\*.*?\*\//gs, '');
    return withFiles(expression.replace(/\s+/g, ' ').trim());
  });
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

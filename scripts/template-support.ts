import type * as v from 'valibot';
import { noEffectReason } from '../src/template/resource-type.ts';
import { resourceTypeNames, resourceTypeOf } from '../src/template/resource-types.ts';

const HEAD = `# Resource types and properties

Made from the schemas in \`src/template/resources\` by \`npm run docs:templates\`.

What is not listed fails the load, by logical id and path. A property stands with its path, \`[]\` for the members of a
list, \`*\` for any key. Where only some values are executed, they follow the colon. [Templates](templates.md) has the rest.
`;

/** docs/templates-support.md, whole. */
export function templateSupport(): string {
  return `${HEAD}${resourceTypeNames().map(section).join('')}`;
}

interface Property {
  readonly path: string;
  /** The values that are executed, where not all are. */
  readonly values: readonly unknown[];
  /** Why it has no effect, if it has none. */
  readonly reason: string | undefined;
}

function section(type: string): string {
  const schema = resourceTypeOf(type)?.properties as Schema;
  const reason = noEffectReason(schema);
  if (reason !== undefined) return `\n## ${type}\n\nIs accepted, and has no effect: ${reason}.\n`;
  const properties = propertiesOf(schema, '');
  const executed = properties.filter((property) => property.reason === undefined).map(label);
  const idle = properties.filter((property) => property.reason !== undefined);
  const rows = idle.map((property) => `| \`${property.path}\` | ${property.reason} |\n`).join('');
  const table = rows && `\n| without effect | because |\n|---|---|\n${rows}`;
  return `\n## ${type}\n\n${executed.join(', ')}.\n${table}`;
}

function label({ path, values }: Property): string {
  const list = values.map((value) => `\`${value}\``).join(' or ');
  return list ? `\`${path}\`: ${list}` : `\`${path}\``;
}

/** The parts of a valibot schema that lead to further ones. A pipe's first schema is the pipe itself. */
interface Schema extends v.GenericSchema {
  readonly entries?: Readonly<Record<string, Schema>>;
  readonly wrapped?: Schema;
  readonly item?: Schema;
  readonly value?: Schema;
  readonly options?: readonly unknown[];
  readonly literal?: unknown;
  readonly pipe?: readonly Schema[];
}

function propertiesOf(schema: Schema, path: string): readonly Property[] {
  const reason = noEffectReason(schema);
  if (reason !== undefined) return [{ path, values: [], reason }];
  if (schema.wrapped) return propertiesOf(schema.wrapped, path);
  if (schema.item) return propertiesOf(schema.item, `${path}[]`);
  if (schema.type === 'record') return propertiesOf(schema.value as Schema, `${path}.*`);
  if (schema.entries) {
    return Object.entries(schema.entries).flatMap(([name, entry]) =>
      propertiesOf(entry, path === '' ? name : `${path}.${name}`),
    );
  }
  return [{ path, values: valuesOf(schema), reason: undefined }];
}

function valuesOf({ pipe, type, literal, options }: Schema): readonly unknown[] {
  if (pipe) return pipe.flatMap((step, at) => (at === 0 ? [] : valuesOf(step)));
  if (type === 'literal') return [literal];
  return type === 'picklist' ? (options ?? []) : [];
}

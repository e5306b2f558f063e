import type { ApiExport, ApiMember, ApiModule, Base, Doc } from './read.ts';

const KINDS: readonly (readonly [kind: ApiExport['kind'], heading: string])[] = [
  ['function', 'Functions'],
  ['class', 'Classes'],
  ['constant', 'Constants'],
  ['interface', 'Interfaces'],
  ['type', 'Types'],
];

/** "lambdaless/testing" → "testing.md" */
export function fileOf({ name }: Pick<ApiModule, 'name'>): string {
  return `${name.split('/').at(-1)}.md`;
}

/** The page of one module. */
export function renderModule(module: ApiModule, all: readonly ApiModule[]): string {
  const links = new Links(module, all);
  const sections = KINDS.flatMap(([kind, heading]) => {
    const exports = module.exports.filter((exported) => exported.kind === kind);
    return exports.length === 0
      ? []
      : [`## ${heading}`, ...exports.map((exported) => section(exported, links))];
  });
  return `${[
    `# ${module.name}`,
    'Made from the sources by `npm run docs:api`.',
    links.prose(module.text),
    contents(module, links),
    ...sections,
  ].join('\n\n')}\n`;
}

function contents({ exports }: ApiModule, links: Links): string {
  const rows = KINDS.flatMap(([kind]) =>
    exports
      .filter((exported) => exported.kind === kind)
      .map(({ name, doc }) => [`[\`${name}\`](#${name.toLowerCase()})`, kind, links.cell(summary(doc.text))]),
  );
  return table(['export', 'kind', 'what it is'], rows);
}

/** The first sentence. */
function summary(text: string): string {
  return /^[\s\S]*?(?:\.(?=\s)|$)/.exec(text.split(/\n\n|\n- /)[0] ?? '')?.[0] ?? '';
}

function section(exported: ApiExport, links: Links): string {
  const { name, kind, code, doc, members, bases } = exported;
  const methods = members.filter((member) => member.kind !== 'property');
  const showsCode = !['class', 'interface'].includes(kind) || code.includes('<');
  return [
    `### ${name}`,
    ...(showsCode ? [codeBlock(code)] : []),
    ...description(doc, links),
    ...heritage(bases, links),
    ...(kind === 'function' ? links.mentioned(code, name) : []),
    ...properties(members, links),
    ...methods.map((method) => methodSection(exported, method, links)),
  ].join('\n\n');
}

function heritage(bases: readonly Base[], links: Links): string[] {
  return (['extends', 'implements'] as const).flatMap((relation) => {
    const names = bases.filter((base) => base.relation === relation).map(({ name }) => links.type(name));
    const label = relation === 'extends' ? '**Extends**' : '**Implements**';
    return names.length > 0 ? [`${label} ${names.join(', ')}.`] : [];
  });
}

function properties(members: readonly ApiMember[], links: Links): string[] {
  const found = members.filter(({ kind }) => kind === 'property');
  if (found.length === 0) return [];
  const hasDefaults = found.some(({ doc }) => doc.defaultValue !== undefined);
  const rows = found.map(({ name, optional, code, doc }) => [
    `\`${name}${optional ? '?' : ''}\``,
    links.type(code),
    links.cell(doc.text),
    ...(hasDefaults ? [defaultCell(doc, links)] : []),
  ]);
  return [table(['property', 'type', 'meaning', ...(hasDefaults ? ['default'] : [])], rows)];
}

/** "- a new bus" is said in words, anything else is a value. */
function defaultCell({ defaultValue }: Doc, links: Links): string {
  if (defaultValue === undefined) return '';
  if (defaultValue.startsWith('- ')) return links.cell(defaultValue.slice(2));
  const isCode = /^('[^']*'|\{\}|\d+|true|false|\w+\.[\w.()]+)$/.test(defaultValue);
  return isCode ? `\`${defaultValue}\`` : links.cell(defaultValue);
}

function methodSection(owner: ApiExport, { kind, name, code, doc }: ApiMember, links: Links): string {
  const heading = kind === 'constructor' ? `new ${owner.name}()` : `${owner.name}.${name}()`;
  return [
    `#### ${heading}`,
    codeBlock(code),
    ...description(doc, links),
    ...links.mentioned(code, owner.name),
  ].join('\n\n');
}

function description(doc: Doc, links: Links): string[] {
  const { text, parameters, returns, throws, examples } = doc;
  return [
    ...(text ? [links.prose(text)] : []),
    ...(parameters.length > 0 ? [parameters.map((line) => parameter(line, links)).join('\n')] : []),
    ...(returns ? [`**Returns** ${links.prose(returns)}`] : []),
    ...(throws ? [`**Throws** ${links.prose(throws)}`] : []),
    ...examples.map((example) => (example.startsWith('```') ? example : codeBlock(example))),
  ];
}

/** "name what it is" */
function parameter(line: string, links: Links): string {
  const [name = '', ...rest] = line.split(/\s+/);
  return `- \`${name}\`: ${links.prose(rest.join(' '))}`;
}

function codeBlock(code: string): string {
  return `\`\`\`ts\n${unindented(code)}\n\`\`\``;
}

/** The first line of a node has no indentation, the others that of their place in the source. */
function unindented(code: string): string {
  const [first = '', ...rest] = code.split('\n');
  const depth = Math.min(...rest.filter((line) => line.trim()).map((line) => line.search(/\S/)));
  const extra = /^[})]/.test(rest.at(-1)?.trim() ?? '') ? depth : Math.max(0, depth - 2);
  return [first, ...rest.map((line) => line.slice(extra))].join('\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

/** Knows where each export is described, as seen from one page. */
class Links {
  private readonly targets: ReadonlyMap<string, string>;

  constructor(here: ApiModule, all: readonly ApiModule[]) {
    const others = all.filter((module) => module !== here);
    this.targets = new Map(
      [...others.reverse(), here].flatMap((module) =>
        module.exports.map(({ name }): [string, string] => [
          name,
          `${module === here ? '' : fileOf(module)}#${name.toLowerCase()}`,
        ]),
      ),
    );
  }

  /** A docstring as Markdown: lines are joined, names of exports lead to them. */
  prose(text: string): string {
    return text
      .split(/(```[\s\S]*?```)/)
      .map((part, index) =>
        index % 2 === 1 ? part : this.linked(part.replaceAll(/\n(?!\n|- |$)(?<!\n\n)/g, ' ')),
      )
      .join('');
  }

  /** A docstring in one line, as a table needs it. */
  cell(text: string): string {
    return escaped(this.prose(text).replaceAll(/\n+- /g, '<br>• ').replaceAll(/\n+/g, ' '));
  }

  /** A type as code, in which the names of exports lead to them. */
  type(code: string): string {
    const line = code.replaceAll(/\s*\n\s*/g, ' ');
    const linked = line.replaceAll(/\b[A-Z]\w+\b/g, (name) => {
      const target = this.targets.get(name);
      return target ? `\`[\`${name}\`](${target})\`` : name;
    });
    return escaped(`\`${linked}\``.replaceAll('``', ''));
  }

  /** The exports that a signature names; a code block cannot hold links. */
  mentioned(code: string, except: string): string[] {
    const names = new Set([...code.matchAll(/\b[A-Z]\w+\b/g)].map(([name]) => name));
    names.delete(except);
    const links = [...names].filter((name) => this.targets.has(name)).map((name) => this.type(name));
    return links.length === 0 ? [] : [`See ${links.join(', ')}.`];
  }

  /** Names in backticks, and those that cannot be anything else: two words written as one. */
  private linked(text: string): string {
    return text
      .split(/(`[^`]*`)/)
      .map((part) =>
        part.startsWith('`')
          ? this.code(part)
          : part
              .replaceAll(/\b[A-Z][a-z]+[A-Z]\w+\b/g, (name) => this.code(`\`${name}\``, name))
              .replaceAll(/\b[A-Z]+_[A-Z_]+\b/g, (code) => `\`${code}\``)
              .replaceAll(/\bdocs\/([\w-]+\.md)/g, '[$1](../$1)'),
      )
      .join('');
  }

  private code(span: string, otherwise: string = span): string {
    const name = span.slice(1, -1);
    const target = /^[A-Z]/.test(name) ? this.targets.get(name) : undefined;
    return target ? `[\`${name}\`](${target})` : otherwise;
  }
}

function escaped(text: string): string {
  return text.replaceAll(/\\?\|/g, '\\|');
}

/**
 * Reads what the package exports, as data: names, signatures and docstrings, with the API of the compiler that the
 * project uses anyway. (TypeDoc would need TypeScript 6 beside it.)
 */
import { fileURLToPath } from 'node:url';
import {
  isClassDeclaration,
  isConstructorDeclaration,
  isFunctionDeclaration,
  isInterfaceDeclaration,
  isMethodDeclaration,
  isMethodSignatureDeclaration,
  isPropertyDeclaration,
  isPropertySignatureDeclaration,
  isTypeAliasDeclaration,
  type Node,
  SyntaxKind,
} from 'typescript/unstable/ast';
import {
  API,
  type Checker,
  type JSDocTagInfo,
  type Project,
  type Symbol as Sym,
  SymbolFlags,
} from 'typescript/unstable/sync';

/** With slashes on Windows, too, as the compiler has it. */
const root = fileURLToPath(new URL('../..', import.meta.url)).replaceAll('\\', '/');

/** One way to import from the package. */
export interface ApiModule {
  /** "lambdaless/testing" */
  readonly name: string;
  readonly text: string;
  readonly exports: readonly ApiExport[];
}

export interface ApiExport {
  readonly name: string;
  readonly kind: 'function' | 'class' | 'interface' | 'type' | 'constant';
  /** The declaration, without its body and without what it extends. */
  readonly code: string;
  readonly doc: Doc;
  /** Of classes and interfaces: those that none of the bases has declared already. */
  readonly members: readonly ApiMember[];
  /** What it extends or implements, as far as that means something to a reader: exports, and classes. */
  readonly bases: readonly Base[];
}

export interface ApiMember {
  readonly name: string;
  readonly kind: 'constructor' | 'method' | 'property';
  readonly optional: boolean;
  /** A property's type, a method's signature. */
  readonly code: string;
  readonly doc: Doc;
}

export interface Base {
  readonly name: string;
  readonly relation: 'extends' | 'implements';
}

/** A docstring, by its tags. */
export interface Doc {
  readonly text: string;
  readonly parameters: readonly string[];
  readonly returns?: string;
  readonly throws?: string;
  readonly defaultValue?: string;
  readonly examples: readonly string[];
}

const ENTRIES: Readonly<Record<string, string>> = {
  lambdaless: 'src/index.ts',
  'lambdaless/testing': 'src/testing/index.ts',
  'lambdaless/event-pattern': 'src/languages/event-pattern/index.ts',
  'lambdaless/cdk': 'src/cdk/index.ts',
};

/** Everything that package.json exports. */
export function readModules(): ApiModule[] {
  const api = new API({ cwd: root });
  try {
    const config = `${root}tsconfig.json`;
    const project = api.updateSnapshot({ openProjects: [config] }).getProject(config);
    if (!project) throw new Error(`${config} is no project.`);
    const found = Object.entries(ENTRIES).map(([name, file]) => ({ name, ...symbolsOf(file, project) }));
    const names = new Set(found.flatMap(({ symbols }) => symbols.map((symbol) => symbol.name)));
    return found.map(({ name, text, symbols }) => ({
      name,
      text,
      exports: symbols.map((symbol) => new Reader(project, names).exported(symbol)),
    }));
  } finally {
    api.close();
  }
}

function symbolsOf(path: string, { program, checker }: Project): { text: string; symbols: Sym[] } {
  const file = program.getSourceFile(`${root}${path}`);
  const module = file && checker.getSymbolAtLocation(file);
  if (!module) throw new Error(`${path} is no module.`);
  const symbols = checker
    .getExportsOfModule(module)
    .map((symbol) => (symbol.flags & SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol));
  return { text: firstComment(file.text), symbols };
}

/** What stands above a module belongs to no declaration. */
function firstComment(source: string): string {
  const comment = /^\/\*\*([\s\S]*?)\*\//.exec(source)?.[1] ?? '';
  return comment.replace(/^\s*\* ?/gm, '').trim();
}

class Reader {
  private readonly project: Project;
  private readonly checker: Checker;
  private readonly names: ReadonlySet<string>;

  constructor(project: Project, names: ReadonlySet<string>) {
    this.project = project;
    this.checker = project.checker;
    this.names = names;
  }

  exported(symbol: Sym): ApiExport {
    const node = this.declarationOf(symbol);
    const bases = heritageOf(node).filter(({ name }) => isClassDeclaration(node) || this.names.has(name));
    return {
      name: symbol.name,
      kind: kindOf(node),
      code: this.codeOf(symbol, node),
      doc: this.docOf(symbol),
      members: isClassDeclaration(node) || isInterfaceDeclaration(node) ? this.membersOf(symbol, bases) : [],
      bases,
    };
  }

  private declarationOf(symbol: Sym): Node {
    const node = (symbol.valueDeclaration ?? symbol.declarations[0])?.resolve(this.project);
    if (!node) throw new Error(`${symbol.name} is declared nowhere.`);
    return node;
  }

  private codeOf(symbol: Sym, node: Node): string {
    if (isFunctionDeclaration(node)) return withoutBody(node).replace(/^(export |async )+/, '');
    if (isTypeAliasDeclaration(node)) return node.getText().replace(/^export |;$/g, '');
    if (isClassDeclaration(node) || isInterfaceDeclaration(node)) return headOf(node);
    const type = this.checker.getTypeOfSymbol(symbol);
    return `const ${symbol.name}: ${type ? this.checker.typeToString(type) : 'unknown'}`;
  }

  private membersOf(symbol: Sym, bases: readonly Base[]): ApiMember[] {
    // A class has what it implements in its own words.
    const extended = bases.filter(({ relation }) => relation === 'extends').map(({ name }) => name);
    const type = this.checker.getDeclaredTypeOfSymbol(symbol);
    const constructors = [...symbol.getMembers().values()].filter(({ name }) => name === '__constructor');
    return [...constructors, ...this.checker.getPropertiesOfType(type)].flatMap((member) => {
      const node = this.declarationOf(member);
      const declaredIn = nameOf(node.parent);
      const isOurs = node.getSourceFile().fileName.startsWith(`${root}src/`);
      return isOurs && isPublic(node) && !extended.includes(declaredIn) ? [this.member(member, node)] : [];
    });
  }

  private member(symbol: Sym, node: Node): ApiMember {
    const doc = this.docOf(symbol);
    if (isConstructorDeclaration(node)) {
      const code = withoutBody(node).replace(/^constructor/, `new ${nameOf(node.parent)}`);
      return { name: 'constructor', kind: 'constructor', optional: false, code, doc: this.docOfNode(node) };
    }
    const { name } = symbol;
    const optional = (symbol.flags & SymbolFlags.Optional) !== 0;
    if (isMethodSignatureDeclaration(node) || isMethodDeclaration(node)) {
      return { name, kind: 'method', optional, code: withoutBody(node).replace(/^async /, ''), doc };
    }
    return { name, kind: 'property', optional, code: this.typeOf(symbol, node), doc };
  }

  /** As it is written, where it is written. */
  private typeOf(symbol: Sym, node: Node): string {
    if ((isPropertySignatureDeclaration(node) || isPropertyDeclaration(node)) && node.type) {
      return node.type.getText();
    }
    const type = this.checker.getTypeOfSymbol(symbol);
    return type ? this.checker.typeToString(type) : 'unknown';
  }

  private docOf(symbol: Sym): Doc {
    return docFrom(symbol.getDocumentationComment(this.checker), symbol.getJsDocTags(this.checker));
  }

  /** A constructor's symbol does not give its comment. */
  private docOfNode(node: Node): Doc {
    const source = node.getFullText();
    const text = firstComment(source.slice(Math.max(0, source.indexOf('/**'))));
    const [body = '', ...tags] = text.split(/^@/m);
    return docFrom(
      body.trim(),
      tags.map((tag) => ({ name: tag.split(/\s/, 1)[0] ?? '', text: tag.replace(/^\S+\s*/, '').trim() })),
    );
  }
}

function docFrom(text: string, tags: readonly JSDocTagInfo[]): Doc {
  const all = (name: string): string[] =>
    tags.filter((tag) => tag.name === name).map((tag) => tag.text ?? '');
  const [returns] = all('returns');
  const [throws] = all('throws');
  const [defaultValue] = all('default');
  return {
    text,
    parameters: all('param'),
    ...(returns && { returns }),
    ...(throws && { throws }),
    ...(defaultValue && { defaultValue }),
    examples: all('example'),
  };
}

function kindOf(node: Node): ApiExport['kind'] {
  if (isFunctionDeclaration(node)) return 'function';
  if (isClassDeclaration(node)) return 'class';
  if (isInterfaceDeclaration(node)) return 'interface';
  return isTypeAliasDeclaration(node) ? 'type' : 'constant';
}

function nameOf(node: Node): string {
  return (isClassDeclaration(node) || isInterfaceDeclaration(node)) && node.name ? node.name.getText() : '';
}

function heritageOf(node: Node): Base[] {
  if (!isClassDeclaration(node) && !isInterfaceDeclaration(node)) return [];
  return (node.heritageClauses ?? []).flatMap(({ token, types }) =>
    types.map((type) => ({
      name: type.getText(),
      relation: token === SyntaxKind.ImplementsKeyword ? 'implements' : 'extends',
    })),
  );
}

/** What overrides a member says nothing new. */
function isPublic(node: Node): boolean {
  return !/^(private|protected|override|#)/.test(node.getText());
}

function withoutBody(node: Node & { readonly body?: Node }): string {
  const text = node.body ? textUntil(node, node.body) : node.getText();
  return text.trim().replace(/;$/, '');
}

/** "class X", "interface X<T>" */
function headOf(node: Node): string {
  const text = node.getText().replace(/^export /, '');
  return text
    .slice(0, text.indexOf('{'))
    .replace(/\s(extends|implements)\s.*/s, '')
    .trim();
}

function textUntil(node: Node, end: Node): string {
  return node.getText().slice(0, end.getStart() - node.getStart());
}

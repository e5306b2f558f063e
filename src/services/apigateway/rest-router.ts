import type { RestResource } from './rest-model.ts';

export interface MatchedResource {
  readonly resource: RestResource;
  /** Decoded values of `{name}` and `{name+}`. */
  readonly pathParameters: Readonly<Record<string, string>>;
}

/**
 * Finds the resource of a path. At each level a literal part is preferred to `{name}`, and that to `{name+}`,
 * which takes all that is left.
 */
export class RestRouter {
  private readonly root = new Branch();

  constructor(resources: readonly RestResource[]) {
    for (const resource of resources) {
      const parts = partsOf(resource.path);
      parts.reduce((branch, part) => branch.child(part), this.root).resource = resource;
    }
  }

  match(path: string): MatchedResource | undefined {
    return find(this.root, partsOf(path).map(decoded), 0, {});
  }
}

class Branch {
  readonly children = new Map<string, Branch>();
  resource: RestResource | undefined;

  child(part: string): Branch {
    const existing = this.children.get(part);
    if (existing) return existing;
    const made = new Branch();
    this.children.set(part, made);
    return made;
  }
}

function partsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '');
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // No valid escape: taken as it is written.
    return part;
  }
}

function find(
  branch: Branch,
  parts: readonly string[],
  at: number,
  found: Readonly<Record<string, string>>,
): MatchedResource | undefined {
  const part = parts[at];
  if (part === undefined) return branch.resource && { resource: branch.resource, pathParameters: found };
  const literal = branch.children.get(part);
  const exact = literal && find(literal, parts, at + 1, found);
  if (exact) return exact;
  for (const [pattern, child] of branch.children) {
    const name = /^\{([^+}]+)\}$/.exec(pattern)?.[1];
    const inner = name === undefined ? undefined : find(child, parts, at + 1, { ...found, [name]: part });
    if (inner) return inner;
  }
  for (const [pattern, child] of branch.children) {
    const name = /^\{([^+}]+)\+\}$/.exec(pattern)?.[1];
    if (name !== undefined && child.resource) {
      return { resource: child.resource, pathParameters: { ...found, [name]: parts.slice(at).join('/') } };
    }
  }
  return undefined;
}

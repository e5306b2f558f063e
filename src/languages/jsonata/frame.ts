/**
 * Variables in scope. A frame holds few names, so a linear search beats a map; names that come from one
 * expression are interned, so comparing them is comparing pointers.
 */
export class Frame {
  private readonly names: string[] = [];
  private readonly values: unknown[] = [];
  private readonly parent: Frame | undefined;

  constructor(parent?: Frame) {
    this.parent = parent;
  }

  bind(name: string, value: unknown): void {
    const at = this.names.indexOf(name);
    if (at >= 0) {
      this.values[at] = value;
    } else {
      this.names.push(name);
      this.values.push(value);
    }
  }

  /** The frame, this one or one around it, in which `name` is bound: to `undefined`, possibly. */
  lookup(name: string, otherwise: (name: string) => unknown): unknown {
    for (let frame: Frame | undefined = this; frame; frame = frame.parent) {
      const at = frame.names.indexOf(name);
      if (at >= 0) return frame.values[at];
    }
    return otherwise(name);
  }
}

/** A frame with the bindings of a tuple. */
export function frameOf(parent: Frame, tuple: Readonly<Record<string, unknown>>): Frame {
  const frame = new Frame(parent);
  for (const name of Object.keys(tuple)) frame.bind(name, tuple[name]);
  return frame;
}

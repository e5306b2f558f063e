import type { ArrayElement, ArrayNode, Leaf, LeafValue } from './leaves.ts';

/** An object or array that is being read. */
interface Frame {
  /** Of the values inside; undefined at the root. */
  readonly path: string | undefined;
  /** The innermost array element around the frame. */
  readonly element: ArrayElement | undefined;
  /** If the frame is an array. */
  readonly array: ArrayNode | undefined;
  nextIndex: number;
}

/** Is told an event's parts in their order, and keeps the leaves of the given paths. */
export class LeafCollector {
  readonly leaves: Map<string, Leaf[]> = new Map();
  private readonly paths: ReadonlySet<string>;
  private readonly keys: ReadonlySet<string>;
  private readonly frames: Frame[] = [
    { path: undefined, element: undefined, array: undefined, nextIndex: 0 },
  ];
  /** Path of the value that comes next, if it is not in an array. */
  private memberPath: string | undefined;
  private arrays = 0;

  constructor(paths: ReadonlySet<string>) {
    this.paths = paths;
    this.keys = new Set([...paths].flatMap(keysOf));
  }

  /**
   * Before a member's value.
   * @returns false when nothing below can be of interest; the value must then not be told.
   *
   * What counts are single keys, as in event-ruler. That shows in one case: it takes paths apart in a way that loses
   * empty keys at the end, and so finds nothing for `{"a":{"":[1]}}`.
   */
  key(name: string): boolean {
    if (!this.isUsed(name)) return false;
    const { path } = this.frame;
    this.memberPath = path === undefined ? name : `${path}.${name}`;
    return true;
  }

  scalar(value: () => LeafValue): void {
    const frame = this.frame;
    const path = this.valuePath(frame);
    frame.nextIndex++;
    if (path === undefined || !this.paths.has(path)) return;
    const leaf: Leaf = { value: value(), element: frame.element };
    const leaves = this.leaves.get(path);
    if (leaves) leaves.push(leaf);
    else this.leaves.set(path, [leaf]);
  }

  startObject(): void {
    const { path, element } = this.enter();
    this.frames.push({ path, element, array: undefined, nextIndex: 0 });
  }

  startArray(): void {
    const { path, element } = this.enter();
    const array: ArrayNode = { id: this.arrays++, path: path ?? '', parent: element };
    this.frames.push({ path, element, array, nextIndex: 0 });
  }

  /** Of an object or array. */
  end(): void {
    this.frames.pop();
  }

  private get frame(): Frame {
    return this.frames.at(-1) as Frame;
  }

  private isUsed(key: string): boolean {
    return this.keys.has(key) || (key.includes('.') && keysOf(key).every((each) => this.keys.has(each)));
  }

  private valuePath(frame: Frame): string | undefined {
    return frame.array ? frame.path : this.memberPath;
  }

  private enter(): { path: string | undefined; element: ArrayElement | undefined } {
    const frame = this.frame;
    const path = this.valuePath(frame);
    const index = frame.nextIndex++;
    return { path, element: frame.array ? { array: frame.array, index } : frame.element };
  }
}

/** As Java's String.split: without what is empty at the end, if there is anything else. */
function keysOf(path: string): string[] {
  return path === '' ? [''] : path.replace(/\.+$/, '').split('.');
}

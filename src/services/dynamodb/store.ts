import { Stream } from 'node:stream';
import type { JsonValue } from '../../core/json.ts';
import { type KeyRange, SortedTexts } from './sorted-texts.ts';

type Callback<Value> = (error: Error | null, value?: Value) => void;
type BatchOperation =
  | { readonly type: 'put'; readonly key: string; readonly value: JsonValue }
  | { readonly type: 'del'; readonly key: string };

export type SpaceKind = 'table' | 'item' | 'index' | 'tag';

/** What a space tells its store about each change, before it happens. */
interface SpaceObserver {
  changing(space: Space, key: string, text: string | undefined): void;
}

/**
 * One of the key spaces that dynalite asks its store for, with the methods that it calls. Values are kept as JSON
 * text, so that nobody can change an item that he was given. Every callback is called before the method returns:
 * an action that writes is therefore atomic without locks.
 */
export class Space {
  readonly kind: SpaceKind;
  readonly texts: SortedTexts = new SortedTexts();
  private readonly observer: SpaceObserver;

  constructor(kind: SpaceKind, observer: SpaceObserver) {
    this.kind = kind;
    this.observer = observer;
  }

  get(key: string, callback: Callback<JsonValue>): void {
    const text = this.texts.get(key);
    callback(null, text === undefined ? undefined : (JSON.parse(text) as JsonValue));
  }

  put(key: string, value: JsonValue, callback: Callback<never>): void {
    const text = JSON.stringify(value);
    this.observer.changing(this, key, text);
    this.texts.put(key, text);
    callback(null);
  }

  del(key: string, callback: Callback<never>): void {
    this.observer.changing(this, key, undefined);
    this.texts.delete(key);
    callback(null);
  }

  batch(operations: readonly BatchOperation[], callback: Callback<never>): void {
    const ignore = (): void => undefined;
    for (const operation of operations) {
      if (operation.type === 'put') this.put(operation.key, operation.value, ignore);
      else this.del(operation.key, ignore);
    }
    callback(null);
  }

  createKeyStream(range?: KeyRange): Stream {
    return new Rows(this.texts.range(range), (key) => key);
  }

  createValueStream(range?: KeyRange): Stream {
    return new Rows(this.texts.range(range), (key) => JSON.parse(this.texts.get(key) as string));
  }

  lock(_key: string, critical: (release: <Done>(done: Done) => Done) => void): void {
    critical((done) => done);
  }
}

/** Emits all rows in one go, as soon as its reader had the time to listen; stops when it is destroyed. */
class Rows extends Stream {
  private destroyed = false;

  constructor(keys: readonly string[], read: (key: string) => JsonValue) {
    super();
    queueMicrotask(() => {
      for (const key of keys) {
        if (this.destroyed) break;
        this.emit('data', read(key));
      }
      this.emit('end');
    });
  }

  destroy(): void {
    this.destroyed = true;
  }
}

/** The changes of one action, in order, with what was there before. */
export interface Change {
  readonly space: Space;
  readonly key: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** The memory behind dynalite's actions, in place of its LevelDB. */
export class Store {
  /** Read by dynalite's validations; the size is DynamoDB's limit of an item, in bytes. */
  readonly options: { readonly maxItemSize: number } = { maxItemSize: 400 * 1024 };
  readonly tableDb: Space;
  private readonly spaces = new Map<string, Space>();
  private changes: Change[] | undefined;

  constructor() {
    this.tableDb = this.space('table', '');
  }

  getItemDb(table: string): Space {
    return this.space('item', table);
  }

  getIndexDb(type: string, table: string, index: string): Space {
    return this.space('index', `${type.toLowerCase()}/${table}/${index}`);
  }

  getTagDb(table: string): Space {
    return this.space('tag', table);
  }

  /** Forgets everything that a table holds. */
  dropTable(table: string): void {
    this.spaces.delete(`item:${table}`);
    this.spaces.delete(`tag:${table}`);
    for (const name of this.spaces.keys()) {
      if (name.startsWith(`index:local/${table}/`) || name.startsWith(`index:global/${table}/`)) {
        this.spaces.delete(name);
      }
    }
  }

  /** dynalite passes `checkStatus` before the callback when a table in creation is wanted too. */
  getTable(name: string, checkStatus: boolean | Callback<JsonValue>, callback?: Callback<JsonValue>): void {
    const done = typeof checkStatus === 'function' ? checkStatus : (callback as Callback<JsonValue>);
    this.tableDb.get(name, (_error, table) => {
      if (table !== undefined) return done(null, table);
      done(tableNotFound(typeof checkStatus === 'function' ? '' : `: Table: ${name} not found`));
    });
  }

  /** Runs `work`, which must not wait for anything, and returns what it changed, or undoes it when it throws. */
  record(work: () => void): readonly Change[] {
    const outer = this.changes;
    const changes: Change[] = [];
    this.changes = changes;
    try {
      work();
      outer?.push(...changes);
      return changes;
    } catch (error) {
      this.changes = undefined;
      for (const change of changes.reverse()) undo(change);
      throw error;
    } finally {
      this.changes = outer;
    }
  }

  private space(kind: SpaceKind, name: string): Space {
    const existing = this.spaces.get(`${kind}:${name}`);
    if (existing) return existing;
    const changing: SpaceObserver['changing'] = (space, key, after) =>
      this.changes?.push({ space, key, before: space.texts.get(key), after });
    const space = new Space(kind, { changing });
    this.spaces.set(`${kind}:${name}`, space);
    return space;
  }
}

function undo({ space, key, before }: Change): void {
  if (before === undefined) space.texts.delete(key);
  else space.texts.put(key, before);
}

/** An error in the shape in which dynalite's own are thrown. */
function tableNotFound(detail: string): Error {
  return Object.assign(new Error('NotFoundError'), {
    name: 'NotFoundError',
    statusCode: 400,
    body: {
      __type: 'com.amazonaws.dynamodb.v20120810#ResourceNotFoundException',
      message: `Requested resource not found${detail}`,
    },
  });
}

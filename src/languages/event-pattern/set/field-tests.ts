import { resized } from './byte-dictionary.ts';
import type { EventView } from './event-view.ts';
import type { FieldTest } from './field-test.ts';

/**
 * The tests of fields, numbered, each once for all patterns that have an equal field. A test is evaluated at most
 * once per event, and only if a candidate needs it. The results lie in a row of numbers, so that asking again
 * does not touch the test.
 */
export class FieldTests {
  private readonly tests: (FieldTest | undefined)[] = [];
  private readonly ids = new Map<string, number>();
  private readonly free: number[] = [];
  /** By test: four times the number of the event, plus its result there. */
  private results = new Int32Array(64);

  get(id: number): FieldTest {
    return this.tests[id] as FieldTest;
  }

  /** The test of this key, with one more user; `make` makes a new one, with one. */
  acquire(key: string, make: () => FieldTest): number {
    const known = this.ids.get(key);
    if (known !== undefined) {
      this.get(known).users++;
      return known;
    }
    const id = this.free.pop() ?? this.tests.length;
    this.tests[id] = make();
    this.ids.set(key, id);
    if (id >= this.results.length) this.results = resized(this.results, 2 * id);
    this.results[id] = 0;
    return id;
  }

  /** @returns the test if that was its last user */
  release(id: number): FieldTest | undefined {
    const test = this.get(id);
    if (--test.users > 0) return undefined;
    this.tests[id] = undefined;
    this.ids.delete(test.key);
    this.free.push(id);
    return test;
  }

  evaluate(id: number, event: EventView): number {
    const result = this.results[id] as number;
    if (result >> 2 === event.number) return result & 3;
    const computed = this.get(id).evaluate(event);
    this.results[id] = (event.number << 2) | computed;
    return computed;
  }

  /** Before the numbers of events start again. */
  forget(): void {
    this.results.fill(0);
  }
}

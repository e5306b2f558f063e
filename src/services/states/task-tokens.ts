import { AwsError } from '../../core/errors.ts';
import type { JsonValue } from '../../core/json.ts';
import { StatesError, type TaskCall } from '../../languages/asl/index.ts';
import { statesErrors } from './errors.ts';

interface Waiting {
  readonly task: TaskCall;
  resolve(output: JsonValue): void;
  reject(error: StatesError): void;
}

/** Tokens of ended tasks that are remembered, to tell a late answer from a wrong token. */
const REMEMBERED = 10_000;

/** Tasks that wait for somebody to call back with their token. */
export class TaskTokens {
  private readonly waiting = new Map<string, Waiting>();
  private readonly ended = new Set<string>();

  /** Resolves or rejects as SendTaskSuccess or SendTaskFailure says, for whoever forgets the token in the end. */
  wait(token: string, task: TaskCall): Promise<JsonValue> {
    return new Promise<JsonValue>((resolve, reject) => {
      this.waiting.set(token, { task, resolve, reject });
      task.signal.addEventListener('abort', () => this.forget(token), { once: true });
    });
  }

  succeed(token: string, output: JsonValue): void {
    this.take(token).resolve(output);
  }

  fail(token: string, error: string | undefined, cause: string | undefined): void {
    this.take(token).reject(new StatesError(error, cause));
  }

  heartbeat(token: string): void {
    this.find(token).task.heartbeat();
  }

  private take(token: string): Waiting {
    const waiting = this.find(token);
    this.forget(token);
    return waiting;
  }

  /** @throws AwsError TaskTimedOut, InvalidToken */
  private find(token: string): Waiting {
    const waiting = this.waiting.get(token);
    if (waiting) return waiting;
    if (this.ended.has(token)) {
      throw new AwsError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
    }
    throw statesErrors.invalidToken('Invalid token');
  }

  /** The task has ended: an answer that comes now is late. */
  forget(token: string): void {
    if (!this.waiting.delete(token)) return;
    this.ended.add(token);
    const [oldest] = this.ended;
    if (this.ended.size > REMEMBERED && oldest !== undefined) this.ended.delete(oldest);
  }
}

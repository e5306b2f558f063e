import { yieldToEventLoop } from '../../core/clock.ts';
import { type JsonValue, stringifyJson } from '../../core/json.ts';
import { billedTo, type Meter } from '../../core/meter.ts';
import type { ServiceHost } from '../../core/operations.ts';
import type { Span } from '../../core/trace.ts';
import {
  type ExecutionHost,
  ExecutionInterrupted,
  type ExecutionResult,
  type HistoryEvent,
  type HistorySink,
  type RunningExecution,
  startExecution,
  type TaskCall,
} from '../../languages/asl/index.ts';
import { meterExecution, StepCounter } from './billing.ts';
import { statesErrors } from './errors.ts';
import { parseInput } from './input.ts';
import { logSink } from './log.ts';
import type { StateMachine } from './machine.ts';
import type { StartTarget } from './machines.ts';
import { isName } from './names.ts';
import { announceStatus } from './status-events.ts';

/** An execution, running or ended. */
export interface ExecutionRecord {
  readonly arn: string;
  readonly name: string;
  readonly machine: StateMachine;
  /** Of the version or the alias that it was started on. */
  readonly versionArn: string | undefined;
  readonly aliasArn: string | undefined;
  readonly inputText: string;
  readonly traceHeader: string | undefined;
  readonly startTimeMs: number;
  readonly history: readonly HistoryEvent[];
  /** What the memory of an Express execution is estimated from. */
  readonly counter: StepCounter;
  readonly done: Promise<ExecutionResult>;
  result: ExecutionResult | undefined;
  stopTimeMs: number | undefined;
  /** Its machine was deleted: it ends at its next transition. */
  orphaned: boolean;
  stop(error?: string, cause?: string): void;
}

export interface StartRequest {
  readonly target: StartTarget;
  readonly name?: string | undefined;
  readonly inputText?: string | undefined;
  readonly traceHeader?: string | undefined;
  readonly span: Span;
}

/** How a task's call reaches an integration. */
export type InvokeTask = (call: TaskCall, execution: ExecutionRecord) => Promise<JsonValue>;

/** Ended Standard executions that are kept to look at; AWS keeps them for 90 days. */
const KEPT_EXECUTIONS = 1000;

/** All executions of the stack. */
export class Executions {
  private readonly kept = new Map<string, ExecutionRecord>();
  private readonly running = new Set<ExecutionRecord>();
  private readonly host: ServiceHost;
  private readonly invoke: InvokeTask;
  private readonly isWatched: () => boolean;

  /** @param isWatched whether anybody could take events about executions */
  constructor(host: ServiceHost, invoke: InvokeTask, isWatched: () => boolean) {
    this.host = host;
    this.invoke = invoke;
    this.isWatched = isWatched;
  }

  /**
   * Starts an execution. A Standard execution that runs under the same name with the same input is answered
   * again, not started twice.
   * @throws AwsError InvalidExecutionInput, InvalidName, ExecutionAlreadyExists
   */
  start(request: StartRequest): ExecutionRecord {
    const { machine } = request.target;
    const name = request.name ?? this.host.environment.random.uuid();
    if (!isName(name)) throw statesErrors.invalidName(name);
    const inputText = request.inputText ?? '{}';
    const input = parseInput(inputText);
    const arn = this.arnOf(machine, name);
    const earlier = this.kept.get(arn);
    if (!earlier) return this.run(request, arn, name, inputText, input);
    if (earlier.result === undefined && earlier.inputText === inputText) return earlier;
    throw statesErrors.executionAlreadyExists(arn);
  }

  /** @throws AwsError InvalidArn, ExecutionDoesNotExist */
  get(arn: unknown): ExecutionRecord {
    const text = String(arn ?? '');
    const record = this.kept.get(text);
    if (record) return record;
    if (!text.startsWith('arn:')) throw statesErrors.invalidArn(`Invalid ARN prefix: ${text}`);
    if (text.split(':')[5] === 'express') {
      throw statesErrors.invalidArn('Resource type not valid in this context: express');
    }
    throw statesErrors.executionDoesNotExist(text);
  }

  /** Of a machine, a version or an alias; the latest first. */
  of(arn: string): ExecutionRecord[] {
    return [...this.kept.values()]
      .filter(({ machine, versionArn, aliasArn }) => [machine.arn, versionArn, aliasArn].includes(arn))
      .reverse();
  }

  /** Lets the Standard executions of a deleted machine end at their next transition. @returns what they end with */
  orphan(machineArn: string): Promise<ExecutionResult>[] {
    const running = this.of(machineArn).filter(({ result }) => result === undefined);
    for (const record of running) record.orphaned = true;
    return running.map(({ done }) => done);
  }

  /** Ends everything that runs and waits until it has. */
  async close(): Promise<void> {
    const running = [...this.running];
    for (const record of running) record.stop('Lambdaless.Closed', 'The runtime was closed.');
    await Promise.all(running.map(({ done }) => done));
  }

  private arnOf({ arn, type }: StateMachine, name: string): string {
    if (type === 'STANDARD') return `${arn.replace(':stateMachine:', ':execution:')}:${name}`;
    return `${arn.replace(':stateMachine:', ':express:')}:${name}:${this.host.environment.random.uuid()}`;
  }

  private run(
    { target: { machine, versionArn, aliasArn }, traceHeader, span }: StartRequest,
    arn: string,
    name: string,
    inputText: string,
    input: JsonValue,
  ): ExecutionRecord {
    const { environment, meter } = this.host;
    const history: HistoryEvent[] = [];
    const counter = new StepCounter();
    const executionSpan = span.child('execution', machine.name, { executionArn: arn, input });
    const record: Partial<ExecutionRecord> = {
      arn,
      name,
      machine,
      versionArn,
      aliasArn,
      inputText,
      traceHeader,
      startTimeMs: environment.clock.now(),
      history,
      counter,
      orphaned: false,
    };
    const identity = {
      id: arn,
      name,
      roleArn: machine.roleArn,
      stateMachineId: machine.arn,
      stateMachineName: machine.name,
      stateMachineVersionArn: versionArn,
      stateMachineAliasArn: aliasArn,
      input,
      startTimeMs: environment.clock.now(),
      ...(machine.type === 'STANDARD' && { redriveCount: 0 }),
    };
    const running = startExecution(machine.machine, identity, {
      clock: environment.clock,
      random: environment.random,
      region: environment.region,
      history: eventSink(machine, arn, machine.type === 'EXPRESS' ? counter : history, meter),
      span: executionSpan,
      invoke: (call) => this.invoke(call, record as ExecutionRecord),
      breathe: () => yieldToEventLoop(1),
      ...(machine.type === 'STANDARD' && {
        onTransition: () => {
          if (record.orphaned) throw new ExecutionInterrupted('ABORTED');
          billedTo(executionSpan, meter).count('states.standard.transitions', 1);
        },
      }),
    } satisfies ExecutionHost);
    return this.follow(record, running, executionSpan);
  }

  private follow(partial: Partial<ExecutionRecord>, running: RunningExecution, span: Span): ExecutionRecord {
    const record = Object.assign(partial, {
      stop: running.stop,
      result: undefined,
      stopTimeMs: undefined,
      done: running.done.then((result) => this.end(record, result, span)),
    }) as ExecutionRecord;
    this.running.add(record);
    if (record.machine.type === 'STANDARD') {
      this.keep(record);
      this.announce(record, span);
    }
    return record;
  }

  private announce(record: ExecutionRecord, span: Span): void {
    if (this.isWatched()) announceStatus(this.host, record, span);
  }

  private end(record: ExecutionRecord, result: ExecutionResult, span: Span): ExecutionResult {
    record.result = result;
    record.stopTimeMs = this.host.environment.clock.now();
    this.running.delete(record);
    if (record.machine.type === 'EXPRESS') meterExecution(billedTo(span, this.host.meter), record);
    else this.announce(record, span);
    if (result.status === 'SUCCEEDED') {
      span.note({ output: result.output });
      span.end();
    } else {
      span.end({ code: result.error ?? result.status, message: result.cause ?? '' });
    }
    return result;
  }

  private keep(record: ExecutionRecord): void {
    this.kept.set(record.arn, record);
    if (this.kept.size <= KEPT_EXECUTIONS) return;
    for (const [arn, { result }] of this.kept) {
      if (result === undefined) continue;
      this.kept.delete(arn);
      return;
    }
  }
}

/** The text of a result's output; undefined when there is none. */
export function outputText(result: ExecutionResult): string | undefined {
  return result.status === 'SUCCEEDED' ? stringifyJson(result.output) : undefined;
}

/** Who reads the events: a Standard execution's history or an Express execution's counter, and the log, if any. */
function eventSink(
  machine: StateMachine,
  executionArn: string,
  reader: HistoryEvent[] | StepCounter,
  meter: Meter,
): HistorySink {
  const log = logSink(machine.logging, executionArn, meter);
  return {
    add(event) {
      if (reader instanceof StepCounter) reader.add(event);
      else reader.push(event);
      log?.add(event);
    },
  };
}

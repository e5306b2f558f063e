import { isDeepStrictEqual } from 'node:util';
import { messageOf } from '../../src/core/errors.ts';
import {
  InputError,
  type InputSpecification,
  transformInput,
} from '../../src/languages/input-transformer/index.ts';
import type { CaseResult } from './case-result.ts';

interface Case extends InputSpecification {
  readonly name: string;
  readonly event: unknown;
  readonly expectText?: string;
  readonly expectJson?: unknown;
  readonly expectNotDelivered?: boolean;
}

const CONTEXT = {
  ruleArn: 'arn:aws:events:us-east-1:111111111111:rule/rule',
  ruleName: 'rule',
  ingestionTime: '2024-05-13T12:27:07Z',
};

/** Judges `input-transformer.json`: results recorded from EventBridge. */
export function judgeInputTransformer(cases: readonly unknown[]): CaseResult[] {
  return (cases as readonly Case[]).map(judge);
}

function judge(expected: Case): CaseResult {
  const { name, event, Input, InputPath, InputTransformer } = expected;
  let text: string | undefined;
  try {
    text = transformInput({ Input, InputPath, InputTransformer }, JSON.stringify(event), CONTEXT);
  } catch (error) {
    if (!(error instanceof InputError)) return { name, passed: false, detail: messageOf(error) };
  }
  const passed = agrees(expected, text);
  return passed ? { name, passed } : { name, passed, detail: `got ${text ?? 'nothing'}` };
}

function agrees(expected: Case, text: string | undefined): boolean {
  if (expected.expectNotDelivered) return text === undefined;
  if (text === undefined) return false;
  if (expected.expectText !== undefined) return text === expected.expectText;
  return isDeepStrictEqual(JSON.parse(text), expected.expectJson);
}

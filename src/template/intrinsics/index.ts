import { fnIf } from './conditions.ts';
import { findInMap, getAtt, ref, sub } from './references.ts';
import type { Intrinsic } from './scope.ts';
import { base64, getAZs, join, length, select, split, toJsonString } from './strings.ts';

/** The intrinsic functions that the runtime evaluates. */
export const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  Ref: ref,
  'Fn::Base64': base64,
  'Fn::FindInMap': findInMap,
  'Fn::GetAZs': getAZs,
  'Fn::GetAtt': getAtt,
  'Fn::If': fnIf,
  'Fn::Join': join,
  'Fn::Length': length,
  'Fn::Select': select,
  'Fn::Split': split,
  'Fn::Sub': sub,
  'Fn::ToJsonString': toJsonString,
};

/** Intrinsics that CloudFormation has and the runtime refuses, with the reason. */
export const REFUSED_INTRINSICS: Readonly<Record<string, string>> = {
  'Fn::Cidr': 'networks do not exist on a laptop',
  'Fn::ImportValue': 'other stacks do not exist on a laptop; pass the value as a parameter',
  'Fn::Transform': 'macros are code, and lambdaless runs only stacks without code',
  'Fn::ForEach': 'expand the loop before, for example with the CDK',
  'Fn::GetStackOutput': 'other stacks do not exist on a laptop; pass the value as a parameter',
};

/** Names that may follow `!` in a YAML template. */
export const INTRINSIC_NAMES: readonly string[] = [
  ...Object.keys(INTRINSICS),
  ...Object.keys(REFUSED_INTRINSICS),
  'Condition',
  'Fn::And',
  'Fn::Equals',
  'Fn::Not',
  'Fn::Or',
];

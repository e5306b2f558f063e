import { VirtualClock } from '../../src/core/clock.ts';
import { type Environment, seededRandom } from '../../src/core/environment.ts';
import { type LoadOptions, loadTemplate, TemplateError } from '../../src/template/index.ts';
import type { StackModel } from '../../src/template/model.ts';

export const environment: Environment = {
  partition: 'aws',
  region: 'eu-west-1',
  accountId: '123456789012',
  urlSuffix: 'amazonaws.com',
  clock: new VirtualClock(),
  random: seededRandom(1),
};

export const TRUST = {
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Principal: { Service: 'states.amazonaws.com' }, Action: 'sts:AssumeRole' },
};

/** A role whose name is given: the shortest resource with a Ref, an attribute and properties. */
export function role(properties: object = {}, attributes: object = {}): object {
  return {
    Type: 'AWS::IAM::Role',
    Properties: { AssumeRolePolicyDocument: TRUST, ...properties },
    ...attributes,
  };
}

export function load(template: object, options: Partial<LoadOptions> = {}): StackModel {
  return loadTemplate({ Resources: {}, ...template }, { environment, stackName: 'Stack', ...options });
}

/** The value of an intrinsic function, as an output of a template with the given other sections. */
export function evaluate(value: unknown, template: object = {}, options: Partial<LoadOptions> = {}): string {
  const [output] = load({ ...template, Outputs: { Result: { Value: value } } }, options).outputs;
  return output?.value ?? 'no output';
}

/** The problems of a template: "CODE message". */
export function problemsOf(template: object, options: Partial<LoadOptions> = {}): string[] {
  try {
    load(template, options);
    return [];
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return error.problems.map(({ code, message }) => `${code} ${message}`);
  }
}

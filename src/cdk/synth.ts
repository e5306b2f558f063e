import { lambdalessApp, STACK_NAME } from './stack.ts';

/** The CloudFormation template of the deployable stack, made without the CDK's command line. */
export function synthTemplate(): object {
  return lambdalessApp({ analyticsReporting: false }).synth().getStackByName(STACK_NAME).template as object;
}

import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

export interface RoleProps {
  /** The service that assumes the role. */
  readonly service: 'apigateway' | 'events' | 'states';
  /** Action to resources; hand-written, because the CDK's grants allow more than one call needs. */
  readonly allow: Readonly<Record<string, readonly string[]>>;
  /** The keys of the data that the calls touch. */
  readonly encryptionKeys?: readonly (kms.IKey | undefined)[];
}

export function createRole(scope: Construct, id: string, props: RoleProps): iam.Role {
  const statements = Object.entries(props.allow).map(
    ([action, resources]) => new iam.PolicyStatement({ actions: [action], resources: [...resources] }),
  );
  for (const key of new Set(props.encryptionKeys)) {
    if (!key) continue;
    const actions = ['kms:Decrypt', 'kms:GenerateDataKey'];
    statements.push(new iam.PolicyStatement({ actions, resources: [key.keyArn] }));
  }
  return new iam.Role(scope, id, {
    assumedBy: new iam.ServicePrincipal(`${props.service}.amazonaws.com`),
    inlinePolicies: { Calls: new iam.PolicyDocument({ statements }) },
  });
}

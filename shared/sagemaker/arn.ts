/** ARNs of SageMaker resources. SageMaker lower-cases names in some of them, so they are compared whatever their case. */

/** `arn:aws:sagemaker:eu-west-1:111122223333:model/m` → `model`; null for what is no such ARN. */
export function resourceTypeOf(arn: string): string | null {
  const match = /^arn:[^:]+:sagemaker:[^:]*:\d{12}:([a-z0-9-]+)\/.+$/.exec(arn);
  return match?.[1] ?? null;
}

export function sameArn(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

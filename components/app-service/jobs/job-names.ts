/** What the pods of a run before a rollout are called: neither the service's Service nor its budget may take them. */
export function beforeRolloutName(service: string): string {
  return `${service}-before-rollout`;
}

/** One resource that the program registered, as the preview, the policies, the cost model and the tests see it. */
export interface RecordedResource {
  /** URN in the engine's form: `urn:pulumi:<stack>::<project>::<parent types joined by $>$<type>::<name>`. */
  urn: string;
  /** Pulumi type token, for example `kubernetes:apps/v1:Deployment`. */
  type: string;
  /** Logical name. */
  name: string;
  /** URN of the parent; undefined for the stack itself. */
  parent: string | undefined;
  /** `<urn>::<id>` of the provider that manages the resource; undefined for components. */
  provider: string | undefined;
  /** False for components, local and remote. */
  custom: boolean;
  /** True for components whose children the engine makes (awsx, eks, Helm charts): one node here. */
  remote: boolean;
  /**
   * Inputs as they go over the wire: unknown values and secrets are still the SDK's markers.
   * `display()` in `preview/display.ts` turns them into `[unknown]` and `[secret]`.
   */
  inputs: Record<string, unknown>;
  /** URNs that must exist first: what the program said by `dependsOn` and what its inputs refer to. */
  dependencies: string[];
  protect: boolean;
  retainOnDelete: boolean;
  ignoreChanges: string[];
  deletedWith: string | undefined;
}

import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import { commonLabels, configPath } from "../shared/labels";
import { type Transform, transformed } from "../shared/transform";
import { annotation } from "../shared/vocabulary";
import { bindingsOf, type ExemptNamespace } from "./bindings";
import { admissionPolicies, type PackSettings } from "./policies";
import type { AdmissionSettings } from "./settings";

export interface AdmissionArgs {
  context: PlatformContext;
  settings: AdmissionSettings;
  /** Levels, figures and exemptions of the policy pack, so that both say the same. */
  pack: PackSettings;
  /** Namespaces of add-ons. */
  addonNamespaces: string[];
  /** Users, as the API server knows them, that make pods from templates of others or of no author. */
  makers: string[];
  /** Last word on a policy and on a binding. */
  transform?: {
    policy?: Transform<k8s.admissionregistration.v1.ValidatingAdmissionPolicyArgs>;
    binding?: Transform<k8s.admissionregistration.v1.ValidatingAdmissionPolicyBindingArgs>;
  };
}

/** Why pods of add-ons are noted and not refused. */
const charts = "pods of charts of others";

/**
 * The policy pack's rules on pods and namespaces, once more in the cluster: what is refused before a deployment
 * is refused after it too, whoever applies it. Pod Security admission has its share of them in the labels of namespaces.
 *
 * ValidatingAdmissionPolicies are the API server's own: there is no webhook that can be down, and nothing to run.
 *
 * No cost.
 */
export class Admission extends PlatformComponent {
  constructor(name: string, args: AdmissionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("admission", "Admission", name, opts);
    const { mode, exempt } = args.settings;
    const exempted: ExemptNamespace[] = [
      ...args.addonNamespaces.map((namespace) => ({ name: namespace, reason: charts })),
      ...Object.entries(exempt).map(([namespace, reason]) => ({ name: namespace, reason })),
    ];
    for (const plan of admissionPolicies(args.pack, args.makers)) {
      const policy = new k8s.admissionregistration.v1.ValidatingAdmissionPolicy(
        this.child(plan.name),
        transformed({ metadata: this.metadata(plan.name, args), spec: plan.spec }, args.transform?.policy),
        this.opts(),
      );
      for (const binding of bindingsOf(plan, mode, exempted)) {
        const metadata = this.metadata(binding.name, args, binding.reason);
        new k8s.admissionregistration.v1.ValidatingAdmissionPolicyBinding(
          this.child(binding.name),
          transformed({ metadata, spec: binding.spec }, args.transform?.binding),
          this.opts({ dependsOn: [policy] }),
        );
      }
    }
    this.registerOutputs({});
  }

  private metadata(name: string, { context, settings }: AdmissionArgs, left?: string) {
    const reason = [settings.reason, left].filter((part) => part !== undefined).join("; ");
    return {
      name,
      labels: commonLabels(context, { name }),
      annotations: { ...configPath("admission"), ...(reason === "" ? {} : { [annotation.reason]: reason }) },
    };
  }
}

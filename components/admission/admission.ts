import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import { commonLabels, configPath } from "../shared/labels";
import type { Transform } from "../shared/transform";
import { annotation } from "../shared/vocabulary";
import { bindingsOf, type ExemptNamespace } from "./bindings";
import { admissionPolicies, type PackSettings } from "./policies";
import type { AdmissionSettings } from "./settings";

/** Slots of admission. */
export interface AdmissionTransform {
  /** Called for each rule. Default: the rule of the policy pack. */
  policy?: Transform<k8s.admissionregistration.v1.ValidatingAdmissionPolicyArgs>;
  /** Called for each rule, and once more where it is only noted. Default: `admission.mode`, outside of exempt namespaces. */
  binding?: Transform<k8s.admissionregistration.v1.ValidatingAdmissionPolicyBindingArgs>;
}

export interface AdmissionArgs {
  context: PlatformContext;
  settings: AdmissionSettings;
  /** Levels, figures and exemptions of the policy pack, so that both say the same. */
  pack: PackSettings;
  /** Namespaces of add-ons. */
  addonNamespaces: string[];
  /** Users, as the API server knows them, that make pods from templates of others or of no author. */
  makers: string[];
  transform?: AdmissionTransform;
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
export class Admission extends PlatformComponent<AdmissionTransform> {
  constructor(name: string, args: AdmissionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("admission", "Admission", name, opts, args.transform);
    const { mode, exempt } = args.settings;
    const exempted: ExemptNamespace[] = [
      ...args.addonNamespaces.map((namespace) => ({ name: namespace, reason: charts })),
      ...Object.entries(exempt).map(([namespace, reason]) => ({ name: namespace, reason })),
    ];
    for (const plan of admissionPolicies(args.pack, args.makers)) {
      const { ValidatingAdmissionPolicy, ValidatingAdmissionPolicyBinding } = k8s.admissionregistration.v1;
      const object = { metadata: this.metadata(plan.name, args), spec: plan.spec };
      const policy = this.make("policy", ValidatingAdmissionPolicy, this.child(plan.name), object);
      for (const binding of bindingsOf(plan, mode, exempted)) {
        const bound = { metadata: this.metadata(binding.name, args, binding.reason), spec: binding.spec };
        this.make("binding", ValidatingAdmissionPolicyBinding, this.child(binding.name), bound, {
          dependsOn: [policy],
        });
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

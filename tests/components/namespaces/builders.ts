import { applicationNamespaces } from "../../../components/namespaces/application";
import { Namespaces } from "../../../components/namespaces/namespaces";
import type { PolicySurroundings } from "../../../components/namespaces/network-policies";
import { namespacesSettings } from "../../../components/namespaces/settings";
import type { NamespaceSpec } from "../../../components/namespaces/spec";
import { namespaceBounds } from "../../../stacks/namespace-bounds";
import { platformContext } from "../../support/builders";
import { recorded } from "../../support/record";

/** Schema with the defaults of production. */
export const schema = namespacesSettings(namespaceBounds.production);

export const surroundings: PolicySurroundings = {
  vpcCidr: "10.0.0.0/16",
  privateSubnetCidrs: ["10.0.11.0/24", "10.0.12.0/24"],
  interfaceEndpoints: false,
  monitoringNamespace: "monitoring",
  mesh: { istiodNamespace: "istio-system" },
};

/** An application namespace as a stack's YAML makes it. */
export function application(settings: object = {}, name = "production"): NamespaceSpec {
  const [spec] = applicationNamespaces(schema.parse({ [name]: settings }));
  if (!spec) throw new Error("the schema gave no namespace");
  return spec;
}

/** The namespace of an add-on. */
export function platform(deviation: Partial<NamespaceSpec> = {}): NamespaceSpec {
  return { name: "system", kind: "platform", podSecurity: "restricted", ...deviation };
}

/** Records what the component makes of namespaces. */
export function made(...namespaces: NamespaceSpec[]) {
  return recorded(() => new Namespaces("namespaces", { context: platformContext(), namespaces, surroundings }));
}

import { expect } from "chai";
import * as fc from "fast-check";
import { kubeObject, type KubeObject } from "../../policies/support/kube-object";
import { podOf, type Pod } from "../../policies/support/pods";
import { selects } from "../../policies/support/selectors";
import { perhapsTaking } from "../../policies/support/taken";
import { policyProps } from "../../preview/policy-run/wire";
import { unknown } from "./support/workloads";

function object(type: string, name: string, inputs: Record<string, unknown>): KubeObject {
  const { props } = policyProps(inputs);
  const made = kubeObject({ type: `kubernetes:${type}`, name, urn: name, props });
  if (!made) throw new Error(`${type} is no type of Kubernetes`);
  return made;
}

const namespaces = fc.constantFrom("shop", "media");
const key = fc.constantFrom("app", "tier");
const value = fc.constantFrom<unknown>("a", "b", "c", 1, null, unknown);
const labels = fc.oneof(
  { weight: 9, arbitrary: fc.dictionary(key, value) },
  fc.constantFrom<unknown>(unknown, "none", null),
);
const expressions = fc.array(
  fc.record({ key, operator: fc.constantFrom("In", "NotIn", "Exists"), values: fc.array(fc.constantFrom("a", "b")) }),
  { maxLength: 1 },
);
const selector = fc.oneof(
  { weight: 9, arbitrary: fc.record({ matchLabels: labels, matchExpressions: expressions }, { requiredKeys: [] }) },
  fc.constantFrom<unknown>({}, unknown, null),
);

describe("what may take a pod", () => {
  it("leaves out nothing but what surely doesn't", () => {
    const pods = fc.array(fc.record({ namespace: namespaces, labels }), { minLength: 1, maxLength: 6 });
    const policies = fc.array(fc.record({ namespace: namespaces, podSelector: selector }), { maxLength: 6 });
    let leftOut = 0;
    fc.assert(
      fc.property(pods, policies, (somePods, somePolicies) => {
        const all = somePods.map((one, index): Pod => {
          const metadata = { name: `pod-${index}`, namespace: one.namespace, labels: one.labels };
          return podOf(object("core/v1:Pod", `pod-${index}`, { metadata, spec: {} })) as Pod;
        });
        const selecting = somePolicies.map(({ namespace, podSelector }, index) =>
          object("networking.k8s.io/v1:NetworkPolicy", `policy-${index}`, {
            metadata: { namespace },
            spec: { podSelector },
          }),
        );
        const selectorOf = (policy: KubeObject) => policy.root.at("spec", "podSelector");
        const near = perhapsTaking(selecting, selectorOf, all);
        for (const pod of all) {
          const perhaps = selecting.filter(
            (policy) =>
              policy.namespace === pod.object.namespace &&
              selects(selectorOf(policy), pod.metadata.at("labels")) !== false,
          );
          expect(near(pod)).to.include.members(perhaps);
          leftOut += selecting.length - near(pod).length;
        }
      }),
      { numRuns: 500 },
    );
    expect(leftOut).to.be.above(1000);
  });
});

import { expect } from "chai";
import { type Json, says } from "./support/stack";
import { resource, unknown } from "./support/workloads";

const pods = { apiGroups: [""], apiVersions: ["v1"], resources: ["pods"], operations: ["CREATE"] };
const wrong = ["violation ValidatingWebhookConfiguration guard"];
const maybe = ["unknown ValidatingWebhookConfiguration guard"];
const of = (webhook: unknown, config: Json = {}) =>
  says(
    "webhooks",
    [
      resource(
        "kubernetes:admissionregistration.k8s.io/v1:ValidatingWebhookConfiguration",
        { metadata: { name: "guard" }, webhooks: [webhook] },
        "guard",
      ),
    ],
    config,
  );

describe("an admission webhook", () => {
  it("answers within ten seconds, as Kubernetes has it where nothing is said", async () => {
    for (const [timeoutSeconds, fine] of [
      [undefined, true],
      [10, true],
      [11, false],
      ["5", false],
      [{}, false],
    ] as const) {
      expect(await of({ timeoutSeconds }), JSON.stringify(timeoutSeconds)).to.deep.equal(fine ? [] : wrong);
    }
    expect(await of({ timeoutSeconds: 30 }, { maxSeconds: 30 })).to.deep.equal([]);
    expect(await of({ timeoutSeconds: unknown })).to.deep.equal(maybe);
  });

  it("doesn't stand before every pod and fail", async () => {
    expect(await of({ rules: [pods] })).to.deep.equal(wrong);
    expect(await of({ rules: [pods], failurePolicy: "Fail" })).to.deep.equal(wrong);
    expect(await of({ rules: [pods], failurePolicy: "Ignore" })).to.deep.equal([]);
    for (const rule of [
      { ...pods, resources: ["*"] },
      { ...pods, resources: ["*/*"], apiGroups: ["*"] },
      { ...pods, operations: ["UPDATE", "*"] },
    ]) {
      expect(await of({ rules: [rule] }), JSON.stringify(rule)).to.deep.equal(wrong);
    }
    for (const rule of [
      { ...pods, resources: ["deployments"] },
      { ...pods, apiGroups: ["apps"] },
      { ...pods, operations: ["DELETE"] },
    ]) {
      expect(await of({ rules: [rule] }), JSON.stringify(rule)).to.deep.equal([]);
    }
  });

  it("may stand before some pods, by a selector that says which", async () => {
    const labels = { matchLabels: { inject: "yes" } };
    const expression = { matchExpressions: [{ key: "name", operator: "NotIn", values: ["kube-system"] }] };
    expect(await of({ rules: [pods], namespaceSelector: expression })).to.deep.equal([]);
    expect(await of({ rules: [pods], objectSelector: labels })).to.deep.equal([]);
    for (const namespaceSelector of [{}, { matchLabels: {} }, { matchExpressions: [] }, null]) {
      expect(await of({ rules: [pods], namespaceSelector }), JSON.stringify(namespaceSelector)).to.deep.equal(wrong);
    }
    expect(await of({ rules: [pods], namespaceSelector: "garbage" })).to.deep.equal(wrong);
  });

  it("is unsure where what decides isn't known, and never right with garbage", async () => {
    expect(await of({ rules: unknown })).to.deep.equal(maybe);
    expect(await of({ rules: [{ ...pods, resources: unknown }] })).to.deep.equal(maybe);
    expect(await of({ rules: [pods], failurePolicy: unknown })).to.deep.equal(maybe);
    expect(await of({ rules: [pods], namespaceSelector: unknown })).to.deep.equal(maybe);
    for (const rules of ["garbage", [3], [{ ...pods, resources: "pods" }], [{ ...pods, resources: [3] }]]) {
      expect(await of({ rules }), JSON.stringify(rules)).to.deep.equal(wrong);
    }
  });
});

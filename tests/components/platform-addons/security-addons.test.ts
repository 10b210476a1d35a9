import { expect } from "chai";
import { platformNamespaces } from "../../../components/platform-addons/namespaces";
import { catalog } from "../../../components/platform-addons/registry";
import { resolveAddons } from "../../../components/platform-addons/resolve";
import { vpcCniConfiguration } from "../../../components/managed-addons/configuration";
import { managedAddonsSettings } from "../../../components/managed-addons/settings";
import { parseStack } from "../../../stacks/config";
import { type ConfigError } from "../../../stacks/problems";
import { problemsIn } from "../../support/problems";
import { stackConfig } from "../../support/stack-config";
import { selection, surroundings } from "./builders";

function resolved(name: keyof typeof catalog, settings: Record<string, unknown> = {}, beside = {}) {
  const found = resolveAddons(selection({ [name]: settings, ...beside }), surroundings()).find(
    ({ addon }) => addon.name === name,
  );
  if (!found) throw new Error(`no ${name}`);
  return { ...found, values: found.values as Record<string, any> };
}

describe("trivy-operator", () => {
  it("VC-64, KP-44: reports HIGH and CRITICAL vulnerabilities, by three jobs at a time on the system pool", () => {
    const { operator, trivy, trivyOperator } = resolved("trivy-operator").values;
    expect(trivy.severity).to.equal("HIGH,CRITICAL");
    expect(operator.scanJobsConcurrentLimit).to.equal(3);
    expect(trivyOperator.scanJobNodeSelector).to.deep.equal({ "platform/pool": "system" });
  });

  it("VC-64, KP-44: images by digest, which a stack may set to another", () => {
    const digest = `sha256:${"0".repeat(64)}`;
    const pinned = resolved("trivy-operator", { digests: { operator: digest, scanner: digest } }).values;
    expect([pinned.image.tag, pinned.trivy.image.tag]).to.deep.equal([`0.32.0@${digest}`, `0.72.0@${digest}`]);
    const { image, trivy } = resolved("trivy-operator").values;
    for (const { tag } of [image, trivy.image]) expect(tag).to.match(/^0\.(32|72)\.0@sha256:[0-9a-f]{64}$/);
    const schema = catalog["trivy-operator"].settings({ replicas: 2 });
    expect(problemsIn(schema, { digests: { scanner: "0.69.4" } })[0]?.path).to.equal("digests.scanner");
  });

  it("SS-56: reads no host, and no Secret of another namespace", () => {
    const { operator } = resolved("trivy-operator").values;
    expect(operator.infraAssessmentScannerEnabled).to.equal(false);
    expect(operator.accessGlobalSecretsAndServiceAccount).to.equal(false);
    expect(platformNamespaces(selection({ "trivy-operator": {} }))[0]?.podSecurity).to.equal("restricted");
  });

  it("VC-64: scan jobs may ask registries, and nobody may ask them", () => {
    const policies = resolved("trivy-operator").objects.map(({ metadata, body }) => [
      metadata.name,
      ((body.spec as { ingress?: { ports: unknown[] }[] }).ingress ?? []).flatMap(({ ports }) => ports).length,
    ]);
    expect(policies).to.deep.equal([
      ["trivy-operator", 2],
      ["trivy-scans", 0],
    ]);
  });
});

describe("policy-controller", () => {
  const keyless = {
    type: "keyless",
    issuer: "https://token.actions.githubusercontent.com",
    subject: "https://github.com/acme/shop/.github/workflows/build.yml@refs/heads/main",
  };
  const settings = { namespaces: ["shop"], signatures: { own: { signedBy: keyless } } };

  it("VC-65: an image of the stack's own registry starts with the signature of its pipeline only", () => {
    const [, policy] = resolved("policy-controller", settings).objects;
    expect(policy).to.include({ kind: "ClusterImagePolicy", apiVersion: "policy.sigstore.dev/v1beta1" });
    expect(policy?.body.spec).to.deep.equal({
      mode: "enforce",
      images: [{ glob: "123456789012.dkr.ecr.us-east-1.amazonaws.com/**" }],
      authorities: [
        {
          name: "identity",
          keyless: {
            url: "https://fulcio.sigstore.dev",
            identities: [{ issuer: keyless.issuer, subject: keyless.subject }],
          },
          ctlog: { url: "https://rekor.sigstore.dev" },
        },
      ],
    });
  });

  it("VC-65: or with that of a key of KMS", () => {
    const keyArn = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555";
    const signedBy = { type: "kms", keyArn };
    const [, policy] = resolved("policy-controller", { ...settings, signatures: { own: { signedBy } } }).objects;
    expect((policy?.body.spec as { authorities: unknown }).authorities).to.deep.equal([
      { name: "key", key: { kms: `awskms:///${keyArn}` } },
    ]);
  });

  it("VC-65: in the namespaces that the stack names, and whatever no policy is about is refused", () => {
    const { webhook } = resolved("policy-controller", settings).values;
    expect(webhook.namespaceSelector.matchExpressions).to.deep.equal([
      { key: "kubernetes.io/metadata.name", operator: "In", values: ["shop"] },
    ]);
    expect(webhook.configData).to.deep.equal({ "no-match-policy": "deny" });
    expect(webhook).to.include({ failurePolicy: "Fail", replicaCount: 2 });
    expect(webhook.podDisruptionBudget).to.deep.equal({ enabled: true, minAvailable: 1 });
    const schema = catalog["policy-controller"].settings({ replicas: 2 });
    expect(problemsIn(schema, { ...settings, namespace: "system" })[0]?.path).to.equal("namespace");
    expect(problemsIn(schema, { ...settings, signatures: {} })[0]?.path).to.equal("signatures");
  });
});

describe("calico", () => {
  const problemsOf = (change: (raw: Record<string, any>) => void) => {
    const raw = stackConfig("production");
    change(raw);
    try {
      parseStack("test", raw);
      return [];
    } catch (error) {
      return (error as ConfigError).problems.map(({ path, set }) => [path, set]);
    }
  };

  it("KP-37: enforces policies beside the VPC CNI, which gives the addresses", () => {
    const { installation, apiServer, manageCRDs } = resolved("calico").values;
    expect(installation).to.deep.include({
      kubernetesProvider: "EKS",
      cni: { type: "AmazonVPC" },
      calicoNetwork: { bgp: "Disabled" },
    });
    expect([apiServer.enabled, manageCRDs]).to.deep.equal([false, false]);
    expect(
      platformNamespaces(selection({ calico: {} })).map(({ name, podSecurity }) => [name, podSecurity]),
    ).to.deep.equal([
      ["calico-system", "privileged"],
      ["tigera-operator", "privileged"],
    ]);
  });

  it("KP-37: then the VPC CNI's own agent is off", () => {
    const engine = (podNetworking: Record<string, unknown>) =>
      vpcCniConfiguration(managedAddonsSettings({ dnsMinReplicas: 2 }).parse({ podNetworking }).podNetworking, {})
        .enableNetworkPolicy;
    expect([engine({}), engine({ policyEngine: "calico" })]).to.deep.equal(["true", "false"]);
  });

  it("KP-37: one engine, at the gateway: not both, and not none", () => {
    expect(problemsOf((raw) => (raw.addons.calico = {}))).to.deep.equal([
      [
        "addons.calico",
        "managedAddons.podNetworking.policyEngine: calico, which switches that agent off, or remove the line",
      ],
    ]);
    const engine = { snapshots: true, podNetworking: { policyEngine: "calico" } };
    expect(problemsOf((raw) => (raw.managedAddons = engine))).to.deep.equal([
      ["managedAddons.podNetworking.policyEngine", '"calico: {}" in addons, or vpc-cni'],
    ]);
    expect(
      problemsOf((raw) => {
        raw.managedAddons = engine;
        raw.addons.calico = {};
      }),
    ).to.deep.equal([]);
  });
});

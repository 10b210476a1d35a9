import { expect } from "chai";
import * as fc from "fast-check";
import {
  type AddonConfiguration,
  corednsConfiguration,
  ebsCsiConfiguration,
  overlaid,
  vpcCniConfiguration,
} from "../../../components/managed-addons/configuration";
import { addonKeys } from "../../data/eks-addon-keys";
import { addonsSettings } from "./builders";

const tags = { team: "platform", "cost-center": "acme" };

function cni(podNetworking: Record<string, unknown> = {}): Record<string, any> {
  return vpcCniConfiguration(addonsSettings({ podNetworking }).podNetworking, tags);
}

describe("configuration of the VPC CNI", () => {
  it("KP-5, KP-6: delegates prefixes and holds one in reserve", () => {
    expect(cni().env).to.include({ ENABLE_PREFIX_DELEGATION: "true", WARM_PREFIX_TARGET: "1" });
  });

  it("KP-6: keeps as many prefixes in reserve as the stack says", () => {
    expect(cni({ warmPrefixes: 2 }).env.WARM_PREFIX_TARGET).to.equal("2");
  });

  it("KP-6: gives single addresses when delegation is off, without a target that would mean nothing", () => {
    const { env } = cni({ prefixDelegation: false });
    expect(env.ENABLE_PREFIX_DELEGATION).to.equal("false");
    expect(env).not.to.have.property("WARM_PREFIX_TARGET");
  });

  it("KP-7: lets pods have security groups when the stack says so, and network policies still hold for them", () => {
    expect(cni({ podSecurityGroups: true }).env).to.include({
      ENABLE_POD_ENI: "true",
      POD_SECURITY_GROUP_ENFORCING_MODE: "standard",
    });
    expect(cni().env).not.to.have.any.keys("ENABLE_POD_ENI", "POD_SECURITY_GROUP_ENFORCING_MODE");
  });

  it("enforces network policies and logs at INFO", () => {
    expect(cni().enableNetworkPolicy).to.equal("true");
    expect(cni().env).to.include({ AWS_VPC_K8S_CNI_LOGLEVEL: "INFO", AWS_VPC_K8S_PLUGIN_LOG_LEVEL: "INFO" });
  });

  it("KP-37: leaves network policies to Calico, which is told the address of a pod at once", () => {
    const { enableNetworkPolicy, env } = cni({ policyEngine: "calico" });
    expect([enableNetworkPolicy, env.ANNOTATE_POD_IP]).to.deep.equal(["false", "true"]);
    expect(cni().env).not.to.have.property("ANNOTATE_POD_IP");
  });

  it("writes the stack's tags on the interfaces that it makes, in an order of their own", () => {
    const reversed = Object.fromEntries(Object.entries(tags).reverse());
    expect(cni().env.ADDITIONAL_ENI_TAGS).to.equal('{"cost-center":"acme","team":"platform"}');
    expect(vpcCniConfiguration(addonsSettings().podNetworking, reversed)).to.deep.equal(cni());
  });

  it("says booleans and numbers as strings, as its schema asks", () => {
    const leaves = Object.values(cni({ podSecurityGroups: true }).env);
    expect(leaves.every((leaf) => typeof leaf === "string")).to.equal(true);
  });
});

describe("configuration of CoreDNS", () => {
  const dns = () => corednsConfiguration(addonsSettings().dns) as Record<string, any>;

  it("never runs one pod, spreads them over zones and lets one go at a time", () => {
    expect(dns().autoScaling).to.deep.equal({ enabled: true, minReplicas: 3, maxReplicas: 10 });
    expect(dns().podDisruptionBudget).to.deep.equal({ enabled: true, maxUnavailable: 1 });
    expect(dns().topologySpreadConstraints).to.deep.equal([
      {
        maxSkew: 1,
        topologyKey: "topology.kubernetes.io/zone",
        whenUnsatisfiable: "ScheduleAnyway",
        labelSelector: { matchLabels: { "k8s-app": "kube-dns" } },
      },
    ]);
  });

  it("answers on for 20 seconds after it was told to stop", () => {
    expect(dns().corefile).to.match(/health \{\s+lameduck 20s\s+\}/);
  });

  it("serves the cluster's domain, is scraped and forwards the rest", () => {
    for (const line of [
      "kubernetes cluster.local in-addr.arpa ip6.arpa",
      "prometheus :9153",
      "ready",
      "forward . /etc/resolv.conf",
    ]) {
      expect(dns().corefile).to.contain(line);
    }
  });
});

describe("configuration of the EBS driver", () => {
  it("brings no storage class of its own and tags volumes", () => {
    expect(ebsCsiConfiguration(tags)).to.deep.equal({
      defaultStorageClass: { enabled: false },
      controller: { extraVolumeTags: { "cost-center": "acme", team: "platform" } },
    });
  });
});

describe("configuration of every managed add-on", () => {
  const all: Record<string, AddonConfiguration> = {
    "vpc-cni": cni({ podSecurityGroups: true }),
    coredns: corednsConfiguration(addonsSettings().dns),
    "aws-ebs-csi-driver": ebsCsiConfiguration(tags),
  };

  for (const [addon, configuration] of Object.entries(all)) {
    it(`uses only keys that the schema of ${addon} is known to have`, () => {
      const known = addonKeys[addon] ?? [];
      const unknown = paths(configuration).filter((path) => !known.some((key) => fits(path, key)));
      expect(unknown).to.deep.equal([]);
    });
  }
});

describe("overlaid", () => {
  it("replaces one value and leaves its neighbours", () => {
    const over = { env: { WARM_PREFIX_TARGET: "3" } };
    expect(overlaid({ env: { A: "1", WARM_PREFIX_TARGET: "1" }, b: 2 }, over)).to.deep.equal({
      env: { A: "1", WARM_PREFIX_TARGET: "3" },
      b: 2,
    });
  });

  it("replaces lists as a whole", () => {
    expect(overlaid({ list: [1, 2] }, { list: [3] })).to.deep.equal({ list: [3] });
  });

  it("has every leaf of what is laid over, and changes neither argument", () => {
    const tree = fc.dictionary(
      fc.constantFrom("a", "b", "c"),
      fc.oneof(fc.integer(), fc.dictionary(fc.constantFrom("x", "y"), fc.integer())),
    );
    fc.assert(
      fc.property(tree, tree, (base, over) => {
        const before = JSON.stringify([base, over]);
        const result = overlaid(base, over);
        expect(JSON.stringify([base, over])).to.equal(before);
        expect(overlaid(result, over)).to.deep.equal(result);
        for (const path of paths(over)) expect(valueOf(result, path)).to.deep.equal(valueOf(over, path));
      }),
    );
  });
});

function paths(value: AddonConfiguration, prefix = ""): string[] {
  return Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? paths(inner as AddonConfiguration, `${prefix}${key}.`)
      : [`${prefix}${key}`],
  );
}

function valueOf(value: AddonConfiguration, path: string): unknown {
  return path.split(".").reduce<unknown>((at, key) => (at as AddonConfiguration | undefined)?.[key], value);
}

function fits(path: string, key: string): boolean {
  return key.endsWith(".*") ? path.startsWith(key.slice(0, -1)) : path === key;
}

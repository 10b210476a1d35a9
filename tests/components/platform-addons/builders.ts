import { chartPin } from "../../../components/shared/pins";
import { type Addon, type CommonAddonSettings, waves } from "../../../components/platform-addons/addon";
import type { AddonFacts } from "../../../components/platform-addons/addon-facts";
import { placementOn } from "../../../components/platform-addons/placement";
import type { SelectedAddon } from "../../../components/platform-addons/resolve";
import { type AddonsSettings, addonsSettings } from "../../../components/platform-addons/settings";
import { selectedAddons } from "../../../components/platform-addons/select";
import type { PoolRef } from "../../../components/shared/refs";
import { platformContext } from "../../support/builders";

/** A system pool as the node pools offer it. */
export const systemPool: PoolRef = {
  labels: { "platform/pool": "system" },
  taints: [{ key: "CriticalAddonsOnly", value: "true", effect: "NoSchedule" }],
  architectures: ["amd64"],
  capacity: "on-demand",
};

export function addonFacts(deviation: Partial<AddonFacts> = {}): AddonFacts {
  return {
    platform: platformContext(),
    zones: ["us-east-1a", "us-east-1b", "us-east-1c"],
    meshNamespaces: [],
    domain: "acme.example",
    hostedZones: [{ domain: "acme.example", id: "Z0123456789ABCDEFGHIJ" }],
    nodes: { roleName: "acme-node", images: { al2023: "1.36.4-20260930", bottlerocket: "1.66.0-1ad6b4a4" } },
    tags: { platform: "acme", team: "platform" },
    vpc: { tags: { platform: "acme", stack: "test" } },
    ...deviation,
  };
}

export const surroundings = () => ({ facts: addonFacts(), placement: placementOn(systemPool) });

/** Settings as a stack of the production tier would have them. */
export function addonsOf(raw: Record<string, unknown>): AddonsSettings {
  return addonsSettings({ replicas: 2 }).parse(raw);
}

/** Settings without which an add-on can't be, for those that have some. */
export const leastSettings: Record<string, Record<string, unknown>> = {
  "policy-controller": {
    namespaces: ["shop"],
    signatures: {
      own: { signedBy: { type: "keyless", issuer: "https://issuer.example", subject: "build@acme.example" } },
    },
  },
};

export const selection = (raw: Record<string, unknown>): SelectedAddon[] => selectedAddons(addonsOf(raw));

/** An add-on made for a test. */
export function anAddon(deviation: Partial<Addon<CommonAddonSettings>> & { name: string }): SelectedAddon {
  const settings = { namespace: "system", replicas: 2, values: {} };
  const addon: Addon<CommonAddonSettings> = {
    summary: "an add-on of a test",
    wave: waves.services,
    chart: chartPin("metrics-server"),
    page: { none: "made for a test" },
    needs: [],
    excludes: [],
    namespaces: () => [{ name: "system", podSecurity: "restricted" }],
    delivery: () => ({ kind: "chart", reason: "test" }),
    values: () => ({}),
    ...deviation,
  };
  return { addon, settings };
}

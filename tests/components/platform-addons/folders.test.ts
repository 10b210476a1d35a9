import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { catalog, everyAddon } from "../../../components/platform-addons/registry";

const root = join(__dirname, "..", "..", "..");
const folders = "components/platform-addons/catalog/";
const registry = "components/platform-addons/registry.ts";
const read = (path: string) => readFileSync(join(root, path), "utf8");

/** The code of the program, the policies, the preview and the tools, outside of the catalogue. */
const product = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
  cwd: root,
  encoding: "utf8",
})
  .split("\n")
  .filter((path) => /^(index\.ts|(components|stacks|policies|preview|tools)\/.*\.ts)$/.test(path))
  .filter((path) => !path.startsWith(folders) && path !== registry && existsSync(join(root, path)));

/** Code without comments and imports: an import from a folder of the catalogue uses its knowledge and has none. */
const code = (path: string) =>
  read(path)
    .replace(/^(import|export) [^;]*? from "[^"]*";$/gm, "")
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/(^|\s)\/\/.*$/gm, "");

/** An add-on's name as a word. */
const named = (addon: string) => new RegExp(`(?<![\\w@-])${addon}(?![\\w-])`);

/** A word of others, too: AWS Backup keeps its copies in a vault. */
const ambiguous = "vault";

/** Where an add-on is named outside of its folder, by file or folder, and why. */
const remains: { addons: string[]; why: string; where: string[] }[] = [
  {
    addons: ["keda"],
    why: "services are scaled by objects of KEDA, which name it and ask for it",
    where: ["components/app-service/scaling/", "stacks/checks/service-addons.ts", "stacks/resolve/service-queues.ts"],
  },
  {
    addons: ["argo-rollouts", "metrics-server", "vertical-pod-autoscaler"],
    why: "keys of services that make objects for them, and the check that they are there",
    where: ["stacks/checks/service-addons.ts"],
  },
  {
    addons: ["cert-manager"],
    why: "certificates of services and gateways are objects of cert-manager, and name one of its issuers",
    where: [
      "components/app-service/tls/",
      "components/gateways/",
      "components/platform-addons/install-object.ts",
      "components/shared/reference.ts",
      "stacks/checks/acme-egress.ts",
      "stacks/checks/dns-addons.ts",
      "stacks/checks/gateways.ts",
      "stacks/checks/service-tls.ts",
      "stacks/layers/shared-services.ts",
      "stacks/resolve/service-tls.ts",
    ],
  },
  {
    addons: ["envoy-gateway", "istiod", "istio-base", "istio-cni", "aws-load-balancer-controller", "metrics-server"],
    why: "each type of gateway is made by one of them; namespaces are in Istio's mesh",
    where: [
      "components/gateways/",
      "components/namespaces/",
      "components/observability/traces/addons.ts",
      "stacks/checks/gateways.ts",
      "stacks/checks/mesh.ts",
      "stacks/checks/routes.ts",
      "stacks/layers/shared-services.ts",
      "stacks/resolve/",
    ],
  },
  {
    addons: ["external-dns"],
    why: "annotations of gateways and records that it reads, and the zones that it needs",
    where: ["components/failover/records.ts", "components/gateways/", "stacks/checks/"],
  },
  {
    addons: ["karpenter", "cluster-autoscaler"],
    why: "they start nodes: tags that they find networks and pools by, their place beside node pools, their price",
    where: [
      "components/network/",
      "components/node-pools/node-pools.ts",
      "components/shared/reference.ts",
      "preview/capacity.ts",
      "preview/cost/",
      "preview/packing/",
      "stacks/checks/",
      "stacks/layers/services.ts",
      "stacks/resolve/system-demand.ts",
    ],
  },
  {
    addons: ["cloudnative-pg", "barman-cloud"],
    why: "a kind of database is made of their objects",
    where: [
      "components/databases/",
      "preview/text/data-stores.ts",
      "stacks/checks/databases.ts",
      "stacks/layers/data.ts",
      "stacks/recovery/stores.ts",
    ],
  },
  {
    addons: ["sealed-secrets", "secrets-store-csi-driver", "secrets-store-csi-driver-provider-aws"],
    why: "sources of secrets, and the check that what reads them is there",
    where: ["components/app-service/config/", "stacks/checks/secrets.ts", "stacks/checks/addon-objects.ts"],
  },
  {
    addons: ["argo-cd"],
    why: "it may install the others, and has a console",
    where: ["components/consoles/", "components/platform-addons/", "stacks/checks/consoles.ts", "stacks/resolve/"],
  },
  {
    addons: ["loki", "alloy", "tempo", "jaeger", "kube-prometheus-stack"],
    why: "settings of `platform:observability` are named after the stores, and panels after their sources",
    where: ["components/observability/", "components/platform-addons/monitoring/"],
  },
  {
    addons: [
      "alloy",
      "alloy-events",
      "fluent-bit",
      "fluent-bit-events",
      "jaeger",
      "kube-prometheus-stack",
      "loki",
      "opencost",
      "otel-agent",
      "otel-gateway",
      "tempo",
    ],
    why: "the preview's table of what observability takes, from the values of its charts",
    where: ["preview/observability/parts.ts"],
  },
  {
    addons: ["policy-controller"],
    why: "the table of add-ons in README gives it the settings that it can't be without",
    where: ["tools/addon-table.ts"],
  },
  {
    addons: ["calico", "velero"],
    why: "settings of EKS's own add-ons that they need, and the label of a snapshot class that Velero finds it by",
    where: ["components/managed-addons/", "components/storage/", "stacks/checks/addons.ts"],
  },
  {
    addons: ["keda", "istiod", "loki"],
    why: "the policy pack is published alone: kinds that it knows, and charts that are retired",
    where: ["policies/"],
  },
];

const hits = product.flatMap((path) => {
  const text = code(path);
  return everyAddon
    .filter(({ name }) => name !== ambiguous && named(name).test(text))
    .map(({ name }) => ({ path, name }));
});

describe("the catalogue of add-ons", () => {
  it("has each add-on's description in a folder below catalog/", () => {
    for (const { name } of everyAddon) {
      const [folder] = [name, name.replace(/-events$/, ""), name.replace(/^otel-.*/, "opentelemetry-collector")].filter(
        (one) => existsSync(join(root, folders, one)),
      );
      expect(folder, name).to.be.a("string");
    }
  });

  it("lists them in alphabetical order", () => {
    expect(Object.keys(catalog)).to.deep.equal(Object.keys(catalog).sort());
    const imports = [...read(registry).matchAll(/from "\.\/catalog\/([^/]+\/)/g)].map(([, folder = ""]) => folder);
    expect(imports).to.have.length.above(30);
    expect(imports).to.deep.equal([...imports].sort());
    const lists = [...read(registry).matchAll(/const (?:catalog|ofObservability)\b[^=]*= [{[]\n([\s\S]*?)\n[}\]]/g)];
    const names = lists.map(([, entries = ""]) => entries.split("\n").map((line) => /[\w-]+/.exec(line)?.[0]));
    expect(names).to.have.length(2);
    for (const list of names) expect(list).to.deep.equal([...list].sort());
  });

  it("is all that knows an add-on, but for what is listed here with its reason", () => {
    const stray = hits.filter(
      ({ path, name }) =>
        !remains.some(({ addons, where }) => addons.includes(name) && where.some((one) => path.startsWith(one))),
    );
    expect(stray.map(({ path, name }) => `${path} names ${name}`)).to.deep.equal([]);
  });

  it("has no reason listed for what is gone", () => {
    const stale = remains.flatMap(({ addons, where }) => [
      ...addons
        .filter((addon) => !hits.some(({ path, name }) => name === addon && where.some((one) => path.startsWith(one))))
        .map((addon) => `${addon} is named in none of ${where.join(", ")}`),
      ...where
        .filter((one) => !hits.some(({ path, name }) => addons.includes(name) && path.startsWith(one)))
        .map((one) => `${one} names none of ${addons.join(", ")}`),
    ]);
    expect(stale).to.deep.equal([]);
  });
});

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { charts } from "../../../stacks/versions";
import type { Api, KubeObject } from "./api";
import { moduleFolder, moduleVersion } from "./binaries";
import type { ChartEntry } from "./stack";
import { until } from "./wait";

/** Where the definitions of custom kinds are read at test time; none of them is copied into this repository. */
interface Source {
  /** Version that the stack installs, when the entry is this source's; else undefined. */
  version(entry: ChartEntry): string | undefined;
  module: string;
  folder: string;
}

const sources: Source[] = [
  {
    version: ({ files }) => /kubernetes-sigs\/gateway-api\/releases\/download\/(v[^/]+)\//.exec(String(files))?.[1],
    module: "sigs.k8s.io/gateway-api",
    folder: "config/crd/standard",
  },
  {
    version: ({ chart }) =>
      chart === "prometheus-operator-crds" ? charts["prometheus-operator-crds"].appVersion : undefined,
    module: "github.com/prometheus-operator/prometheus-operator",
    folder: "example/prometheus-operator-crd",
  },
  {
    version: ({ files }) => /cert-manager\/releases\/download\/(v[^/]+)\//.exec(String(files))?.[1],
    module: "github.com/cert-manager/cert-manager",
    folder: "deploy/crds",
  },
  {
    version: ({ files }) => /envoyproxy\/gateway\/(v[^/]+)\//.exec(String(files))?.[1],
    module: "github.com/envoyproxy/gateway",
    folder: "charts/gateway-helm/charts/crds/crds/generated",
  },
];

/** API groups whose definitions are not had here, and why. */
export const unavailableGroups: Record<string, string> = {
  "gateway.k8s.aws": "no released version of sigs.k8s.io/aws-load-balancer-controller/v3 is on the module proxy",
  "snapshot.storage.k8s.io": "the EKS add-on snapshot-controller brings them, and EKS add-ons are not in the manifests",
  "elbv2.k8s.aws": "no released version of sigs.k8s.io/aws-load-balancer-controller/v3 is on the module proxy",
};

/** Why no definition of the object's kind could be had, or undefined. */
export function unavailable({ apiVersion }: KubeObject): string | undefined {
  return unavailableGroups[apiVersion.split("/")[0] ?? ""];
}

/**
 * The definitions that a chart or a bundle of the program brings; undefined when it isn't known to bring any.
 *
 * @throws Error when the stack installs another version than the go.mod of the definitions pins.
 */
export function definitionsOf(entry: ChartEntry): KubeObject[] | undefined {
  for (const { version, module, folder } of sources) {
    const wanted = version(entry);
    if (wanted === undefined) continue;
    const pinned = moduleVersion("definitions", module);
    if (pinned !== wanted) {
      throw new Error(
        `${entry.name} installs ${wanted}, tests/cluster/modules/definitions/go.mod pins ${pinned} of ${module}`,
      );
    }
    return objectsIn(join(moduleFolder("definitions", module), folder));
  }
  return undefined;
}

function objectsIn(folder: string): KubeObject[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".yaml") && file !== "kustomization.yaml")
    .flatMap((file) => parseAllDocuments(readFileSync(join(folder, file), "utf8")))
    .map((document) => document.toJS() as KubeObject | null)
    .filter((object) => object !== null);
}

/** Applies definitions and waits until the server serves their kinds. */
export async function define(api: Api, definitions: KubeObject[]): Promise<void> {
  const crds = definitions.filter(({ kind }) => kind === "CustomResourceDefinition");
  for (const object of definitions) await api.apply(object);
  await until("custom kinds are established", 30, async () => {
    const now = await api.list("apiextensions.k8s.io/v1", "CustomResourceDefinition");
    const ready = now.filter(({ status }) =>
      status?.conditions?.some((one: any) => one.type === "Established" && one.status === "True"),
    );
    const names = new Set(ready.map(({ metadata }) => metadata.name));
    return crds.map(({ metadata }) => metadata.name).filter((name) => !names.has(name));
  });
}

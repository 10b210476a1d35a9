import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { ComponentFacts, RemoteFacts } from "../shared/component";
import type { ChartPin } from "../shared/pins";
import type { Make } from "../shared/transform";
import { chartObject } from "./chart-objects";
import type { AnyAddon } from "./registry";
import type { ResolvedAddon } from "./resolve";
import type { ChartsTransform, DefinitionsTransform } from "./transform";

/** Seconds that an add-on's workloads have to become ready before an update fails. */
const readyWithin = 600;

/** The chart of an add-on that is more than definitions. */
export function chartOf({ name, chart }: AnyAddon): ChartPin {
  if (chart === undefined) throw new Error(`${name} has no chart.`);
  return chart;
}

/**
 * Registers an add-on's chart, as a chart of the program or as a Helm release. Its definitions are left out: they are
 * a layer of their own.
 */
export function installChart(
  make: Make<ChartsTransform>,
  logicalName: string,
  resolved: ResolvedAddon,
  opts: pulumi.CustomResourceOptions,
) {
  const { addon, namespace, values, delivery } = resolved;
  const { chart, version, repositoryOpts } = located(chartOf(addon));
  const common = { name: addon.name, namespace, chart, version, values };
  const unawaited = delivery.readyByHand === undefined ? {} : { skipAwait: true };
  if (delivery.kind === "chart") {
    const args = { ...common, ...repositoryOpts, skipCrds: true, ...unawaited };
    return make("chart", k8s.helm.v4.Chart, logicalName, args, { ...opts, transforms: [chartObject] });
  }
  return make(
    "release",
    k8s.helm.v3.Release,
    logicalName,
    {
      ...common,
      ...repositoryOpts,
      skipCrds: true,
      ...unawaited,
      ...(delivery.withoutHooks === undefined ? {} : { disableWebhooks: true }),
      createNamespace: false,
      maxHistory: 5,
      timeout: readyWithin,
      // The preview prints it: nobody but Helm sees what a release makes.
      description: delivery.reason,
    },
    opts,
  );
}

/** Registers an add-on's definitions. They stay in the cluster when they leave the program, and so do their objects. */
export function installCrds(make: Make<DefinitionsTransform>, logicalName: string, addon: AnyAddon) {
  const kept = { retainOnDelete: true, transforms: [chartObject] };
  if (!addon.crds) throw new Error(`${addon.name} has no definitions.`);
  if ("files" in addon.crds) {
    const files = { files: [...addon.crds.files.manifests] };
    return make("definitionFiles", k8s.yaml.v2.ConfigGroup, logicalName, files, kept);
  }
  const { chart, version, repositoryOpts } = located(addon.crds.chart);
  const args = { name: addon.name, namespace: "kube-system", chart, version, ...repositoryOpts };
  return make("definitions", k8s.helm.v4.Chart, logicalName, args, kept);
}

/** Facts by the names of the children that have any. */
export function remoteFacts(children: (readonly [child: string, facts: RemoteFacts | undefined])[]): ComponentFacts {
  return {
    remote: Object.fromEntries(children.filter(([, facts]) => facts !== undefined)) as Record<string, RemoteFacts>,
  };
}

/** What policies judge of an add-on's chart where it is a chart of the program: its inputs, which they don't see. */
export function chartFacts({ addon, delivery }: ResolvedAddon): RemoteFacts | undefined {
  return delivery.kind === "chart" ? sourceFacts(chartOf(addon)) : undefined;
}

/** What policies judge of an add-on's definitions. */
export function crdsFacts(addon: AnyAddon): RemoteFacts | undefined {
  const { crds } = addon;
  if (crds === undefined) return undefined;
  return "files" in crds ? { files: [...crds.files.manifests] } : sourceFacts(crds.chart);
}

function sourceFacts(source: ChartPin): RemoteFacts {
  const { chart, version } = located(source);
  return { chart, version, repository: source.repository };
}

/** An OCI chart is named by its whole address, any other by its name and the index of its repository. */
function located({ repository, chart, version }: ChartPin) {
  return repository.startsWith("oci://")
    ? { chart: `${repository}/${chart}`, version, repositoryOpts: {} }
    : { chart, version, repositoryOpts: { repositoryOpts: { repo: repository } } };
}

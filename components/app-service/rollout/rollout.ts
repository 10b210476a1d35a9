import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { selectorLabels } from "../../shared/labels";
import { sharedFields, sharedOptions } from "../../shared/field-owners";
import { annotation } from "../../shared/vocabulary";
import type { ServiceOwner } from "../owner";
import { deploymentAnnotations, type DeploymentPlan } from "../pod/deployment";
import { serviceSpec } from "../traffic/ports";
import { routePlans } from "../traffic/route";
import { analysisName, analysisSpec } from "./analysis";
import { rolloutSpec } from "./rollout-spec";
import { analysisOf, newVersionService } from "./strategy";

const apiVersion = "argoproj.io/v1alpha1";

/** What a Rollout is called by those that scale it. */
export function rolloutTarget(name: string) {
  return { apiVersion, kind: "Rollout", name };
}

/** Looks after a switch of all requests; at the default of one a minute, ten minutes. */
const looksAfterSwitch = 10;

/** The Rollout of a service, after its analysis and the Service of its new version. */
export function createRollout(owner: ServiceOwner, plan: DeploymentPlan, before: pulumi.Resource[]): pulumi.Resource {
  const { settings, namespace, gateways, domain } = owner.args;
  const routes = routePlans(owner.name, settings.routes, gateways, domain).map(({ name }) => name);
  const rollout = {
    apiVersion,
    kind: "Rollout",
    metadata: owner.metadata(owner.name, deploymentAnnotations(settings)),
    spec: rolloutSpec({ ...plan, routes, namespace }),
  };
  const parts = [createAnalysis(owner), createNewVersionService(owner)].filter((part) => part !== undefined);
  return owner.make("rollout", k8s.apiextensions.CustomResource, owner.name, rollout, {
    dependsOn: [...before, ...parts],
  });
}

function createAnalysis(owner: ServiceOwner): pulumi.Resource | undefined {
  const { settings, namespace, prometheusUrl } = owner.args;
  const analysis = analysisOf(settings);
  // The config's checks refuse an analysis of nothing.
  if (!analysis || !settings.metrics || prometheusUrl === undefined) return undefined;
  const template = {
    apiVersion,
    kind: "AnalysisTemplate",
    metadata: owner.metadata(analysisName(owner.name)),
    spec: analysisSpec({
      service: owner.name,
      namespace: namespace.name,
      analysis,
      metrics: settings.metrics,
      slo: settings.slo,
      prometheusUrl,
      looks: settings.rollout.blueGreen ? looksAfterSwitch : undefined,
    }),
  };
  return owner.make("analysis", k8s.apiextensions.CustomResource, owner.child("analysis"), template);
}

/** The Service of the new version: the controller narrows its selector, and that of the service's own, to one version. */
function createNewVersionService(owner: ServiceOwner): pulumi.Resource | undefined {
  const { settings, namespace } = owner.args;
  const name = newVersionService(owner.name, settings, namespace.mesh);
  const spec = serviceSpec(settings, selectorLabels(owner.name));
  if (name === undefined || !spec) return undefined;
  // Pulumi would wait for pods behind it, and the Rollout that makes them waits for the Service.
  const metadata = owner.metadata(name, { [annotation.pulumiSkipAwait]: "true" });
  return owner.make(
    "newVersionService",
    k8s.core.v1.Service,
    owner.child("new-version"),
    { metadata, spec },
    sharedOptions(sharedFields.rolloutService),
  );
}

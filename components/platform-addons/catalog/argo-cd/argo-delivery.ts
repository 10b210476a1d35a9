import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../../../shared/component";
import type { PlatformContext } from "../../../shared/context";
import { commonLabels, configPath } from "../../../shared/labels";
import type { ArgoCdSettings } from "./argo-cd";
import { installObject, objectName } from "../../install-object";
import { argoCdName, type ResolvedAddon } from "../../resolve";
import type { ArgoDeliveryTransform } from "../../transform";
import { type AppOfApps, applicationsOf, projectsOf, rootApplication } from "./app-of-apps";
import { inCluster } from "./application";

export interface ArgoDeliveryArgs {
  context: PlatformContext;
  /** Argo CD itself, as the program installs it. */
  argoCd: ResolvedAddon;
  /** All add-ons; those that Argo CD delivers are taken. */
  addons: ResolvedAddon[];
  /** What only a deployment knows, by key: annotations of the cluster's Secret, for generators of ApplicationSets. */
  clusterFacts: Record<string, pulumi.Input<string>>;
  applicationNamespaces: string[];
  transform?: ArgoDeliveryTransform;
}

/**
 * What Argo CD is told: its cluster, its projects and one Application that holds all others (TB-88).
 *
 * Options: `dependsOn` Argo CD, the definitions and the AWS roles of everything that it delivers.
 *
 * A destroy deletes the one Application first, and waits until Argo CD has taken down what it delivered.
 */
export class ArgoDelivery extends PlatformComponent<ArgoDeliveryTransform> {
  constructor(name: string, args: ArgoDeliveryArgs, opts?: pulumi.ComponentResourceOptions) {
    super("addons", "ArgoDelivery", name, opts, args.transform);
    const set = setOf(args);
    const cluster = this.createClusterSecret(args);
    const empty = applicationsOf(set).length === 0;
    const projects = empty ? [] : projectsOf(set).map((object) => this.createObject(object, args, [cluster]));
    if (!empty) this.createObject(rootApplication(set), args, [cluster, ...projects]);
    this.registerOutputs({});
  }

  private createObject(
    object: ReturnType<typeof rootApplication>,
    { context }: ArgoDeliveryArgs,
    dependsOn: pulumi.Resource[],
  ) {
    const name = this.child(objectName(object));
    return installObject(this.make, name, { name: argoCdName }, object, context, { dependsOn });
  }

  /** The cluster that Argo CD runs in, with what a deployment knows of it: https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#clusters */
  private createClusterSecret({ context, argoCd, clusterFacts }: ArgoDeliveryArgs): pulumi.Resource {
    const facts = {
      "cluster-name": context.clusterName,
      region: context.region,
      "account-id": context.accountId,
      ...clusterFacts,
    };
    return this.make("clusterSecret", k8s.core.v1.Secret, this.child("cluster"), {
      metadata: {
        name: "in-cluster",
        namespace: argoCd.namespace,
        labels: { ...commonLabels(context, { name: argoCdName }), "argocd.argoproj.io/secret-type": "cluster" },
        annotations: {
          ...configPath(`addons.${argoCdName}`),
          ...Object.fromEntries(Object.entries(facts).map(([key, value]) => [`platform/${key}`, value])),
        },
      },
      // Nothing secret: Argo CD uses its own service account for the cluster it runs in.
      stringData: { name: "in-cluster", server: inCluster, config: '{"tlsClientConfig":{"insecure":false}}' },
    });
  }
}

function setOf({ argoCd, addons, applicationNamespaces }: ArgoDeliveryArgs): AppOfApps {
  const settings = argoCd.settings as ArgoCdSettings;
  return {
    argocd: argoCd.namespace,
    delivered: addons.filter(({ deliverer }) => deliverer === "argocd"),
    git: settings.applications,
    applicationNamespaces,
  };
}

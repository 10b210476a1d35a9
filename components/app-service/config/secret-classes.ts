import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { className, needsDriver, providerClassSpec } from "../../secrets/provider-class";
import { noGrant } from "../../shared/grant";
import type { ServiceOwner } from "../owner";

/** A SecretProviderClass for each directory of secrets that the driver mounts. */
export function createSecretClasses(owner: ServiceOwner): pulumi.Resource[] {
  const { context, settings, grant = noGrant, identity } = owner.args;
  const plan = { workload: owner.name, region: context.region, identity: settings.aws.mode ?? identity };
  return grant.mounts.filter(needsDriver).map((mount) => {
    const object = {
      apiVersion: "secrets-store.csi.x-k8s.io/v1",
      kind: "SecretProviderClass",
      metadata: owner.metadata(className(owner.name, mount)),
      spec: providerClassSpec(mount, plan),
    };
    const logicalName = owner.child(`secret-${mount.name}`);
    return owner.make("secretProviderClass", k8s.apiextensions.CustomResource, logicalName, object);
  });
}

import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { type IdentityMode, WorkloadIdentity } from "../../identity/workload-identity";
import { PlatformComponent } from "../../shared/component";
import { commonLabels, configPath } from "../../shared/labels";
import { type Transform, transformed } from "../../shared/transform";
import { copyTraffic } from "./copy-network";
import { copyJob, type CopyPlan, copyPolicy } from "./copy-plan";
import { type CopyKind, copyKinds, copyName } from "./names";
import { type CopiesSettings, isCopied } from "./settings";

/** Escape hatches of a copy. */
export interface CopyTransform {
  cronJob?: Transform<k8s.batch.v1.CronJobArgs>;
  networkPolicy?: Transform<k8s.networking.v1.NetworkPolicyArgs>;
}

export interface CopiesArgs extends CopyPlan {
  copies: CopiesSettings;
  /** How the jobs get AWS credentials. */
  identity: { mode: IdentityMode; oidcIssuer?: pulumi.Input<string> };
  /** By what is copied. */
  transform?: Partial<Record<CopyKind, CopyTransform>>;
}

/**
 * Copies of Grafana's dashboards and snapshots of Prometheus in S3, each by a CronJob with an identity of its own that
 * can write its prefix and nothing else. What was copied is read back by a person: docs/runbooks/monitoring-copies.md.
 *
 * Cost: S3 by the gigabyte kept; the jobs run on the system pool for minutes a day.
 */
export class Copies extends PlatformComponent {
  constructor(name: string, args: CopiesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("observability", "Copies", name, opts);
    for (const kind of copyKinds) {
      if (isCopied(args.copies, kind)) this.createCopy(kind, args);
    }
    this.registerOutputs({});
  }

  private createCopy(kind: CopyKind, args: CopiesArgs): void {
    const { context, identity, copies } = args;
    const { namespace } = args.settings;
    const name = copyName(kind);
    const role = new WorkloadIdentity(
      this.child(`${kind}-role`),
      { context, namespace, serviceAccount: name, ...identity, policy: copyPolicy(args, kind) },
      this.opts(),
    );
    const labels = commonLabels(context, { name, component: "observability" });
    const metadata = { name, namespace, labels, annotations: configPath("observability.copies") };
    const account = new k8s.core.v1.ServiceAccount(
      this.child(kind),
      {
        metadata: { ...metadata, annotations: { ...metadata.annotations, ...role.serviceAccountAnnotations } },
        automountServiceAccountToken: false,
      },
      this.opts(),
    );
    const policy = new k8s.networking.v1.NetworkPolicy(
      this.child(kind),
      transformed<k8s.networking.v1.NetworkPolicyArgs>(
        { metadata, spec: copyTraffic(kind) },
        args.transform?.[kind]?.networkPolicy,
      ),
      this.opts(),
    );
    new k8s.batch.v1.CronJob(
      this.child(kind),
      transformed<k8s.batch.v1.CronJobArgs>(
        { metadata, spec: copyJob(args, kind, copies[kind], labels) },
        args.transform?.[kind]?.cronJob,
      ),
      this.opts({ dependsOn: [role, account, policy] }),
    );
  }
}

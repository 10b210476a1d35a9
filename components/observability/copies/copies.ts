import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { type IdentityMode, WorkloadIdentity, type WorkloadIdentityTransform } from "../../identity/workload-identity";
import { PlatformComponent } from "../../shared/component";
import { commonLabels, configPath } from "../../shared/labels";
import type { Transform } from "../../shared/transform";
import { copyTraffic } from "./copy-network";
import { copyJob, type CopyPlan, copyPolicy } from "./copy-plan";
import { type CopyKind, copyKinds, copyName } from "./names";
import { type CopiesSettings, isCopied } from "./settings";

/** Slots of the copies; each is called for that of the dashboards and that of the metrics. */
export interface CopiesTransform {
  /** Default: time of `observability.copies`, one at a time. */
  cronJob?: Transform<k8s.batch.v1.CronJobArgs>;
  /** Default: Grafana or Prometheus, S3, names; nothing comes in. */
  networkPolicy?: Transform<k8s.networking.v1.NetworkPolicyArgs>;
  /** Default: without a token. */
  serviceAccount?: Transform<k8s.core.v1.ServiceAccountArgs>;
  /** Role of a copy. Default: write below its prefix. */
  identity?: WorkloadIdentityTransform;
}

export interface CopiesArgs extends CopyPlan {
  copies: CopiesSettings;
  /** How the jobs get AWS credentials. */
  identity: { mode: IdentityMode; oidcIssuer?: pulumi.Input<string> };
  transform?: CopiesTransform;
}

/**
 * Copies of Grafana's dashboards and snapshots of Prometheus in S3, each by a CronJob with an identity of its own that
 * can write its prefix and nothing else. What was copied is read back by a person: docs/runbooks/monitoring-copies.md.
 *
 * Cost: S3 by the gigabyte kept; the jobs run on the system pool for minutes a day.
 */
export class Copies extends PlatformComponent<CopiesTransform> {
  constructor(name: string, args: CopiesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("observability", "Copies", name, opts, args.transform);
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
      {
        context,
        namespace,
        serviceAccount: name,
        ...identity,
        policy: copyPolicy(args, kind),
        transform: args.transform?.identity,
      },
      this.opts(),
    );
    const labels = commonLabels(context, { name, component: "observability" });
    const metadata = { name, namespace, labels, annotations: configPath("observability.copies") };
    const account = this.make("serviceAccount", k8s.core.v1.ServiceAccount, this.child(kind), {
      metadata: { ...metadata, annotations: { ...metadata.annotations, ...role.serviceAccountAnnotations } },
      automountServiceAccountToken: false,
    });
    const policy = this.make("networkPolicy", k8s.networking.v1.NetworkPolicy, this.child(kind), {
      metadata,
      spec: copyTraffic(kind),
    });
    const job = { metadata, spec: copyJob(args, kind, copies[kind], labels) };
    this.make("cronJob", k8s.batch.v1.CronJob, this.child(kind), job, { dependsOn: [role, account, policy] });
  }
}

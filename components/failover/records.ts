import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import type { Transform } from "../shared/transform";
import type { FailoverSettings } from "./settings";

/** What the routes of a stack say to external-dns. */
export interface FailoverRecords {
  /** Annotations of a route, by its host; none for the host that is asked for its health. */
  annotationsOf(host: string): Record<string, pulumi.Input<string>>;
}

/** Slots of the failover records. */
export interface FailoverTransform {
  /** Health check of the primary. Default: HTTPS every 30 seconds, ill after three failures. */
  healthCheck?: Transform<aws.route53.HealthCheckArgs>;
}

export interface HealthCheckArgs {
  context: PlatformContext;
  failover: FailoverSettings;
  /** Domain that the host of the health check is below. */
  domain: string;
  transform?: FailoverTransform;
}

const prefix = "external-dns.alpha.kubernetes.io/";

/** Host that leads to this stack whatever the failover records say: a check that asked those would judge the other stack. */
export function healthHost({ region }: { region: string }): string {
  return `health-${region}`;
}

/**
 * The failover records of a stack's hosts, by external-dns: kubernetes-sigs/external-dns, tag v0.21.0,
 * docs/tutorials/aws.md ("Routing policies", "Associating DNS records with healthchecks"). The set identifier is the
 * region; the owner in the TXT records is the cluster, so neither stack touches the other's.
 *
 * The primary has a health check of Route 53, which asks over the internet every 30 seconds and gives up after three
 * failures. The secondary has none: where the primary is ill, something must be answered.
 *
 * Cost: $0.50 a month for the check, $1 more for each of its options https and (not used here) string matching:
 * https://aws.amazon.com/route53/pricing/.
 */
export class Failover extends PlatformComponent<FailoverTransform> implements FailoverRecords {
  private readonly annotations: Record<string, pulumi.Input<string>>;
  private readonly ownHost: string;

  constructor(name: string, args: HealthCheckArgs, opts?: pulumi.ComponentResourceOptions) {
    super("failover", "Failover", name, opts, args.transform);
    const { context, failover, domain } = args;
    this.ownHost = `${healthHost(context)}.${domain}`;
    const check = failover.record === "primary" && failover.health ? this.createCheck(args) : undefined;
    this.annotations = {
      [`${prefix}set-identifier`]: context.region,
      [`${prefix}aws-failover`]: failover.record === "primary" ? "PRIMARY" : "SECONDARY",
      ...(check ? { [`${prefix}aws-health-check-id`]: check.id } : {}),
    };
    this.registerOutputs({});
  }

  annotationsOf(host: string): Record<string, pulumi.Input<string>> {
    return host === this.ownHost ? {} : this.annotations;
  }

  private createCheck({ context, failover }: HealthCheckArgs): aws.route53.HealthCheck {
    return this.make("healthCheck", aws.route53.HealthCheck, this.componentName, {
      type: "HTTPS",
      fqdn: this.ownHost,
      port: 443,
      resourcePath: failover.health?.path ?? "/",
      requestInterval: 30,
      failureThreshold: 3,
      enableSni: true,
      tags: { Name: `${context.clusterName}-failover` },
    });
  }
}

import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../shared/component";
import type { ClientLimitTransform } from "./transform";

/** Seconds over which WAF counts; the shortest that it offers, and it takes up to as long to notice. */
const windowSeconds = 60;

export interface ClientLimitArgs {
  /** Name of the web ACL, unique in account and region. */
  aclName: string;
  /** Requests that one client address may make in a second, on average over a minute. */
  requestsPerSecond: number;
  transform?: ClientLimitTransform;
}

/**
 * A web ACL with one rule: a client address that makes too many requests is answered 429 until it makes fewer.
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based.html
 *
 * Cost: by month for the ACL and its rule, and by million requests.
 */
export class ClientLimit extends PlatformComponent<ClientLimitTransform> {
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: ClientLimitArgs, opts?: pulumi.ComponentResourceOptions) {
    super("gateways", "ClientLimit", name, opts, args.transform);
    this.arn = this.createAcl(args).arn;
    this.registerOutputs({ arn: this.arn });
  }

  private createAcl({ aclName, requestsPerSecond }: ClientLimitArgs): aws.wafv2.WebAcl {
    return this.make("clientLimit", aws.wafv2.WebAcl, this.componentName, {
      name: aclName,
      scope: "REGIONAL",
      defaultAction: { allow: {} },
      rules: [
        {
          name: "client-limit",
          priority: 0,
          action: { block: { customResponse: { responseCode: 429 } } },
          statement: {
            rateBasedStatement: {
              aggregateKeyType: "IP",
              evaluationWindowSec: windowSeconds,
              limit: requestsPerSecond * windowSeconds,
            },
          },
          visibilityConfig: visible("client-limit"),
        },
      ],
      visibilityConfig: visible(aclName),
    });
  }
}

function visible(metricName: string) {
  return { cloudwatchMetricsEnabled: true, metricName, sampledRequestsEnabled: true };
}

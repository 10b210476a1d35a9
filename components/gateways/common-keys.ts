import { z } from "zod";
import { refersTo } from "../shared/reference";
import { isNetworkBlock } from "../network/cidr";
import { pattern, remedied } from "../shared/problem";

/** What a tier decides about gateways when a stack does not. */
export interface GatewayDefaults {
  deletionProtection: boolean;
  /** Whether load balancers write access logs. */
  accessLogs: boolean;
}

const cidr = z
  .string()
  .refine(isNetworkBlock, { error: remedied("is not an IPv4 network in CIDR form", "a block such as 203.0.113.0/24") });

/** Keys of every gateway, whatever it is made of. */
export function commonGatewayKeys(defaults: GatewayDefaults) {
  return {
    scheme: z
      .enum(["internet-facing", "internal"])
      .default("internet-facing")
      .describe(
        "`internet-facing`: public addresses in the public subnets. `internal`: reachable from the VPC and what is connected to it. A change replaces the load balancer.",
      ),
    allowFrom: z
      .array(cidr)
      .min(1)
      .optional()
      .describe(
        "Ranges that may connect. Left out: everyone for an internet-facing gateway, the VPC for an internal one.",
      ),
    deletionProtection: z
      .boolean()
      .default(defaults.deletionProtection)
      .describe(
        "Keeps the load balancer from being deleted, also by this program: turn it off and update before a destroy.",
      ),
  };
}

/** Keys of a gateway that is an Application Load Balancer, beside the common ones. */
export function albKeys(defaults: GatewayDefaults) {
  return {
    certificate: z
      .strictObject({
        arn: pattern(
          /^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[-0-9a-f]+$/,
          "is not the ARN of a certificate of ACM",
          "arn:aws:acm:<region>:<account>:certificate/<id>",
        ).describe("Certificate of ACM in the stack's region; one of cert-manager can't be used by an ALB."),
      })
      .optional()
      .describe(
        "Certificate that exists already. Left out: the program has ACM issue one for `domain` and `*.domain`, validated in `dns.zoneId`.",
      ),
    wafAclArn: pattern(
      /^arn:aws[a-z-]*:wafv2:[a-z0-9-]+:\d{12}:regional\/webacl\/[^/]+\/[-0-9a-f]+$/,
      "is not the ARN of a regional web ACL of WAFv2",
      "arn:aws:wafv2:<region>:<account>:regional/webacl/<name>/<id>",
    )
      .optional()
      .describe("Web ACL that judges every request; billed by rule and million requests."),
    shield: z
      .boolean()
      .default(false)
      .describe(
        "Protects the load balancer with AWS Shield Advanced; needs `shield: true` of the add-on aws-load-balancer-controller.",
      ),
    accessLogs: z
      .strictObject({
        enabled: z
          .boolean()
          .optional()
          .describe(
            "Whether it writes a line for each request to S3, every five minutes; storage is billed by S3. Left out: in production, and where a bucket is named.",
          ),
        bucket: z
          .string()
          .min(3)
          .max(63)
          .optional()
          .describe(
            "Bucket that exists already and whose policy lets load balancers write to it. Left out: the platform makes one for all gateways, private, encrypted and emptied by age.",
          ),
        prefix: pattern(
          /^(?!.*AWSLogs)[A-Za-z0-9]([-A-Za-z0-9_./]*[-A-Za-z0-9_])?$/,
          "is not a folder for access logs",
          "letters, digits, hyphens and slashes between them; AWS adds AWSLogs itself",
        )
          .optional()
          .describe("Folder in it. Left out: the name of the gateway."),
        retentionDays: z
          .int()
          .min(1)
          .max(3653)
          .default(90)
          .describe("Days that the platform's bucket keeps them. A bucket that exists has its own rules."),
      })
      .transform((given) => ({
        ...given,
        enabled: given.enabled ?? (given.bucket !== undefined || defaults.accessLogs),
      }))
      .prefault({})
      .describe("Access logs of the load balancer: who asked for what, when, and what the answer was."),
    idleTimeoutSeconds: z
      .int()
      .min(1)
      .max(4000)
      .default(60)
      .describe("Seconds that a connection may be silent before the load balancer closes it."),
  };
}

/** Keys of a gateway that ends TLS in the cluster, with a certificate of cert-manager. */
export function certificateKeys() {
  return {
    issuer: refersTo("issuer", z.string())
      .default("letsencrypt-prod")
      .describe(
        "Issuer of cert-manager that the gateway's certificate comes from, one of `addons.cert-manager.issuers`.",
      ),
    names: z
      .array(z.string().min(1))
      .min(1)
      .optional()
      .describe("Names that the certificate is for. Left out: `domain` and `*.domain`."),
  };
}

/** Keys of a gateway whose requests go through Envoy proxies in the cluster. */
export function envoyKeys() {
  return {
    timeoutSeconds: z
      .int()
      .min(1)
      .max(3600)
      .default(60)
      .describe(
        "Seconds that a client may take to send a request, and a service to answer it, before the proxy gives up.",
      ),
    compression: z
      .boolean()
      .default(true)
      .describe("Compresses answers with Brotli or gzip, for clients that accept it; costs CPU of the proxies."),
    rateLimit: z
      .strictObject({
        requestsPerSecond: z
          .int()
          .min(1)
          .max(100000)
          .describe("Requests that one client address may make in a second."),
      })
      .optional()
      .describe(
        "Answers 429 above it, counted for each route over all proxies. Needs `rateLimitRedis` of the add-on envoy-gateway.",
      ),
    replicas: z
      .strictObject({
        min: z.int().min(1).max(50).default(2).describe("Proxies at least."),
        max: z.int().min(1).max(50).default(4).describe("Proxies at most; they grow with CPU, at 70 % of the request."),
      })
      .prefault({})
      .describe("How many proxies the gateway has, on the system pool."),
  };
}

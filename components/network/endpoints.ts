/** How a VPC endpoint is made: through route tables, or as network interfaces in the private subnets. */
export type EndpointType = "Gateway" | "Interface";

/** One VPC endpoint. */
export interface Endpoint {
  /** Name of the service as AWS knows it, for example `com.amazonaws.us-east-1.ecr.api`. */
  serviceName: string;
  type: EndpointType;
}

/** Gateway endpoints cost nothing: https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html */
const gatewayServices = ["s3", "dynamodb"];

/**
 * Short names of the interface endpoints that clusters use. AWS has several hundred; any other is written with its full
 * name, which is taken as it is.
 *
 * Source: InterfaceVpcEndpointAwsService of aws/aws-cdk (packages/aws-cdk-lib/aws-ec2/lib/vpc-endpoint.ts), and
 * https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
 */
const interfaceServices = [
  "acm",
  "aps",
  "aps-workspaces",
  "autoscaling",
  "backup",
  "cloudformation",
  "ebs",
  "ec2",
  "ec2messages",
  "ecr.api",
  "ecr.dkr",
  "eks",
  "eks-auth",
  "elasticache",
  "elasticfilesystem",
  "elasticloadbalancing",
  "email-smtp",
  "events",
  "grafana",
  "guardduty-data",
  "kafka",
  "kinesis-firehose",
  "kinesis-streams",
  "kms",
  "lambda",
  "logs",
  "monitoring",
  "rds",
  "rds-data",
  "secretsmanager",
  "sns",
  "sqs",
  "ssm",
  "ssmmessages",
  "states",
  "sts",
  "vpc-lattice",
  "wafv2",
  "xray",
];

/** Short names that a stack may write in `network.endpoints`. */
export const knownEndpoints = [...gatewayServices, ...interfaceServices];

/** True for a full service name such as `com.amazonaws.us-east-1.sqs` or `cn.com.amazonaws.cn-north-1.sts`. */
export function isFullServiceName(name: string): boolean {
  return /^([a-z]+\.)+[a-z]{2}(-[a-z]+)+-\d\.[a-z0-9.-]+$/.test(name);
}

/** The endpoint that a name in a stack's YAML stands for. */
export function endpointOf(name: string, region: string): Endpoint {
  if (isFullServiceName(name)) {
    // Of a full name only the part after the region says whether it is one of the two gateway services.
    const service = name.split(`.${region}.`)[1] ?? name;
    return { serviceName: name, type: gatewayServices.includes(service) ? "Gateway" : "Interface" };
  }
  return {
    serviceName: `com.amazonaws.${region}.${name}`,
    type: gatewayServices.includes(name) ? "Gateway" : "Interface",
  };
}

/** What a cluster without a way to the internet can't do without, and what for. */
export interface RequiredEndpoint {
  name: string;
  why: string;
}

/**
 * Endpoints that every cluster without NAT needs, from the table of
 * https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html; `eks-auth` because identities of pods are Pod
 * Identities, `sts` because add-ons and people's tools still ask it who they are.
 */
export const requiredWithoutNat: RequiredEndpoint[] = [
  { name: "s3", why: "image layers of ECR are kept in S3" },
  { name: "ecr.api", why: "nodes ask ECR for images" },
  { name: "ecr.dkr", why: "nodes pull images from ECR" },
  { name: "ec2", why: "nodes and the CNI ask EC2 for their name, their interfaces and their addresses" },
  { name: "eks", why: "nodes and controllers read the cluster from the EKS API" },
  { name: "eks-auth", why: "pods get their AWS credentials from the EKS Auth API" },
  { name: "sts", why: "AWS identities are exchanged and checked at STS" },
];

import type { Charge } from "../cost/charge";

/** Name of a service with its category and subcategory in FOCUS 1.2: specification/columns/servicesubcategory.md. */
export interface FocusService {
  name: string;
  category: string;
  subcategory: string;
}

const service = (name: string, category: string, subcategory: string): FocusService => ({
  name,
  category,
  subcategory,
});

const ec2 = service("Amazon Elastic Compute Cloud", "Compute", "Virtual Machines");
const vpc = service("Amazon Virtual Private Cloud", "Networking", "Network Infrastructure");
const transfer = service("AWS Data Transfer", "Networking", "Network Connectivity");

/** By what a line is called; the first that matches. */
const byName: [RegExp, FocusService][] = [
  [/^EKS control plane/, service("Amazon Elastic Kubernetes Service", "Compute", "Containers")],
  [/public IPv4 addresses/, vpc],
  [/^(backups of|snapshots of volumes)/, service("AWS Backup", "Storage", "Backup Storage")],
  [/^RDS /, service("Amazon Relational Database Service", "Databases", "Relational Databases")],
  [/^ElastiCache /, service("Amazon ElastiCache", "Databases", "Caching")],
  [/SQS/, service("Amazon Simple Queue Service", "Integration", "Messaging")],
  [/EFS/, service("Amazon Elastic File System", "Storage", "File Storage")],
  [/ECR/, service("Amazon Elastic Container Registry", "Compute", "Containers")],
  [/S3/, service("Amazon Simple Storage Service", "Storage", "Object Storage")],
  [/CloudWatch/, service("Amazon CloudWatch", "Management and Governance", "Observability")],
  [/Route 53|health checks|hosted zones/, service("Amazon Route 53", "Networking", "Network Routing")],
  [/KMS/, service("AWS Key Management Service", "Security", "Other (Security)")],
  [/Secrets Manager/, service("AWS Secrets Manager", "Security", "Secret Management")],
  [/web ACLs/, service("AWS WAF", "Networking", "Network Security")],
  [/^(NAT gateways|interface endpoints|traffic through)/, vpc],
  [/^traffic /, transfer],
];

/** Where nothing matches by name, the group decides. */
const byGroup: Partial<Record<Charge["group"], FocusService>> = {
  nodes: ec2,
  volumes: service("Amazon Elastic Block Store", "Storage", "Block Storage"),
  "load balancers": service("Elastic Load Balancing", "Networking", "Application Networking"),
};

export function serviceOf({ what, group }: Pick<Charge, "what" | "group">): FocusService {
  const found = byName.find(([pattern]) => pattern.test(what));
  return found?.[1] ?? byGroup[group] ?? service("AWS", "Other", "Other (Other)");
}
